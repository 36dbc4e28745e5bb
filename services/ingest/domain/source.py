"""Where bytes came from, as the one who hands them in says."""

from dataclasses import dataclass
from datetime import datetime

from contracts.envelope import Mode
from contracts.tenders import Provenance


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Name and trust of the source, the file's name without folders, and when it was received."""

    received_at: datetime
    name: str = "cli"
    provenance: Provenance = Provenance.UNVERIFIED_UPLOAD
    file: str | None = None
    mode: Mode = Mode.LIVE
