"""Every row of the policy's table of situations, as a band."""

from datetime import date, timedelta

import pytest

from contracts.parties import Role
from contracts.risk import Band
from contracts.tenders import NoticeStage, Provenance, Source
from services.score.adapters.memory_store import MemoryStore
from services.score.app import load_policy
from services.score.handlers import Assess
from services.score.settings import BUNDLED_POLICY
from tests.factories import (
    DAY,
    NOW,
    account,
    buyer,
    chip,
    classification,
    cloud,
    match,
    party,
    received,
    service,
    signup,
    supplier,
    tender,
    wording,
)

POLICY = load_policy(BUNDLED_POLICY)
LISTED = buyer(match())
UNIT = buyer(match("sub-unit-of"))
UPLOAD = Source(
    name="upload",
    provenance=Provenance.UNVERIFIED_UPLOAD,
    format="html",
    sha256="0" * 64,
    received_at=NOW,
)
UNCONTROLLED = classification("none", controlled=False)


async def assessed(*events):
    """Assess the events in order; return the newest assessment of the first one's matter."""
    from contracts.risk import RiskAssessed

    assess = Assess(MemoryStore(), POLICY, lambda: NOW)
    newest = {}
    for event in events:
        for out in await assess([received(event)]):
            found = RiskAssessed.model_validate_json(out.record.value)
            newest[found.matter] = found
    first = events[0]
    matter = first.tender.matter if hasattr(first, "tender") else first.account.matter
    return newest[matter]


async def assert_band(events, bands):
    """Assert that the events end in one of the bands, by contributions that add up."""
    found = await assessed(*events)

    assert found.band in bands, [(c.rule, c.points) for c in found.contributions]
    assert sum(c.points for c in found.contributions) == found.score


