"""Valid assessments for tests: each test states only what it is about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from chassis.messages import Received
from contracts.envelope import NAMESPACE, Attributes, Mode
from contracts.evidence import Evidence
from contracts.parties import ListMatch, Role, Snapshot
from contracts.risk import (
    AssessedItem,
    AssessedParty,
    Band,
    Contribution,
    LegalHook,
    Link,
    RiskAssessed,
    Urgency,
    Versions,
)
from contracts.topics import RISK_ASSESSED

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SICHUAN = ListMatch(
    list="EL",
    entry_id="EL-0815",
    listed_name="Sichuan University",
    alias="四川大学",
    relation="same",
    score=1.0,
    explanation="exact name",
    query="四川大学",
    citation="77 FR 58006",
    licence_requirement="All items subject to the EAR",
    licence_policy="Case-by-case",
    snapshot_date=date(2026, 10, 30),
)


def matter(name: str) -> UUID:
    return uuid5(NAMESPACE, f"test {name}")


def assessed(name: str = "scu", **changes: Any) -> RiskAssessed:
    """The reference story: a listed university buys Azure OpenAI through a reseller."""
    fields: dict[str, Any] = {
        "matter": matter(name),
        "kind": "tender",
        "revision": 1,
        "cause": matter("cause"),
        "score": 72,
        "band": Band.HIGH,
        "urgency": Urgency.NEXT_BUSINESS_DAY,
        "stage": "tender",
        "headline": "四川大学 Sichuan Univ (Entity List) -> Azure OpenAI via Xuedong"
        " · awarded · no live account",
        "subject_line": "四川大学 Sichuan Univ (Entity List)",
        "title": "生成式人工智能平台采购",
        "parties": (
            AssessedParty(
                role=Role.BUYER,
                name="四川大学",
                name_en="Sichuan University",
                match=SICHUAN,
                nexus="yes",
            ),
            AssessedParty(role=Role.SUPPLIER, name="四川学东科技", name_en="Xuedong Technology"),
        ),
        "items": (AssessedItem(kind="ai_service", name="Azure OpenAI", via="Azure", supply="us"),),
        "amount_text": "126,000 CNY",
        "contributions": (
            Contribution(rule="R01", points=60, sentence="US AI service sought"),
            Contribution(rule="R02", points=25, sentence="buyer is on the Entity List"),
            Contribution(rule="R03", points=-13, sentence="no account is known"),
        ),
        "legal_hook": LegalHook(
            kind="end_use_knowledge",
            sentence="listed end user: licence for all items subject to the EAR",
            licence_requirement="all items",
            review_policy="case-by-case",
            citation="15 CFR 744.11",
        ),
        "counter_evidence": ("a service without any chip",),
        "unknowns": ("end user", "whether tokens were used"),
        "quote": Evidence(
            quote="采购 Azure OpenAI 服务令牌，用于生成式人工智能平台", start=10, end=40
        ),
        "quote_gloss": "buys Azure OpenAI tokens for a generative-AI platform",
        "screened": "complete",
        "source_text": "official portal, 2 days old",
        "law_date": date(2026, 10, 31),
        "first_seen": NOON - timedelta(days=2),
        "assessed_at": NOON,
        "snapshot": Snapshot(id="s1", list_date=date(2026, 10, 30)),
        "versions": Versions(engine="1", policy="1", catalogue="1"),
        "evidence_hash": "h1",
    }
    return RiskAssessed.model_validate({**fields, **changes})


def later(before: RiskAssessed, **changes: Any) -> RiskAssessed:
    """The next revision, with other facts."""
    base = {"revision": before.revision + 1, "evidence_hash": f"h{before.revision + 1}"}
    return before.model_copy(update={**base, **changes})


def linked(name: str, kind: str = "account") -> Link:
    return Link(matter=matter(name), kind=kind, why="same reseller", label=f"account {name}")


def received(
    data: RiskAssessed, mode: Mode = Mode.LIVE, event: str | None = None
) -> Received[RiskAssessed]:
    """The assessment as the stage hands it over."""
    at = matter(event or f"{data.matter}/{data.revision}")
    attributes = Attributes(
        id=at,
        source="/exportwatch/score",
        type=RISK_ASSESSED.type,
        time=NOON,
        subject=str(data.matter),
        mode=mode,
        correlation_id=at,
    )
    return Received(attributes, data, RISK_ASSESSED.name, 0, data.revision)
