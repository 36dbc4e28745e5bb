"""What is remembered of a matter: its notices or account events, in the order of their dates."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from pydantic import Field

from contracts.accounts import AccountEnriched
from contracts.envelope import Contract, Mode
from contracts.names import bare_key, name_key
from contracts.parties import Role, ScreenedParty
from contracts.risk import MatterKind
from contracts.tenders import NoticeStage, TenderEnriched
from services.score.domain.removals import Removal, with_removals

CHINA = timezone(timedelta(hours=8))
AGREED = (NoticeStage.AWARD, NoticeStage.CONTRACT, NoticeStage.ACCEPTANCE)
LIFE = (
    NoticeStage.UNKNOWN,
    NoticeStage.PLANNING,
    NoticeStage.TENDER,
    NoticeStage.AMENDMENT,
    NoticeStage.SINGLE_SOURCE,
    NoticeStage.CANDIDATE,
    NoticeStage.AWARD,
    NoticeStage.CONTRACT,
    NoticeStage.ACCEPTANCE,
)
# From the strongest: one live notice makes a matter live, whatever is replayed afterwards.
STRENGTH = (
    *(Mode.LIVE, Mode.DEMO, Mode.CANARY, Mode.BACKFILL),
    *(Mode.REPLAY, Mode.SHADOW, Mode.UNKNOWN),
)
LINKING = (Role.BUYER, Role.END_USER, Role.SUPPLIER, Role.ACCOUNT_HOLDER, Role.RESELLER, Role.PAYER)


Enriched = TenderEnriched | AccountEnriched


class Matter(Contract):
    """Everything seen of one project or account; order of arrival does not matter."""

    id: UUID
    kind: MatterKind
    tenders: tuple[TenderEnriched, ...] = ()
    accounts: tuple[AccountEnriched, ...] = ()
    modes: dict[str, Mode] = Field(default_factory=dict)
    removals: tuple[Removal, ...] = ()
    correlation: UUID | None = None
    traceparent: str | None = None

    def with_tender(self, seen: TenderEnriched, mode: Mode) -> "Matter":
        """Return the matter with this notice, in place of an earlier reading of it."""
        if any(_is_newer(t, seen) for t in self.tenders if t.tender.notice == seen.tender.notice):
            return self
        others = [t for t in self.tenders if t.tender.notice != seen.tender.notice]
        ordered = tuple(sorted([*others, seen], key=_tender_order))
        modes = _with_mode(self.modes, str(seen.tender.notice), mode)
        removals = with_removals(self.removals, seen)
        return self.model_copy(update={"tenders": ordered, "modes": modes, "removals": removals})

    def with_account(self, seen: AccountEnriched, mode: Mode) -> "Matter":
        """Return the matter with this account event, in place of an earlier reading of it."""
        if any(_is_newer(a, seen) for a in self.accounts if a.account.event == seen.account.event):
            return self
        others = [a for a in self.accounts if a.account.event != seen.account.event]
        ordered = tuple(sorted([*others, seen], key=_account_order))
        modes = _with_mode(self.modes, str(seen.account.event), mode)
        removals = with_removals(self.removals, seen)
        return self.model_copy(update={"accounts": ordered, "modes": modes, "removals": removals})

    @property
    def seen(self) -> tuple[TenderEnriched | AccountEnriched, ...]:
        """Notices or account events, the oldest first."""
        return (*self.tenders, *self.accounts)

    @property
    def first_seen(self) -> datetime:
        """When the first of it was received."""
        received = [t.tender.source.received_at for t in self.tenders]
        return min(received + [a.account.source.received_at for a in self.accounts])

    @property
    def law_date(self) -> date:
        """Date whose law is taken: the newest notice's or event's, in China's time zone."""
        if self.accounts:
            return max(a.account.occurred for a in self.accounts).astimezone(CHINA).date()
        return max(notice_date(t) for t in self.tenders)

    @property
    def dates(self) -> tuple[date, ...]:
        """Dates of everything seen, for the window of links."""
        accounts = [a.account.occurred.astimezone(CHINA).date() for a in self.accounts]
        return tuple(sorted([*accounts, *(notice_date(t) for t in self.tenders)]))

    @property
    def stage(self) -> NoticeStage:
        """How far the project has come; cancelled if it ended without a deal afterwards."""
        if self.ended:
            return NoticeStage.CANCELLED
        return max((t.tender.stage for t in self.tenders), key=_life, default=NoticeStage.UNKNOWN)

    @property
    def ended(self) -> bool:
        """Whether the newest word on the whole project is that it ended without a deal."""
        telling = (*AGREED, NoticeStage.TENDER)  # a later tender opens an ended project anew
        last = [t.tender for t in self.tenders if t.tender.cancelled or t.tender.stage in telling]
        return bool(last) and last[-1].cancelled

    @property
    def agreed(self) -> bool:
        """Whether there is an award, a contract or an acceptance."""
        return self.stage in AGREED

    def parties(self) -> tuple[ScreenedParty, ...]:
        """Each party once per role, the newest reading; candidates give way to winners."""
        found: dict[tuple[Role, str], ScreenedParty] = {}
        for seen in self.seen:
            for party in seen.parties:
                found[party.party.role, name_key(party.party.name)] = party
        won = any(role == Role.SUPPLIER for role, _ in found)
        return tuple(
            p for (role, _), p in sorted(found.items()) if not (won and role == Role.CANDIDATE)
        )

    def link_keys(self) -> frozenset[str]:
        """Keys under which other matters of the same story find this one.

        A tender without a capability item (furniture, curtains) belongs to no story: without this
        every award of a large supplier would weigh on every other.
        """
        if self.tenders and not self.sought:
            return frozenset()
        keys = {
            f"party:{key}"
            for p in self.parties()
            if p.party.role in LINKING
            for key in _party_keys(p)
        }
        numbers = [t.tender.project_number.value for t in self.tenders if t.tender.project_number]
        tags = [tag for a in self.accounts for tag in a.account.project_tags]
        keys |= {f"number:{key}" for n in (*numbers, *tags) if len(key := name_key(n)) >= 6}  # noqa: PLR2004  shorter ones are no project numbers
        if self.agreed:
            keys |= {f"award:{key}" for key in self.supplier_keys()}
        return frozenset(keys)

    def lock_keys(self) -> frozenset[str]:
        """Every key the matter may ever have with these parties: what a batch must lock."""
        return self.link_keys() | {f"award:{key}" for key in self.supplier_keys()}

    def sought_keys(self) -> frozenset[tuple[str, str]]:
        """Keys with the kind looked for: two tenders meet only in a supplier's profile."""
        kinds = ("tender", "account") if self.accounts else ("account",)
        return frozenset(
            (key, kind)
            for key in self.link_keys()
            for kind in (("tender",) if key.startswith("award:") else kinds)
        )

    @property
    def project_tags(self) -> frozenset[str]:
        """Projects the account's own tags name."""
        return frozenset(tag for a in self.accounts for tag in a.account.project_tags)

    @property
    def sought(self) -> bool:
        """Whether any notice asks for something that controls care about."""
        return any(
            any(not c.negated and not c.domestic for c in t.chips)
            or any(c.supply == "us" and not c.negated for c in (*t.clouds,))
            or any(s.supply == "us" and not s.negated for s in t.ai_services)
            for t in self.tenders
        )

    def supplier_keys(self) -> frozenset[str]:
        """Name keys of the suppliers."""
        suppliers = (p for p in self.parties() if p.party.role == Role.SUPPLIER)
        return frozenset(key for p in suppliers for key in _party_keys(p))

    def mode(self) -> Mode:
        """The strongest mode of what was seen: one live notice makes a matter live."""
        return min(self.modes.values(), key=STRENGTH.index, default=Mode.UNKNOWN)


