"""The labels that routes can ask about, with the values each may have."""

from collections.abc import Mapping

from contracts.envelope import Mode
from contracts.risk import Band, RiskAssessed, Urgency

Labels = Mapping[str, frozenset[str]]

BANDS = tuple(str(band) for band in Band)
# None: any value.
KNOWN: Mapping[str, frozenset[str] | None] = {
    "band": frozenset({*BANDS, "unread"}),
    "urgency": frozenset(str(u) for u in Urgency),
    "mode": frozenset(str(m) for m in Mode),
    "kind": frozenset({"tender", "account", "unknown"}),
    "perspective": frozenset({"on", "off"}),
    "stage": None,
    "list": None,
    "relation": None,
    "score": None,
}


def labels_of(assessed: RiskAssessed, mode: Mode) -> Labels:
    """Return the labels of an assessment; `list` and `relation` may have several values."""
    matches = [party.match for party in assessed.parties if party.match]
    return {
        "band": frozenset({str(assessed.band) if assessed.band else "unread"}),
        "urgency": frozenset({str(assessed.urgency)}),
        "mode": frozenset({str(mode)}),
        "kind": frozenset({assessed.kind}),
        "perspective": frozenset({"on" if assessed.on_perspective else "off"}),
        "stage": frozenset({assessed.stage}),
        "list": frozenset(match.list for match in matches),
        "relation": frozenset(match.relation for match in matches),
        "score": frozenset() if assessed.score is None else frozenset({str(assessed.score)}),
    }


def labels_from(given: Mapping[str, str]) -> Labels:
    """Read labels that a person typed; several values are separated by commas."""
    return {
        name: frozenset(part.strip() for part in value.split(",") if part.strip())
        for name, value in given.items()
    }
