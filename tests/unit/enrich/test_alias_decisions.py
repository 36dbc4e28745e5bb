"""What a person's decision on a name changes in screening, and which decisions are refused."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chassis.errors import Invalid
from services.enrich.data.aliases import AliasRow
from services.enrich.domain.alias_decisions import Decision, alias_rows, rejections, set_file
from services.enrich.domain.decision_check import Ground, checked
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Match, Screener

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
COMPANY = "Lanhe Kunyu Technology Co., Ltd."
PARTIES = (
    ListedParty("1", "EL", COMPANY, countries=("CN",), country="CN"),
    ListedParty("2", "EL", "Example Boreal Institute of Optics", ("博瑞光学研究所",)),
    ListedParty("3", "CMIC", COMPANY),
    ListedParty("4", "EL", "Somebody, Person", type="Individual"),
)
NAME = "蓝鹤鲲宇科技有限公司"


def decision(name: str = NAME, **given: str) -> Decision:
    fields = {"list": "EL", "entry": COMPANY, "verdict": "confirmed", "by": "Li Wei"}
    fields |= {"why": "The register gives both names."} | given
    return Decision(name=name, at=NOW, **fields)  # type: ignore[arg-type]


def ground(*decisions: Decision, rows: tuple[AliasRow, ...] = ()) -> Ground:
    return Ground([party for party in PARTIES if party.list == "EL"], rows, decisions)


def screened(name: str, *decisions: Decision) -> list[Match]:
    screener = Screener(PARTIES, alias_rows(decisions), rejected=rejections(decisions))
    return screener.screen(name)


def test_a_confirmed_name_decides_and_says_who_confirmed_it_and_when() -> None:
    before = screened(NAME)
    (found,) = screened(f"{NAME}（盖章）", decision())
    assert not [match for match in before if match.relation != "possible"]
    assert (found.relation, found.list, found.id) == ("same", "EL", "1")
    assert "(confirmed by Li Wei on 2026-11-25)" in found.explanation


def test_a_confirmed_name_has_units_and_joins_its_own_list_alone() -> None:
    (found,) = screened(f"{NAME}研发中心", decision())
    assert (found.relation, found.list) == ("sub-unit-of", "EL")


def test_a_name_confirmed_of_a_row_that_only_proposes_decides() -> None:
    row = AliasRow("EL", COMPANY, "company", (NAME,), "s", NOW.date(), "medium")
    (proposed,) = Screener(PARTIES[:2], [row]).screen(NAME)
    (decided,) = Screener(PARTIES[:2], [row, decision().row]).screen(NAME)
    assert (proposed.relation, decided.relation) == ("possible", "same")


def test_a_rejected_pair_is_not_proposed_and_other_entries_still_are() -> None:
    row = AliasRow("EL", COMPANY, "company", (NAME,), "s", NOW.date(), "medium")
    screener = Screener(PARTIES, [row], rejected=rejections([decision(verdict="rejected")]))
    assert {match.list for match in Screener(PARTIES, [row]).screen(NAME)} == {"EL", "CMIC"}
    assert {match.list for match in screener.screen(NAME)} == {"CMIC"}
    assert {match.list for match in screener.screen(f"{NAME}(公章)")} == {"CMIC"}


def test_a_rejection_hides_nothing_that_a_list_decides() -> None:
    name = "博瑞光学研究所"
    rejected = decision(name, entry="Example Boreal Institute of Optics", verdict="rejected")
    assert [match.relation for match in screened(name, rejected)] == ["same"]


def test_a_confirmed_brand_lifts_a_sibling_of_the_same_brand() -> None:
    sibling = ListedParty("9", "EL", "Shanghai Zorblat Information Technology Co., Ltd.")
    parent = ListedParty("8", "EL", "Zorblat Technologies Corporation Limited")
    taught = decision("鲲鹤科技股份有限公司", entry=parent.name)
    asked = "上海鲲鹤信息科技有限公司"
    before = Screener([parent, sibling], ()).screen(asked)
    after = Screener([parent, sibling], [taught.row]).screen(asked)
    assert "9" not in {match.id for match in before}
    assert [(match.id, match.relation) for match in after] == [("9", "possible")]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": "研究所"}, "common word"),
        ({"name": "LHKY Co., Ltd."}, "acronym"),
        ({"name": "General Technology Co."}, "common word"),
        ({"name": "（）"}, "has a letter"),
        ({"name": "某" * 201}, "at most 200"),
        ({"name": f"{NAME}\n"}, "one line"),
        ({"by": "li.wei@example.com"}, "no contact data"),
        ({"by": "Li Wei 010 8888 7777"}, "no contact data"),
        ({"by": " "}, "--by"),
        ({"why": ""}, "--why"),
        ({"why": "li.wei@example.com said so"}, "e-mail"),
        ({"source": "I know"}, "--source"),
        ({"entry": "Lanhe Kunyu Technologies"}, f"similar are: {COMPANY}"),
        ({"entry": "Somebody, Person"}, "only organisations"),
        ({"name": "博瑞光学研究所"}, "name of Example Boreal Institute of Optics (EL) already"),
        ({"name": COMPANY.upper()}, "nothing to confirm"),
        ({"name": COMPANY, "verdict": "rejected"}, "takes back proposals only"),
    ],
)
def test_a_decision_that_breaks_a_rule_is_refused(given: dict[str, str], problem: str) -> None:
    name = given.pop("name", NAME)
    with pytest.raises(Invalid) as refused:
        checked(decision(name, **given), ground())
    assert problem in str(refused.value)


def test_a_pair_has_one_decision_until_it_is_revoked() -> None:
    standing = decision()
    with pytest.raises(Invalid, match=f"confirmed by Li Wei on 2026-11-25.*revoke {standing.id}"):
        checked(decision(f"{NAME}（盖章）", verdict="rejected"), ground(standing))


def test_a_name_confirmed_of_one_entry_is_not_confirmed_of_another_of_its_list() -> None:
    other = decision(entry="Example Boreal Institute of Optics")
    with pytest.raises(Invalid, match="one name has one entry"):
        checked(other, ground(decision()))
    assert checked(replace(other, verdict="rejected"), ground(decision())).verdict == "rejected"


def test_the_entry_is_named_as_the_list_prints_it_whether_given_by_name_or_by_id() -> None:
    assert checked(decision(entry="1"), ground()).entry == COMPANY
    assert checked(decision(entry=COMPANY.upper()), ground()).entry == COMPANY


def test_the_same_decisions_are_the_same_snapshot_in_any_order() -> None:
    one, two = decision(), decision("另一名称公司", verdict="rejected")
    assert set_file([one, two]).id == set_file([two, one]).id
    assert set_file([one]).id != set_file([one, two]).id
    assert set_file([one, two]).counts == {"CONFIRMED": 1, "REJECTED": 1}
