"""Read notices in traditional or regional script as if simplified, and quote them as printed."""

import re
from typing import Any, TypeVar

from contracts.evidence import Evidence
from contracts.names_folding import FROM, TO
from contracts.parties import Party

_FOLDING = str.maketrans(FROM, TO)
_TO_FOLD = re.compile(f"[{FROM}]")
_F = TypeVar("_F")


def folded(text: str) -> str:
    """Return the text in simplified characters, one for one, so that offsets stay."""
    return text.translate(_FOLDING) if _TO_FOLD.search(text) else text


def as_printed(fact: _F, text: str) -> _F:
    """Return a fact read from the folded text with its words as `text` prints them."""
    if isinstance(fact, tuple):
        return tuple(as_printed(one, text) for one in fact)  # type: ignore[return-value]
    if isinstance(fact, Party):
        return fact.model_copy(update=_party(fact, text))
    if isinstance(fact, Evidence):
        return fact.model_copy(update=_evidence(fact, text))
    return fact


def _party(party: Party, text: str) -> dict[str, Any]:
    evidence = party.evidence
    if evidence is None or evidence.start is None:
        return {}
    return {
        "name": _printed(party.name, evidence, text),
        "evidence": as_printed(evidence, text),
    }


def _evidence(fact: Evidence, text: str) -> dict[str, Any]:
    if fact.start is None or fact.end is None:
        return {}
    found: dict[str, Any] = {"quote": text[fact.start : fact.end]}
    value = getattr(fact, "value", None)
    return found | ({"value": _printed(value, fact, text)} if isinstance(value, str) else {})


def _printed(value: str, fact: Evidence, text: str) -> str:
    """Return the words of `text` whose folded form is the value, at or near the fact's place."""
    at = folded(text).find(value, fact.start or 0)
    return text[at : at + len(value)] if at >= 0 else value
