"""One valid event a call; a test states only what it is about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from chassis.messages import Received
from contracts.accounts import AccountEnriched, AccountReceived, InstanceRequest, SignUp
from contracts.capabilities import (
    AiServiceMention,
    ChipMention,
    Classification,
    CloudMention,
    RunningAccelerators,
    Wording,
)
from contracts.envelope import NAMESPACE, Attributes, Mode
from contracts.evidence import DateFact, Evidence, MoneyFact, TextFact
from contracts.ids import account_matter
from contracts.parties import ListMatch, Nexus, Party, Role, ScreenedParty
from contracts.tenders import NoticeStage, Provenance, Source, Tender, TenderEnriched
from contracts.topics import ACCOUNTS_ENRICHED, TENDERS_ENRICHED

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = date(2026, 5, 20)
QUOTE = Evidence(quote="words", start=0, end=5, how="test")


def ident(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def match(relation: str = "same", code: str = "EL", name: str = "Listed University") -> ListMatch:
    return ListMatch(
        list=code,
        entry_id=f"{code}-{name}",
        listed_name=name,
        alias=name,
        relation=relation,
        score=1.0,
        explanation="exact",
        query=name,
        citation="77 FR 58006",
        licence_requirement="For all items subject to the EAR",
        licence_policy="Presumption of denial",
        snapshot_date=date(2026, 5, 1),
    )


def party(
    role: Role, name: str, *matches: ListMatch, nexus: str = "yes", **more: Any
) -> ScreenedParty:
    return ScreenedParty(
        party=Party(role=role, name=name, evidence=QUOTE),
        matches=matches,
        nexus=Nexus(value=nexus, reason="test"),
        **more,
    )


def classification(paragraph: str = "3A090.a", controlled: bool = True) -> Classification:
    return Classification(
        paragraph=paragraph,
        controlled=controlled,
        sentence="TPP 4,992",
        rule="US-BIS-3A090",
        as_of=DAY,
        verify_by=date(2027, 1, 1),
    )


def chip(name: str = "A100", count: int | None = None, **more: Any) -> ChipMention:
    more.setdefault("classification", classification())
    return ChipMention(name=name, count=count, evidence=QUOTE, **more)


def cloud(name: str = "AWS", supply: str = "us", **more: Any) -> CloudMention:
    return CloudMention(name=name, supply=supply, evidence=QUOTE, **more)


def service(name: str = "Azure OpenAI", supply: str = "us") -> AiServiceMention:
    return AiServiceMention(name=name, supply=supply, evidence=QUOTE)


def wording(kind: str) -> Wording:
    return Wording(kind=kind, term=kind, evidence=QUOTE)


def buyer(*matches: ListMatch, name: str = "示例大学", **more: Any) -> ScreenedParty:
    return party(Role.BUYER, name, *matches, **more)


def supplier(name: str = "示例科技有限公司", *matches: ListMatch) -> ScreenedParty:
    return party(Role.SUPPLIER, name, *matches)


def tender(
    stage: NoticeStage = NoticeStage.AWARD,
    *,
    matter: str = "project",
    notice: str | None = None,
    day: date = DAY,
    amount: int | None = 200_000,
    **more: Any,
) -> TenderEnriched:
    money = MoneyFact(value=Decimal(amount), quote=f"{amount}元", how="label") if amount else None
    facts = {k: more.pop(k) for k in list(more) if k in Tender.model_fields}
    base: dict[str, Any] = {
        "notice": ident(notice or f"{matter}-{stage}-{day}"),
        "matter": ident(matter),
        "source": Source(
            name="test",
            provenance=Provenance.OFFICIAL_PORTAL,
            format="html",
            sha256="0" * 64,
            received_at=NOW,
        ),
        "stage": stage,
        "published": DateFact(value=day, quote=str(day), how="meta"),
        "project_name": TextFact(value=f"{matter} 项目", quote=matter, how="label"),
        "project_number": TextFact(value=f"NO-{matter}-2026", quote=matter, how="label"),
        "amount": money,
        "cancelled": stage == NoticeStage.CANCELLED,
    }
    more.setdefault("parties", (buyer(), supplier()))
    return TenderEnriched(tender=Tender(**(base | facts)), catalogue_version="1", **more)


def account(
    kind: str = "launch",
    *,
    key: str = "aws:1",
    event: str | None = None,
    at: datetime = NOW - timedelta(days=5),
    chips: int | None = 8,
    **more: Any,
) -> AccountEnriched:
    facts = {k: more.pop(k) for k in list(more) if k in AccountReceived.model_fields}
    received = AccountReceived(
        **{
            "event": ident(event or f"{key}-{kind}-{at}"),
            "matter": account_matter(key),
            "account": key,
            "provider": key.partition(":")[0],
            "native_id": event or "1",
            "kind": kind,
            "operation": "RunInstances" if kind == "launch" else "SignUp",
            "occurred": at,
            "instances": (InstanceRequest(instance_type="p4d.24xlarge", count=1),),
            "source": Source(name="test", format="cloudtrail", sha256="1" * 64, received_at=NOW),
            **facts,
        }
    )
    running = RunningAccelerators(
        instance_type="p4d.24xlarge",
        instances=1,
        chip="A100",
        per_instance=8,
        total=chips,
        classification=classification(),
    )
    more.setdefault("accelerators", (running,) if kind == "launch" and chips else ())
    return AccountEnriched(account=received, catalogue_version="1", supply="us", **more)


def signup(**more: Any) -> SignUp:
    return SignUp(**{"legal_name": "Example Co", "country": "US", **more})


def received(data: Any, *, mode: Mode = Mode.LIVE, cause: str | None = None) -> Received[Any]:
    is_tender = isinstance(data, TenderEnriched)
    about = data.tender.notice if is_tender else data.account.event
    topic = TENDERS_ENRICHED if is_tender else ACCOUNTS_ENRICHED
    event = ident(cause or f"enriched-{about}")
    attributes = Attributes(
        id=event,
        source="/exportwatch/enrich",
        type=topic.type,
        time=NOW,
        subject=str(about),
        mode=mode,
        correlation_id=ident(f"first-{about}"),
    )
    return Received(attributes, data, topic.name, 0, 0)
