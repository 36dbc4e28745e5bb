"""What one record tells of an account event, and how records of one operation become one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from contracts.accounts import AccountReceived, InstanceRequest
from contracts.ids import account_matter, root_id
from contracts.tenders import Source
from services.ingest.domain.asks import Counts, requests
from services.ingest.domain.loose import text, word
from services.ingest.domain.masking import COVER, mask
from services.ingest.domain.moments import instant

NOTHING = "other"
"""Kind of a record that is about neither accelerators, AI nor accounts by itself."""
OUTCOME = "outcome"
"""Named as uncertain while no record says how the operation ended."""
_MATTERS = lru_cache(maxsize=4096)(account_matter)


@dataclass(slots=True)
class Told:
    """A vendor's record, read.

    `native` is the vendor's id of the record, `key` that of the operation of which it is one of
    several records; `alone` keeps its own id where no other record of the operation came.
    """

    provider: str
    operation: str
    native: str | None
    account: str | None
    when: Any
    kind: str = NOTHING
    key: str | None = None
    alone: bool = False
    region: Any = None
    counts: Counts = field(default_factory=dict)
    models: tuple[Any, ...] = ()
    tokens: int | None = None
    failed: bool = False
    error: Any = None
    ended: bool = True
    tags: tuple[Any, ...] = ()
    uncertain: tuple[str, ...] = ()


def received(told: Told, source: Source) -> AccountReceived:
    """Return the event; what could not be read is absent and named in `uncertain`."""
    uncertain = list(told.uncertain)
    native = word(told.native)
    if native is None:
        uncertain.append("native_id")
        native = f"{source.sha256}#{source.record}"
    account = f"{told.provider}:{word(told.account) or 'none:' + native}"
    occurred = instant(told.when)
    if occurred is None:
        uncertain.append("occurred")
    if not told.ended:
        uncertain.append(OUTCOME)
    return AccountReceived(
        event=event_id(told.provider, (not told.alone and word(told.key)) or native),
        matter=_MATTERS(account),
        account=account,
        provider=told.provider,
        native_id=native,
        kind=told.kind,
        operation=told.operation,
        occurred=occurred or source.received_at,
        region=word(told.region),
        instances=requests(told.counts) if told.counts else (),
        ai_models=tuple(name for model in told.models if (name := word(model))),
        tokens=told.tokens,
        attempted_only=told.failed,
        error=(word(told.error) or "failed") if told.failed else None,
        project_tags=project_tags(told.tags) if told.tags else (),
        source=source,
        uncertain=tuple(uncertain),
    )


def event_id(provider: str, key: str) -> UUID:
    """Return the id of an event: the vendor's id makes it one in whatever file it comes."""
    return root_id("account-event", provider, key)


def project_tags(values: Iterable[Any]) -> tuple[str, ...]:
    """Return texts that may name a project; one that holds a person's address names none."""
    printed = [value for each in values if (value := text(each))]
    return tuple(dict.fromkeys(v for v in printed if "*" not in v and COVER not in mask(v)))


def united(
    records: Iterable[tuple[str | None, AccountReceived]],
) -> list[AccountReceived]:
    """Return the event of each record: records of one key tell one event, each all of it."""
    found = list(records)
    whole: dict[str, AccountReceived] = {}
    for key, data in found:
        if key:
            before = whole.get(key)
            whole[key] = joined(before, data) if before else data
    return [whole[key] if key else data for key, data in found]


def joined(one: AccountReceived, other: AccountReceived) -> AccountReceived:
    """Return what two records of one operation tell together, whichever came first.

    A success settles the operation, then a failure; else it stays open.
    """
    base, more = (other, one) if one.kind == NOTHING != other.kind else (one, other)
    ended = [each for each in (one, other) if OUTCOME not in each.uncertain]
    failed = bool(ended) and all(each.attempted_only for each in ended)
    unsure = dict.fromkeys((*base.uncertain, *more.uncertain))
    named = more if ":none:" in base.account else base
    return base.model_copy(
        update={
            **{name: getattr(named, name) for name in ("event", "matter", "account", "native_id")},
            "occurred": min(base.occurred, more.occurred),
            "region": base.region or more.region,
            "instances": _instances(base, more),
            "ai_models": tuple(dict.fromkeys((*base.ai_models, *more.ai_models))),
            "tokens": base.tokens if base.tokens is not None else more.tokens,
            "attempted_only": failed,
            "error": (base.error or more.error) if failed else None,
            "project_tags": tuple(dict.fromkeys((*base.project_tags, *more.project_tags))),
            "uncertain": tuple(n for n in unsure if n != OUTCOME or not ended),
        }
    )


def _instances(base: AccountReceived, more: AccountReceived) -> tuple[InstanceRequest, ...]:
    """Types of both; a known number stands before an unknown one."""
    found = {each.instance_type: each for each in more.instances}
    for each in base.instances:
        before = found.get(each.instance_type)
        if before is None or each.count is not None:
            found[each.instance_type] = each
    return tuple(found.values())
