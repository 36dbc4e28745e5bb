import json
from dataclasses import replace
from datetime import date

import pytest

from services.enrich.data.aliases import AliasRow
from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening.alias_check import check_rows, is_common

ROW = AliasRow(
    list="EL",
    name="Sichuan University",
    kind="university",
    names=("四川大学",),
    source="https://www.scu.edu.cn",
    verified_on=date(2026, 11, 25),
    confidence="high",
    short=("川大",),
)
OTHER = replace(ROW, name="Tianjin University", names=("天津大学",), short=())
SOURCES = {
    "EL": "Entity List (EL) - Bureau of Industry and Security",
    "CMIC": "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC)",
}


def snapshot(*entries):
    results = [
        {"id": str(number), "source": SOURCES[code], "name": name}
        for number, (code, name) in enumerate(entries)
    ]
    return parse_list(json.dumps({"results": results}).encode())


LISTED = snapshot(
    ("EL", "Sichuan University"), ("EL", "Tianjin University"), ("CMIC", "Sichuan University")
)


def problems(*rows):
    return [finding.problem for finding in check_rows(rows, LISTED)]


def test_good_rows_have_no_findings():
    assert problems(ROW, OTHER) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"names": ()}, "names is empty"),
        ({"names": ("Sichuan University",)}, "no Chinese character"),
        ({"names": ("四川大學",)}, "not simplified (學)"),
        ({"former": ("四川　大学",)}, "stands twice"),
        ({"short": ("研究所",)}, "common word"),
        ({"short": ("四川",)}, "common word"),
        ({"kind": "uni"}, "kind uni is unknown"),
        ({"confidence": "sure"}, "confidence sure is unknown"),
        ({"verified_on": "yesterday"}, "verified_on is no date"),
        ({"source": "common knowledge"}, "source is neither"),
        ({"source": "https://"}, "source is neither"),
        ({"homonyms": ("Taiwan",)}, "two-letter codes"),
        ({"list": "MEU"}, "no such entry"),
        ({"name": "Szechuan University"}, "no such entry"),
    ],
)
def test_a_broken_rule_is_named_together_with_the_row(change, word):
    findings = check_rows([replace(ROW, **change)], LISTED)

    assert [word in finding.problem for finding in findings] == [True]
    assert findings[0].name == change.get("name", ROW.name)


def test_a_publication_with_year_or_issn_is_a_source():
    assert problems(replace(ROW, source="METI End User List, 29 September 2025")) == []
    assert problems(replace(ROW, source="Affiliations in 高压物理学报 (ISSN 1000-5773)")) == []
    assert problems(replace(ROW, source="Entity List rule 86 FR 71557, 17 December")) == []


def test_a_name_claimed_by_two_entries_of_one_list_is_found_in_any_spelling():
    claimed = replace(OTHER, former=("四川大学（盖章）",))

    assert ["claimed by EL 'Sichuan University' too" in p for p in problems(ROW, claimed)] == [True]


def test_a_name_declared_shared_in_both_rows_may_be_claimed_twice():
    both = [replace(ROW, shared=True), replace(OTHER, names=ROW.names, shared=True)]

    assert problems(*both) == []
    assert len(problems(both[0], replace(both[1], shared=False))) == 1


def test_one_organisation_on_two_lists_may_repeat_its_names():
    assert problems(ROW, replace(ROW, list="CMIC")) == []


def test_two_organisations_on_two_lists_may_not_share_a_short_name():
    rows = [replace(OTHER, short=("川大",)), replace(ROW, list="CMIC")]

    assert len(problems(*rows)) == 1


def test_two_rows_for_one_entry_are_found():
    assert problems(ROW, replace(ROW, short=())) == [
        "two rows for one entry: join them",
        "四川大学 is claimed by EL 'Sichuan University' too: remove it, or declare shared in both",
    ]


def test_an_operators_row_may_not_claim_a_bundled_name():
    own = replace(OTHER, short=("川大",))

    assert [finding.name for finding in check_rows([ROW, own], LISTED)] == ["Tianjin University"]


@pytest.mark.parametrize(
    "name",
    [
        *("研究所", "第十三研究所", "611所", "北京", "北京研究所", "上海市公司", "科技有限公司"),
        *("中国人民解放军", "集团", "深圳分公司", "电子科技", "实验室"),
    ],
)
def test_names_that_many_organisations_bear_are_common(name):
    assert is_common(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "四川大学",
            "电子科技大学",
            "中国科学技术大学",
            "川大",
            "中国电子",
            "航天二院",
            "乌鲁木齐市公安局",
        ),
        *("鹏城实验室", "中国电科十三所", "中国舰船研究院", "上海集成电路研发中心", "DJI"),
    ],
)
def test_names_of_one_organisation_are_not_common(name):
    assert not is_common(name)
