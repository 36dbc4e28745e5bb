"""Says in a line what changed since the message before."""

from contracts.risk import RiskAssessed
from services.notify.domain.alerts import Alert, Decision
from services.notify.domain.plain_text import clean
from services.notify.domain.rescreened import changes

NOTE = 600


def news(previous: Alert | None, assessed: RiskAssessed, decision: Decision) -> str:
    """Return the sentence of a thread note or a page; empty for an opening."""
    if previous is None or not previous.announced:
        return ""
    parts = [*_moved(previous, assessed)]
    if decision.told:
        parts.insert(0, "; ".join(decision.reasons))
    if assessed.rescreening and assessed.rescreening.entries:
        parts.insert(0, f"list change: {changes(assessed.rescreening)}")
    if assessed.ended:
        parts.append("the matter ended without a deal")
    if assessed.merged_into:
        parts.append("goes on in another matter")
    if assessed.unread_content:
        parts.append("new content that nobody has read")
    text = "; ".join(part for part in parts if part) or "facts were added or corrected"
    return clean(text[0].upper() + text[1:] + ".", NOTE)


def _moved(previous: Alert, assessed: RiskAssessed) -> list[str]:
    found = []
    if previous.band != assessed.band and assessed.band and previous.band:
        found.append(f"band {previous.band} -> {assessed.band}")
    if previous.score != assessed.score and assessed.score is not None:
        before = "unscored" if previous.score is None else str(previous.score)
        found.append(f"score {before} -> {assessed.score}")
    if previous.stage != assessed.stage:
        found.append(f"stage {previous.stage} -> {assessed.stage}")
    if previous.urgency != assessed.urgency:
        found.append(f"urgency {previous.urgency} -> {assessed.urgency}")
    return found
