"""What is unmatched is ranked: by tier, by what was seen, by how newly it was listed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.enrich.data.aliases import AliasRow
from services.enrich.domain.alias_decisions import Decision, alias_rows
from services.enrich.domain.alias_gaps import (
    SeenGap,
    SeenParty,
    listed_gaps,
    newest_citation,
    ranked_seen,
    seen_gaps,
)
from services.enrich.domain.list_screening import InUse
from services.enrich.domain.lists import ListedParty

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
TIERS = {"SDN": "blocking", "EL": "licence", "UVL": "caution"}
LANHE = ListedParty(
    "1", "EL", "Lanhe Kunyu Technology Co., Ltd.", country="CN", citation="77 FR 58006"
)
NEWER = replace(LANHE, id="2", name="Example Boreal Optics", citation="77 FR 1; 91 FR 54657")
NAME = "蓝鹤鲲宇科技有限公司"


def seen(name: str = NAME, times: int = 1, last: datetime = NOW) -> SeenParty:
    return SeenParty(name, None, times, (UUID(int=times),), last)


def found(parties: list[ListedParty], *names: SeenParty, rows=(), decisions=()) -> list[SeenGap]:
    used = InUse(parties, (*rows, *alias_rows(decisions)), decisions)
    return ranked_seen(seen_gaps(names, used.screener(), TIERS))


def decided(verdict: str) -> Decision:
    return Decision(NAME, "EL", LANHE.name, verdict, "Li Wei", NOW, "Registered.")  # type: ignore[arg-type]


def entries(used: InUse, gaps: list[SeenGap] | None = None) -> list[str]:
    return [gap.party.id for gap in listed_gaps(used, TIERS, gaps or [])]


def test_a_name_that_only_proposes_is_a_gap_until_it_is_decided() -> None:
    (gap,) = found([LANHE], seen(), seen("南方大学"))
    assert (gap.seen.name, gap.tier, gap.matches[0].id) == (NAME, "licence", "1")
    assert "lanhe" in gap.matches[0].explanation.casefold()
    assert found([LANHE], seen(), decisions=[decided("confirmed")]) == []
    assert found([LANHE], seen(), decisions=[decided("rejected")]) == []


def test_names_of_people_and_ships_are_no_gaps() -> None:
    assert found([replace(LANHE, type="Vessel", aliases=(NAME,))], seen()) == []


def test_what_was_seen_most_often_comes_first_then_what_was_seen_last() -> None:
    later = seen("上海蓝鹤鲲宇科技有限公司", last=NOW + timedelta(1))
    gaps = found([LANHE], seen(), later, seen("北京蓝鹤鲲宇科技有限公司", times=3))
    assert gaps[0].seen.times == 3
    assert {gap.seen.name for gap in gaps[1:]} == {NAME, later.name}


def test_listed_parties_rank_by_tier_then_by_what_may_mean_them_then_by_citation() -> None:
    blocking = replace(LANHE, id="3", list="SDN", name="Zorblat Marine", citation=None)
    used = InUse([LANHE, NEWER, blocking], ())
    assert entries(used) == ["3", "2", "1"]
    pointed = found([LANHE, NEWER], seen())
    assert entries(used, pointed) == ["3", "1", "2"]
    assert listed_gaps(used, TIERS, pointed)[1].seen_as == (NAME,)


def test_only_chinese_organisations_without_a_deciding_chinese_name_are_listed_gaps() -> None:
    others = [
        replace(LANHE, id="10", country="DE"),
        replace(LANHE, id="11", type="Individual"),
        replace(LANHE, id="12", aliases=(NAME,)),
        replace(LANHE, id="13", name="Address 01, Somewhere"),
    ]
    abroad = replace(LANHE, id="14", country="US", countries=("US", "HK"))
    assert entries(InUse([*others, abroad], ())) == ["14"]


def test_a_proposed_name_leaves_a_party_a_gap_and_a_confirmed_one_does_not() -> None:
    row = AliasRow("EL", LANHE.name, "proposed", (NAME,), "wikidata Q1", NOW.date(), "medium")
    (gap,) = listed_gaps(InUse([LANHE], [row]), TIERS, [])
    assert gap.proposed == (NAME,)
    assert entries(InUse([LANHE], [row, decided("confirmed").row])) == []


def test_the_newest_citation_counts() -> None:
    assert newest_citation(NEWER) == (91, 54657)
    assert newest_citation(replace(LANHE, citation=None)) == (0, 0)