def party_named(parties: Iterable[ScreenedParty], *roles: Role) -> ScreenedParty | None:
    """Return the first party in the order of the roles asked for."""
    found: Sequence[ScreenedParty] = tuple(parties)
    return next((p for role in roles for p in found if p.party.role == role), None)


def notice_date(seen: TenderEnriched) -> date:
    """Publication date of a notice, else the date it was received in China's time zone."""
    tender = seen.tender
    if tender.published:
        return tender.published.value
    return tender.source.received_at.astimezone(CHINA).date()


def _party_keys(party: ScreenedParty) -> set[str]:
    return {key for name in (party.party.name,) if len(key := bare_key(name)) > 1}


def _life(stage: NoticeStage) -> int:
    # An end on the day of another notice comes after it.
    return LIFE.index(stage) if stage in LIFE else len(LIFE)


def _with_mode(modes: dict[str, Mode], name: str, mode: Mode) -> dict[str, Mode]:
    stronger = min(mode, modes.get(name, Mode.UNKNOWN), key=STRENGTH.index)
    return {**modes, name: stronger}


def _is_newer(held: Enriched, seen: Enriched) -> bool:
    """Whether the reading held was made on newer lists than the one that arrives."""
    if held.snapshot is None or seen.snapshot is None:
        return False
    ours, theirs = held.snapshot.activated_at, seen.snapshot.activated_at
    if ours is None or theirs is None:  # of a publisher that does not say since when
        ours, theirs = held.snapshot.loaded_at, seen.snapshot.loaded_at
    return bool(ours and theirs and ours > theirs)


def _tender_order(seen: TenderEnriched) -> tuple[date, int, datetime, str]:
    tender = seen.tender
    return (
        notice_date(seen),
        _life(tender.stage),
        _utc(tender.source.received_at),
        str(tender.notice),
    )


def _account_order(seen: AccountEnriched) -> tuple[datetime, str]:
    return _utc(seen.account.occurred), str(seen.account.event)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
