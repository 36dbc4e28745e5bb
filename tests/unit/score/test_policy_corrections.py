"""Situations that were once judged wrong, and what they must say."""

from datetime import timedelta

import pytest

from contracts.parties import Role
from contracts.risk import Band
from contracts.tenders import NoticeStage
from services.score.adapters.memory_store import MemoryStore
from services.score.handlers import Assess
from tests.factories import (
    DAY,
    NOW,
    account,
    buyer,
    chip,
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
from tests.unit.score.test_policy_table import POLICY, UPLOAD, assert_band, assessed

CORRECTIONS = {
    "an unverified upload through a reseller stays medium": (
        [tender(chips=(chip(),), clouds=(cloud(),), source=UPLOAD)],
        {Band.MEDIUM},
    ),
    "a small sum lowers even what stood above a hundred": (
        [
            tender(
                parties=(buyer(match(), military=wording("x").evidence), supplier()),
                amount=3000,
                ai_services=(service(),),
            )
        ],
        {Band.HIGH},
    ),
    "a listed supplier of an AI service to an unlisted buyer": (
        [tender(parties=(buyer(), supplier("所", match())), ai_services=(service(),))],
        {Band.MEDIUM},
    ),
    "two accounts of one innocent firm": (
        [
            account(
                key=f"aws:{n}", signup=signup(), parties=(party(Role.PAYER, "Firm", nexus="no"),)
            )
            for n in range(2)
        ],
        {Band.LOW},
    ),
    "a new tender after a cancellation is alive": (
        [
            tender(NoticeStage.CANCELLED, parties=(buyer(),), chips=(chip(count=64),)),
            tender(
                NoticeStage.TENDER,
                day=DAY + timedelta(days=30),
                parties=(buyer(),),
                chips=(chip(count=64),),
            ),
        ],
        {Band.HIGH},
    ),
    "domestic accelerators do not count towards 64": (
        [
            tender(
                NoticeStage.TENDER,
                parties=(buyer(),),
                chips=(chip(count=1), chip("Ascend 910B", count=500, domestic=True)),
            )
        ],
        {Band.MEDIUM},
    ),
    "72 accelerators of a known customer whose headquarters is unknown": (
        [
            account(
                chips=72,
                signup=signup(),
                parties=(party(Role.ACCOUNT_HOLDER, "Example", nexus="unknown"),),
            )
        ],
        {Band.HIGH, Band.CRITICAL},
    ),
    "a mismatch that has nothing to do with China": (
        [account("signup", chips=None, signup=signup(country="IE", hq_country="US"))],
        {Band.NONE},
    ),
}


@pytest.mark.parametrize("situation", CORRECTIONS)
async def test_the_corrected_situation_has_its_band(situation):
    await assert_band(*CORRECTIONS[situation])


async def test_a_curtains_tender_links_to_nobody():
    firm = "云达科技有限公司"
    event = account("signup", chips=None, parties=(party(Role.ACCOUNT_HOLDER, firm),))

    assert (await assessed(event, tender(parties=(buyer(), supplier(firm))))).links == ()


async def test_a_replay_does_not_silence_a_live_matter():
    handle = Assess(MemoryStore(), POLICY, lambda: NOW)
    notice = tender(chips=(chip(),), clouds=(cloud(),))
    await handle([received(notice)])

    newer = tender(NoticeStage.CONTRACT, chips=(chip(),), clouds=(cloud(),), day=DAY)
    outs = await handle([received(notice, mode="replay", cause="again"), received(newer)])

    assert {dict(out.record.headers)["ce_mode"] for out in outs} == {b"live"}
