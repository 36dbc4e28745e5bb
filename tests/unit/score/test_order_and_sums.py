"""Whatever the order of arrival, the outcome is one; whatever the matter, the sum is the score."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.accounts import Owner
from contracts.parties import Role
from contracts.risk import RiskAssessed
from contracts.tenders import NoticeStage
from services.score.adapters.memory_store import MemoryStore
from services.score.domain.assessment import Moment, assess
from services.score.domain.case import Case
from services.score.domain.matter import Matter
from services.score.domain.outcome_hash import outcome_hash
from services.score.domain.policy import band_of
from services.score.handlers import Assess
from tests.factories import (
    NOW,
    account,
    buyer,
    chip,
    cloud,
    ident,
    match,
    party,
    received,
    service,
    signup,
    supplier,
    tender,
    wording,
)
from tests.unit.score.test_policy_table import POLICY

RESELLER = "云达科技有限公司"
STORY = (
    tender(NoticeStage.TENDER, chips=(chip(),), clouds=(cloud(),), parties=(buyer(),)),
    tender(chips=(chip(),), clouds=(cloud(),), parties=(buyer(), supplier(RESELLER))),
    account("signup", chips=None, parties=(party(Role.RESELLER, RESELLER),), signup=signup()),
    account(parties=(party(Role.ACCOUNT_HOLDER, RESELLER),)),
    tender(matter="other", ai_services=(service(),), parties=(buyer(match()), supplier(RESELLER))),
)


async def _final(events, size):
    store = MemoryStore()
    handle = Assess(store, POLICY, lambda: NOW)
    newest = {}
    for start in range(0, len(events), size):
        batch = [received(event) for event in events[start : start + size]]
        for out in await handle(batch):
            found = RiskAssessed.model_validate_json(out.record.value)
            assert found.revision > newest.get(found.matter, (0, ""))[0]
            newest[found.matter] = (found.revision, outcome_hash(found))
    return {matter: outcome for matter, (_, outcome) in newest.items()}


async def test_every_order_of_arrival_and_batch_size_ends_in_the_same_assessments():
    expected = await _final(STORY, 1)

    for order in itertools.permutations(STORY):
        assert await _final(order, 1) == expected
    for size in (2, 3, 5):
        assert await _final(STORY, size) == expected


async def test_a_redelivered_input_returns_the_same_records_again():
    handle = Assess(MemoryStore(), POLICY, lambda: NOW)
    first = [out.record for out in await handle([received(STORY[0])])]

    again = [out.record for out in await handle([received(STORY[0])])]

    assert again == first


CHIPS = st.builds(
    chip,
    name=st.sampled_from(["A100", "H100", "H20"]),
    count=st.none() | st.integers(1, 5000),
    equivalent_wording=st.booleans(),
    negated=st.booleans(),
    domestic=st.booleans(),
)
CODES = st.sampled_from(["EL", "SDN", "UVL", "CMIC", "MEU", "NEW"])
RELATIONS = st.sampled_from(["same", "sub-unit-of", "possible", "affiliate"])
PARTIES = st.builds(
    party,
    st.sampled_from([Role.BUYER, Role.SUPPLIER, Role.END_USER, Role.AGENCY]),
    st.sampled_from(["甲大学", "乙公司", "丙所"]),
    st.builds(match, RELATIONS, CODES),
    nexus=st.sampled_from(["yes", "no", "unknown"]),
)
TENDERS = st.builds(
    tender,
    st.sampled_from(list(NoticeStage)),
    amount=st.none() | st.integers(1, 10**9),
    parties=st.lists(PARTIES, max_size=3).map(tuple),
    chips=st.lists(CHIPS, max_size=3).map(tuple),
    clouds=st.lists(
        st.builds(cloud, st.sampled_from(["AWS", "X"]), st.sampled_from(["us", "domestic"])),
        max_size=2,
    ).map(tuple),
    wording=st.lists(st.sampled_from(["ai_training", "reseller"]).map(wording), max_size=2).map(
        tuple
    ),
)


@given(st.lists(TENDERS, min_size=1, max_size=3))
@settings(max_examples=150)
def test_contributions_always_add_up_to_the_score(notices):
    matter = Matter(id=ident("project"), kind="tender")
    for notice in notices:
        matter = matter.with_tender(notice, "live")

    found = assess(Case(matter, (), POLICY), Moment(ident("cause"), NOW))

    if found.score is not None:
        assert sum(c.points for c in found.contributions) == found.score
        assert 0 <= found.score <= 100
        assert found.band == band_of(found.score)
    assert len(found.headline) <= 110


@given(st.text(max_size=20), st.sampled_from(["CN", "US", None]))
@settings(max_examples=50)
def test_an_owners_name_and_nationality_never_move_the_score(name, country):
    def score(owner):
        event = account("signup", chips=None, signup=signup(owners=(owner,)))
        matter = Matter(id=ident("account"), kind="account").with_account(event, "live")
        return assess(Case(matter, (), POLICY), Moment(ident("cause"), NOW)).score

    assert score(Owner(name=name, person=True, country=country)) == score(Owner(person=True))
