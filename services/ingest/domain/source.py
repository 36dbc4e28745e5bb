"""Where bytes came from: what the one who hands them in says, and what a registered source is."""

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.envelope import Mode
from contracts.tenders import Provenance

# From the least: what came again from a better place is worth more.
TRUST = (
    Provenance.UNKNOWN,
    Provenance.UNVERIFIED_UPLOAD,
    Provenance.REPOSTER,
    Provenance.OFFICIAL_FEED,
    Provenance.OFFICIAL_PORTAL,
)
_LIFTING = (Mode.LIVE, Mode.BACKFILL)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Name and trust of the source, the file's name without folders, and when it was received.

    `lifted_from` names the source that brought the same bytes before, where `name` is worth more.
    """

    received_at: datetime
    name: str = "cli"
    provenance: Provenance = Provenance.UNVERIFIED_UPLOAD
    file: str | None = None
    mode: Mode = Mode.LIVE
    lifted_from: str | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says of a source; provenance None is that of its way in."""

    provenance: Provenance | None
    live: bool


def known_as(info: SourceInfo, row: Registered | None) -> SourceInfo:
    """Return the source as the register knows it.

    The register decides on trust. A name nobody registered is an unverified upload, and a source
    that is not promoted speaks in shadow: assessed, and paging nobody.
    """
    if row is None:
        return replace(info, provenance=Provenance.UNVERIFIED_UPLOAD)
    mode = info.mode if row.live else Mode.SHADOW
    return replace(info, provenance=row.provenance or info.provenance, mode=mode)


def lifted(first: SourceInfo, now: SourceInfo) -> SourceInfo | None:
    """Return what bytes are worth that came before from `first` and come again from `now`.

    None if it is no more than before. A source in testing must not hide a notice that a live one
    brings too, nor a re-poster lower what the portal itself says. Demo and shadow lift nothing.
    """
    if now.mode not in _LIFTING or first.mode == Mode.DEMO:
        return None
    mode = now.mode if first.mode == Mode.SHADOW else first.mode
    trust = max(first.provenance, now.provenance, key=TRUST.index)
    if (mode, trust) == (first.mode, first.provenance):
        return None
    origin = first.lifted_from or first.name
    return replace(now, mode=mode, provenance=trust, lifted_from=origin)
