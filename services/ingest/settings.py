"""Settings of ingest."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from chassis.settings import ServiceSettings
from contracts.envelope import Mode
from contracts.tenders import Provenance

LEAST_DAYS = 366


class IngestSettings(ServiceSettings):
    """What ingest needs besides bus and database.

    Both ways in start as unverified uploads: an operator who knows the sender raises them.
    """

    webhook_host: str = Field(default="127.0.0.1", description="Address the webhook listens on")
    webhook_port: int = Field(default=8080, ge=0, le=65535, description="Port of the webhook")
    webhook_secrets: SecretStr | None = Field(
        default=None, description="whsec_...[,whsec_...]; several while one is being replaced"
    )
    webhook_senders: SecretStr | None = Field(
        default=None,
        description="Senders with secrets of their own, one a line: name=whsec_...[,whsec_...]; "
        "the name is the source",
    )
    webhook_per_minute: int = Field(
        default=600, ge=0, description="Requests a minute of one sender; 0: no limit"
    )
    webhook_mib_per_minute: int = Field(
        default=256, ge=0, description="MiB a minute of one sender; 0: no limit"
    )
    webhook_provenance: Provenance = Field(
        default=Provenance.UNVERIFIED_UPLOAD, description="Trust in what the webhook brings"
    )
    inbox_folder: Path | None = Field(default=None, description="Folder to take files from")
    inbox_provenance: Provenance = Field(
        default=Provenance.UNVERIFIED_UPLOAD, description="Trust in what the folder holds"
    )
    drop_folder: Path | None = Field(
        default=None,
        description="Mirror of a bucket, read in place; its first prefix names the source",
    )
    drop_waits_for_success: bool = Field(
        default=False, description="Read only what stands at or below a _SUCCESS"
    )
    mail_folder: Path | None = Field(
        default=None, description="Maildir to take messages from; its folders .NAME are sources"
    )
    intake_mode: Mode = Field(default=Mode.LIVE, description="live, backfill, demo or shadow")
    vault_keep_days: int = Field(
        default=3653,
        ge=0,
        description="Days for which raw bytes, receipts and outcomes are kept after their last "
        "receipt; at least 366, and 0 keeps them for ever",
    )
    sweep_seconds: float = Field(
        default=30.0, gt=0, description="How often what was kept but not published is published"
    )

    @field_validator("vault_keep_days")
    @classmethod
    def _long_enough(cls, days: int) -> int:
        if 0 < days < LEAST_DAYS:
            raise ValueError(f"0, or {LEAST_DAYS} days or more: evidence is not taken away sooner")
        return days
