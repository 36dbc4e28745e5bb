"""The cases of the reference story as assessments, for the golden first screens."""

from decimal import Decimal
from typing import Any

from contracts.evidence import Evidence
from contracts.parties import ListMatch, Role
from contracts.risk import (
    AssessedItem,
    AssessedParty,
    Band,
    Contribution,
    LegalHook,
    RiskAssessed,
    SupplierProfile,
    Urgency,
)
from tests.unit.notify.assessments import SICHUAN, assessed, linked

NO_HOOK = LegalHook(kind="none", sentence="none identified")
USTC = SICHUAN.model_copy(
    update={
        "entry_id": "EL-0999",
        "listed_name": "University of Science and Technology of China",
        "relation": "sub-unit-of",
        "citation": "89 FR 41888",
        "licence_policy": "Presumption of denial",
    }
)


def shenzhen() -> RiskAssessed:
    return assessed(
        "szu",
        score=70,
        urgency=Urgency.NOW,
        stage="award",
        headline="深圳大学 Shenzhen Univ -> A100, H100 on AWS via Yunda · awarded · live account",
        subject_line="深圳大学 Shenzhen Univ",
        parties=(
            AssessedParty(role=Role.BUYER, name="深圳大学", name_en="Shenzhen University"),
            AssessedParty(role=Role.SUPPLIER, name="云达科技有限公司", name_en="Yunda Technology"),
        ),
        items=(_chip("A100"), _chip("H100")),
        amount_cny=Decimal("199804"),
        amount_text="199,804 yuan (about US$27,996)",
        contributions=(
            Contribution(rule="R1", points=45, sentence="controlled chips (3A090.a) on a US cloud"),
            Contribution(rule="R2", points=15, sentence="bought through an intermediary"),
            Contribution(rule="R3", points=10, sentence="an account of the reseller is live"),
            Contribution(rule="R4", points=0, sentence="number of chips not stated"),
        ),
        legal_hook=LegalHook(
            kind="proposed_only",
            sentence="remote access is a proposed rule",
            status="proposed_only",
        ),
        links=(linked("aws:900000000001").model_copy(update={"label": "AWS account 9000…01"}),),
        supplier_profile=SupplierProfile(
            supplier="云达科技", awards=3, sentence="3 awards of this kind so far, 3 buyers"
        ),
        counter_evidence=("the buyer is on no list screened",),
        unknowns=("number of chips", "the project"),
        quote=Evidence(quote="亚马逊云 AWS 英伟达 A100、H100 GPU 服务器租用", uncertain=True),
        quote_gloss="rental of NVIDIA A100 and H100 GPU servers on AWS",
    )


def zhejiang() -> RiskAssessed:
    return assessed(
        "zjlab",
        revision=2,
        score=30,
        band=Band.LOW,
        urgency=Urgency.DIGEST,
        stage="cancelled",
        ended=True,
        headline="之江实验室 Zhejiang Lab -> AWS for GeoGPT · ended without a deal",
        subject_line="之江实验室 Zhejiang Lab",
        parties=(AssessedParty(role=Role.BUYER, name="之江实验室", name_en="Zhejiang Lab"),),
        items=(AssessedItem(kind="cloud", name="AWS", supply="us"),),
        amount_text=None,
        contributions=(
            Contribution(rule="R1", points=50, sentence="US cloud for AI training"),
            Contribution(rule="R9", points=-20, sentence="the matter ended without a deal"),
        ),
        legal_hook=NO_HOOK,
        counter_evidence=("ended without a deal",),
        unknowns=(),
        quote=Evidence(quote="本项目终止采购", how="label"),
        quote_gloss="this procurement is terminated",
    )


def suzhou() -> RiskAssessed:
    return assessed(
        "ustc",
        score=96,
        band=Band.CRITICAL,
        stage="award",
        headline="中国科学技术大学苏州高等研究院 (unit of USTC, Entity List) -> 4,000 A100"
        " via Hefei Advanced Computing Center · awarded",
        subject_line="中国科学技术大学苏州高等研究院 (unit of USTC, Entity List)",
        parties=(
            AssessedParty(
                role=Role.BUYER,
                name="中国科学技术大学苏州高等研究院",
                name_en="USTC Suzhou Institute",
                match=USTC,
                nexus="yes",
            ),
            AssessedParty(role=Role.OPERATOR, name="合肥先进计算中心"),
        ),
        items=(_chip("A100", 4000),),
        total_accelerators=4000,
        amount_text=None,
        contributions=(
            Contribution(rule="R1", points=45, sentence="500 servers x 8 A100 (3A090.a)"),
            Contribution(rule="R2", points=36, sentence="buyer is a unit of a listed university"),
            Contribution(rule="R3", points=15, sentence="at least 64 accelerators"),
        ),
        counter_evidence=("the unit itself is not named on the list",),
        unknowns=("which cloud",),
        warnings=("list is 3 days old",),
        screened="provisional",
        quote=None,
    )


def signup() -> RiskAssessed:
    return assessed(
        "signup",
        kind="account",
        score=64,
        urgency=Urgency.NOW,
        stage="signup",
        headline="Sunrise Data Pte -> AWS sign-up · parent in China, attests none",
        subject_line="Sunrise Data Pte",
        parties=(AssessedParty(role=Role.ACCOUNT_HOLDER, name="Sunrise Data Pte. Ltd."),),
        items=(),
        amount_text=None,
        legal_hook=NO_HOOK,
        quote=None,
        quote_gloss=None,
        snapshot=None,
        screened="not_screened",
        counter_evidence=(),
    )


def unread() -> RiskAssessed:
    return assessed(
        "unread",
        score=None,
        band=None,
        unread_content=True,
        headline="成都 某大学 · notice is an image, nobody has read it",
        contributions=(),
        items=(),
        parties=(),
        quote=None,
        legal_hook=NO_HOOK,
    )


STORIES: dict[str, Any] = {
    "sichuan": assessed,
    "shenzhen": shenzhen,
    "zhejiang": zhejiang,
    "suzhou": suzhou,
    "signup": signup,
    "unread": unread,
}


def _chip(name: str, count: int | None = None) -> AssessedItem:
    return AssessedItem(
        kind="accelerator",
        name=name,
        count=count,
        via=None if count else "AWS",
        classification="3A090.a",
        controlled=True,
        supply="us",
    )


def possible(match: ListMatch) -> ListMatch:
    return match.model_copy(update={"relation": "possible", "entry_id": "EL-0000"})
