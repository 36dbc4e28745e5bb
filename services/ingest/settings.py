"""Settings of ingest."""

from pathlib import Path

from pydantic import Field, SecretStr

from chassis.settings import ServiceSettings
from contracts.envelope import Mode
from contracts.tenders import Provenance


class IngestSettings(ServiceSettings):
    """What ingest needs besides bus and database.

    Both ways in start as unverified uploads: an operator who knows the sender raises them.
    """

    webhook_host: str = Field(default="127.0.0.1", description="Address the webhook listens on")
    webhook_port: int = Field(default=8080, ge=0, le=65535, description="Port of the webhook")
    webhook_secrets: SecretStr | None = Field(
        default=None, description="whsec_...[,whsec_...]; several while one is being replaced"
    )
    webhook_provenance: Provenance = Field(
        default=Provenance.UNVERIFIED_UPLOAD, description="Trust in what the webhook brings"
    )
    inbox_folder: Path | None = Field(default=None, description="Folder to take files from")
    inbox_provenance: Provenance = Field(
        default=Provenance.UNVERIFIED_UPLOAD, description="Trust in what the folder holds"
    )
    intake_mode: Mode = Field(default=Mode.LIVE, description="live, backfill, demo or shadow")
    sweep_seconds: float = Field(
        default=30.0, gt=0, description="How often what was kept but not published is published"
    )
