"""The text in which mentions are sought: the notice's own, led by a title that it lacks."""

from collections.abc import Iterable
from typing import TypeVar

from contracts.capabilities import AiServiceMention, ChipMention, CloudMention, Wording
from contracts.evidence import Evidence
from contracts.tenders import TenderReceived

M = TypeVar("M", ChipMention, CloudMention, AiServiceMention, Wording)


def with_title(received: TenderReceived) -> tuple[str, int]:
    """Return the text to search and by how much its offsets exceed those of the notice's text.

    A crawler's record keeps the title beside the text, so that the text alone may not hold it.
    """
    title = received.title.value if received.title else ""
    if not title or title in received.text:
        return received.text, 0
    return f"{title}\n{received.text}", len(title) + 1


def rebased(mentions: Iterable[M], lead: int) -> tuple[M, ...]:
    """Return the mentions with offsets into the notice's text; those in the title have none."""
    if not lead:
        return tuple(mentions)
    return tuple(
        mention.model_copy(update={"evidence": _rebased(mention.evidence, lead)})
        for mention in mentions
    )


def _rebased(evidence: Evidence, lead: int) -> Evidence:
    if evidence.start is None or evidence.end is None:
        return evidence
    if evidence.start < lead:
        return evidence.model_copy(update={"start": None, "end": None, "how": "title"})
    where = {"start": evidence.start - lead, "end": evidence.end - lead}
    return evidence.model_copy(update=where)
