"""Brand words that one confirmed row of the alias table teaches its siblings."""

from datetime import date

from services.enrich.data.aliases import AliasRow
from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.structural.brands import learned
from services.enrich.domain.screening.structural.lexicon import lexicon

PARENT, SIBLING = "Quillvane Technology Co., Ltd.", "Quillvane (Nanjing) Software Co., Ltd."


def row(
    name: str = PARENT, chinese: str = "翎徽科技有限公司", confidence: str = "high"
) -> AliasRow:
    return AliasRow("EL", name, "company", (chinese,), "test", date(2026, 11, 25), confidence)


def proposals(rows: tuple[AliasRow, ...]) -> list[str]:
    names = (PARENT, SIBLING, "Nanjing Software Trading Co., Ltd.", "Harbin Pump Works")
    records = [
        {"id": str(at), "list": "EL", "name": name, "country": "CN", "type": "Entity"}
        for at, name in enumerate(names)
    ]
    found = Screener(records, rows).screen("翎徽（南京）软件有限公司")
    return [match.listed_name for match in found if match.relation == "possible"]


def test_a_confirmed_row_lifts_the_siblings_of_its_party() -> None:
    assert proposals((row(),))[:1] == [SIBLING]


def test_without_the_row_the_brand_says_nothing() -> None:
    assert SIBLING not in proposals(())


def test_a_row_that_awaits_confirmation_teaches_nothing() -> None:
    assert learned([row(confidence="medium")], lexicon()) == {}


def test_a_name_of_two_unknown_words_teaches_nothing() -> None:
    assert learned([row("Quillvane Arbex Technology Co., Ltd.")], lexicon()) == {}


def test_a_name_that_says_something_else_teaches_nothing() -> None:
    assert learned([row("Quillvane Pump Works")], lexicon()) == {}


def test_a_brand_that_is_only_pinyin_needs_no_lesson() -> None:
    assert learned([row("Linghui Technology Co., Ltd.")], lexicon()) == {}
