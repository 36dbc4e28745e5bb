"""Model invocation logs of Amazon Bedrock: who used which model, and how many tokens.

Shape: "Monitor model invocation" of the Bedrock user guide, schemaVersion 1.0. The bodies of
prompts and answers, which the logs hold too, are never read.
"""

from typing import Any

from services.ingest.domain.loose import MOST_TOKENS, first, text, whole, word
from services.ingest.domain.told import Told

# A cache read counts as what was read, as the invoice does.
_TOKENS = (
    "input.inputTokenCount",
    "output.outputTokenCount",
    "input.cacheReadInputTokenCount",
    "input.cacheWriteInputTokenCount",
)


def is_record(item: dict[str, Any]) -> bool:
    """Return whether an object is a record of an invocation log."""
    return item.get("schemaType") == "ModelInvocationLog"


def told(log: dict[str, Any]) -> Told:
    """Read a record; every one is use of a model."""
    counted = [n for path in _TOKENS if (n := whole(first(log, path), MOST_TOKENS)) is not None]
    model = log.get("modelId")
    error = log.get("errorCode")
    return Told(
        provider="aws",
        operation=word(log.get("operation")) or "InvokeModel",
        native=text(log.get("requestId")),
        account=text(log.get("accountId")),
        when=log.get("timestamp"),
        kind="ai_use",
        region=log.get("region"),
        models=(model,) if model else (),
        tokens=sum(counted) if counted else None,
        failed=bool(error),
        error=error,
    )
