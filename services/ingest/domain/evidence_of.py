"""Evidence for a stretch of the text: its quote, its place, and how it was found."""

from typing import Any

from contracts.evidence import Evidence

QUOTE = 300
SURE = {"label": 1.0, "section": 0.95, "table": 1.0, "column": 1.0, "lot": 1.0, "line below": 0.9}


def fields(text: str, span: tuple[int, int], how: str, **more: Any) -> dict[str, Any]:
    """Return the fields of an Evidence; a quote is at most 300 characters, its end with it."""
    start, end = span[0], min(span[1], span[0] + QUOTE)
    sure = {"confidence": SURE.get(how.split(" ", maxsplit=1)[0], 0.9)} | more
    return {"quote": text[start:end], "start": start, "end": end, "how": how, **sure}


def evidence(text: str, span: tuple[int, int], how: str, **more: Any) -> Evidence:
    """Return the Evidence of a stretch of the text."""
    return Evidence(**fields(text, span, how, **more))