SITUATIONS = {
    "listed party, capability awarded": (
        [tender(parties=(LISTED, supplier()), ai_services=(service(),))],
        {Band.CRITICAL},
    ),
    "listed party, capability sought": (
        [tender(NoticeStage.TENDER, parties=(LISTED,), ai_services=(service(),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "unit of a listed party": (
        [tender(parties=(UNIT, supplier()), chips=(chip(count=4000),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "military buyer": (
        [
            tender(
                NoticeStage.TENDER,
                parties=(buyer(military=wording("x").evidence),),
                chips=(chip(count=8),),
            )
        ],
        {Band.HIGH, Band.CRITICAL},
    ),
    "listed supplier of a controlled item": (
        [tender(NoticeStage.TENDER, parties=(buyer(), supplier("所", match())), chips=(chip(),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "listed supplier of a domestic item": (
        [
            tender(
                parties=(buyer(), supplier("云", match())),
                clouds=(cloud("Huawei Cloud", "domestic"),),
            )
        ],
        {Band.NONE, Band.LOW, Band.MEDIUM},
    ),
    "blocking tier and a US service": (
        [tender(NoticeStage.TENDER, parties=(buyer(match(code="SDN")),), clouds=(cloud(),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "on no list, through a reseller, awarded": (
        [tender(chips=(chip(), chip("H100")), clouds=(cloud(),))],
        {Band.MEDIUM, Band.HIGH},
    ),
    "on no list, sought": (
        [tender(NoticeStage.TENDER, parties=(buyer(),), chips=(chip(),), clouds=(cloud(),))],
        {Band.MEDIUM, Band.HIGH},
    ),
    "64 accelerators": (
        [tender(NoticeStage.TENDER, parties=(buyer(),), chips=(chip(count=64),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "headquarters unknown and 64 accelerators": (
        [tender(NoticeStage.TENDER, parties=(buyer(nexus="unknown"),), chips=(chip(count=64),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "intention only": (
        [
            tender(
                NoticeStage.PLANNING,
                parties=(buyer(),),
                clouds=(cloud(),),
                wording=(wording("ai_training"),),
            )
        ],
        {Band.MEDIUM},
    ),
    "intention of a listed party": (
        [tender(NoticeStage.PLANNING, parties=(LISTED,), ai_services=(service(),))],
        {Band.HIGH},
    ),
    "intention, then ended without a deal": (
        [
            tender(
                NoticeStage.PLANNING,
                parties=(buyer(),),
                clouds=(cloud(),),
                wording=(wording("ai_training"),),
            ),
            tender(NoticeStage.CANCELLED, day=DAY + timedelta(days=9), parties=(buyer(),)),
        ],
        {Band.LOW},
    ),
    "equivalent-to wording": (
        [tender(NoticeStage.TENDER, parties=(buyer(),), chips=(chip(equivalent_wording=True),))],
        {Band.LOW},
    ),
    "equivalent-to wording of a listed buyer": (
        [tender(NoticeStage.TENDER, parties=(LISTED,), chips=(chip(equivalent_wording=True),))],
        {Band.MEDIUM},
    ),
    "equivalent-to wording, then an award that names the chip": (
        [
            tender(NoticeStage.TENDER, parties=(buyer(),), chips=(chip(equivalent_wording=True),)),
            tender(day=DAY + timedelta(days=9), parties=(buyer(), supplier()), chips=(chip(),)),
        ],
        {Band.MEDIUM, Band.HIGH},
    ),
    "a small sum of an AI service": (
        [tender(parties=(buyer(),), amount=3000, ai_services=(service(),))],
        {Band.LOW},
    ),
    "domestic cloud": (
        [tender(clouds=(cloud("Alibaba Cloud", "domestic"),))],
        {Band.NONE, Band.LOW},
    ),
    "domestic chip on another line never offsets": (
        [tender(chips=(chip(), chip("Ascend 910B", domestic=True)), clouds=(cloud(),))],
        {Band.HIGH},
    ),
    "chip below every threshold": (
        [tender(chips=(chip("T4", 4, classification=UNCONTROLLED),))],
        {Band.NONE, Band.LOW},
    ),
    "China region for hosting": (
        [tender(clouds=(cloud("AWS China", "us_china_region"),))],
        {Band.NONE, Band.LOW},
    ),
    "excluded chip": ([tender(chips=(chip(negated=True),))], {Band.NONE, Band.LOW}),
    "listed party and curtains": ([tender(parties=(LISTED, supplier()))], {Band.LOW}),
    "nothing at all": ([tender()], {Band.NONE}),
    "unverified upload": (
        [tender(parties=(LISTED, supplier()), ai_services=(service(),), source=UPLOAD)],
        {Band.MEDIUM},
    ),
    "account: controlled, no adverse fact": (
        [account(signup=signup(), parties=(party(Role.ACCOUNT_HOLDER, "Example", nexus="no"),))],
        {Band.LOW},
    ),
    "account: controlled, no customer profile": ([account()], {Band.LOW, Band.MEDIUM}),
    "account: controlled and nexus": (
        [account(parties=(party(Role.ACCOUNT_HOLDER, "示例公司"),))],
        {Band.HIGH, Band.CRITICAL},
    ),
    "sign-up with contradictions": (
        [account("signup", chips=None, signup=signup(hq_country="CN", ip_country="CN"))],
        {Band.MEDIUM, Band.HIGH, Band.CRITICAL},
    ),
    "launch that only failed": ([account(attempted_only=True)], {Band.NONE, Band.LOW}),
}


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_the_situation_has_its_band(situation):
    await assert_band(*SITUATIONS[situation])


async def test_unread_content_has_no_score_and_no_band():
    found = await assessed(tender(unread_content=True))

    assert (found.score, found.band, found.unread_content) == (None, None, True)


async def test_nine_accounts_of_eight_are_seventy_two():
    payer = party(Role.PAYER, "示例集团有限公司")
    events = [account(key=f"aws:{n}", parties=(payer,)) for n in range(9)]

    found = await assessed(*events)

    assert any("72 accelerators" in c.sentence for c in found.contributions)


async def test_a_linked_account_makes_the_tender_urgent_and_shows_on_both_sides():
    name = "云达科技有限公司"
    notice = tender(parties=(buyer(), supplier(name)), chips=(chip(),), clouds=(cloud(),))
    launch = account(parties=(party(Role.RESELLER, name),))

    project, running = await assessed(notice, launch), await assessed(launch, notice)

    assert [link.matter for link in project.links] == [launch.account.matter]
    assert [link.matter for link in running.links] == [notice.tender.matter]
    assert project.urgency == running.urgency == "now"
    assert project.band in (Band.HIGH, Band.CRITICAL)


async def test_accounts_long_after_the_award_are_not_linked():
    name = "云达科技有限公司"
    notice = tender(day=date(2026, 1, 1), parties=(buyer(), supplier(name)), chips=(chip(),))
    launch = account(parties=(party(Role.RESELLER, name),))

    assert (await assessed(notice, launch)).links == ()


async def test_the_supplier_profile_counts_earlier_awards_and_their_buyers():
    name = "云达科技有限公司"
    first = tender(
        matter="one",
        day=DAY - timedelta(days=30),
        chips=(chip(),),
        clouds=(cloud(),),
        parties=(buyer(name="甲大学"), supplier(name)),
    )
    second = tender(
        matter="two",
        chips=(chip(),),
        clouds=(cloud(),),
        parties=(buyer(name="乙大学"), supplier(name)),
    )

    found = await assessed(second, first)

    assert found.supplier_profile.awards == 2
    assert found.supplier_profile.buyers == ("甲大学",)
