"""Every topic once: what it carries, its key, its retention; all else derives from it."""

from dataclasses import dataclass

from contracts.accounts import AccountEnriched, AccountReceived
from contracts.alerts import AlertChanged, AlertDisposed
from contracts.envelope import Contract
from contracts.lists import ListUpdated
from contracts.risk import RiskAssessed
from contracts.tenders import TenderEnriched, TenderReceived

DAY_MS = 86_400_000
TYPE_PREFIX = "org.exportwatch."
MAX_MESSAGE_BYTES = 1_048_588


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: `days` of retention for cleanup `delete`, minimum compaction lag for `compact`."""

    name: str
    event: str | None
    data: type[Contract] | None
    key: str
    cleanup: str
    days: int
    publisher: str
    max_bytes: int = MAX_MESSAGE_BYTES

    @property
    def type(self) -> str:
        """CloudEvents type of what flows here."""
        return f"{TYPE_PREFIX}{self.event}"


def _dead_letters(service: str) -> Topic:
    # Twice the size: an oversize record must still fit when it is parked with its headers.
    name = f"dead-letters.{service}.v1"
    return Topic(name, None, None, "original key", "delete", 90, service, 2 * MAX_MESSAGE_BYTES)


TENDERS_RECEIVED = Topic(
    "tenders.received.v1", "tender.received.v1", TenderReceived, "matter", "delete", 30, "ingest"
)
ACCOUNTS_RECEIVED = Topic(
    "accounts.received.v1",
    "account.received.v1",
    AccountReceived,
    "account matter",
    "delete",
    30,
    "ingest",
)
TENDERS_ENRICHED = Topic(
    "tenders.enriched.v1", "tender.enriched.v1", TenderEnriched, "matter", "delete", 30, "enrich"
)
ACCOUNTS_ENRICHED = Topic(
    "accounts.enriched.v1",
    "account.enriched.v1",
    AccountEnriched,
    "account matter",
    "delete",
    30,
    "enrich",
)
RISK_ASSESSED = Topic(
    "risk.assessed.v1", "risk.assessed.v1", RiskAssessed, "matter", "compact", 30, "score"
)
ALERTS_CHANGED = Topic(
    "alerts.changed.v1", "alert.changed.v1", AlertChanged, "matter", "compact", 30, "notify"
)
ALERTS_DISPOSED = Topic(
    "alerts.disposed.v1", "alert.disposed.v1", AlertDisposed, "matter", "compact", 30, "notify"
)
LISTS_UPDATED = Topic(
    "lists.updated.v1", "list.updated.v1", ListUpdated, "list", "compact", 0, "enrich"
)
DEAD_LETTERS = {name: _dead_letters(name) for name in ("ingest", "enrich", "score", "notify")}

TOPICS: tuple[Topic, ...] = (
    TENDERS_RECEIVED,
    ACCOUNTS_RECEIVED,
    TENDERS_ENRICHED,
    ACCOUNTS_ENRICHED,
    RISK_ASSESSED,
    ALERTS_CHANGED,
    ALERTS_DISPOSED,
    LISTS_UPDATED,
    *DEAD_LETTERS.values(),
)
SIGNUP_TYPE = f"{TYPE_PREFIX}account.signup.v1"
"""CloudEvents type of incoming sign-ups (no provider publishes one)."""
