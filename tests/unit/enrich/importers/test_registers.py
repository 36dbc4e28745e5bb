"""Registers that name listed parties (Wikidata, ROR) and OpenSanctions."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.domain.importers import content as contents
from services.enrich.domain.importers.content import Content, json_items
from services.enrich.domain.importers.registry import read
from services.enrich.domain.lists import ListedParty, ListUnreadable
from tests.unit.enrich.importers.workbooks import archive

ITEM = "http://www.wikidata.org/entity/Q900"
CHINA = "http://www.wikidata.org/entity/Q148"


def parties(raw: bytes, list_set: str | None = None) -> tuple[ListedParty, ...]:
    return read(raw, "export", list_set)[1].parties


def bindings(*rows: dict[str, str]) -> bytes:
    full = [
        {key: {"type": "literal", "value": value} for key, value in row.items()} for row in rows
    ]
    return json.dumps({"head": {"vars": list(rows[0])}, "results": {"bindings": full}}).encode()


FULL = bindings(
    {"item": ITEM, "itemLabel": "Example University", "zh": "示例大学", "country": CHINA},
    {"item": ITEM, "itemLabel": "Example University", "zh": "示例大學", "aliases": "EU|示大"},
)
SIMPLE = json.dumps(
    [
        {"item": ITEM, "itemLabel": "Example University", "zh": "示例大学", "country": CHINA},
        {"item": ITEM, "zh_hant": "示例大學", "aliases": "EU; 示大"},
    ],
    ensure_ascii=False,
).encode()
CSV = (
    "item,itemLabel,zh,zh-hant,aliases,country\n"
    f"{ITEM},Example University,示例大学,示例大學,EU|示大,{CHINA}\n"
).encode()


@pytest.mark.parametrize("raw", [FULL, SIMPLE, CSV], ids=["sparql", "simple", "csv"])
def test_every_export_of_wikidata_gives_the_same_item(raw: bytes) -> None:
    list_set, parsed = read(raw, "query")
    (entry,) = parsed.parties
    assert list_set == "aliases:wikidata"
    assert (entry.id, entry.list, entry.name) == ("Q900", "ALIAS", "Example University")
    assert set(entry.aliases) == {"EU", "示例大学", "示例大學", "示大"}
    assert entry.countries == ("CN",)


def test_an_item_in_one_language_only_names_nobody() -> None:
    with pytest.raises(ListUnreadable, match="No item"):
        read(bindings({"item": ITEM, "itemLabel": "Example University"}), "query")


V1 = {
    "id": "https://ror.org/0examp121",
    "name": "Example University",
    "aliases": ["Example Normal College"],
    "acronyms": ["EXU"],
    "labels": [{"label": "示例大学", "iso639": "zh"}],
    "country": {"country_code": "CN", "country_name": "China"},
}
V2 = {
    "id": "https://ror.org/0examp121",
    "names": [
        {"value": "EXU", "types": ["acronym"], "lang": None},
        {"value": "Example Normal College", "types": ["alias"], "lang": None},
        {"value": "Example University", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "示例大学", "types": ["label"], "lang": "zh"},
    ],
    "locations": [{"geonames_details": {"country_code": "CN"}}],
    "status": "active",
}
FOREIGN = {
    "id": "https://ror.org/0foreign1",
    "name": "Elsewhere",
    "country": {"country_code": "FR"},
}


@pytest.mark.parametrize("record", [V1, V2], ids=["schema 1", "schema 2"])
def test_both_schemas_of_ror_give_the_same_organisation(record: dict[str, object]) -> None:
    raw = json.dumps([record, FOREIGN], indent=1).encode()
    list_set, parsed = read(raw, "ror-data.json")
    (entry,) = parsed.parties
    assert list_set == "aliases:ror"
    assert (entry.id, entry.name) == ("0examp121", "Example University")
    assert set(entry.aliases) == {"Example Normal College", "示例大学"}
    assert entry.countries == ("CN",)


def test_of_a_packed_dump_the_newer_schema_is_read() -> None:
    packed = archive(
        ror_data__json=json.dumps([V1 | {"name": "Old Name University"}] * 9).encode(),
        ror_schema_v2__json=json.dumps([V2]).encode(),
        readme__txt=b"x",
    )
    (entry,) = parties(packed)
    assert entry.name == "Example University"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (json.dumps([V2]).encode()[:-20], "cut off"),
        (json.dumps([V2]).encode()[:-1], "cut off"),
        (archive(ror__json=json.dumps([V2]).encode())[:-60], "archive is damaged|cut off"),
        (json.dumps([{**V2, "names": V2["names"][:3]}]).encode(), "No record"),
    ],
)
def test_a_cut_off_register_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(ListUnreadable, match=says):
        read(raw, "ror.json", "aliases:ror")


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=4), max_size=8),
    st.integers(1, 40),
    st.sampled_from([None, 2]),
)
def test_an_array_read_piece_by_piece_is_the_array(
    records: list[dict[str, str]], size: int, indent: int | None
) -> None:
    raw = json.dumps(records, ensure_ascii=False, indent=indent).encode()
    held = contents._CHUNK
    contents._CHUNK = size
    try:
        assert list(json_items(Content(raw, "x"))) == records
    finally:
        contents._CHUNK = held


def ftm(**properties: list[object]) -> dict[str, object]:
    return {
        "id": "NK-abc",
        "schema": "Company",
        "caption": "Example Group Co., Ltd.",
        "datasets": ["us_bis_entity"],
        "last_seen": "2026-11-20T10:00:00",
        "properties": {
            "name": ["Example Group Co., Ltd.", "示例集团有限公司"],
            "alias": ["Example Group"],
            "country": ["cn"],
            "topics": ["export.control"],
            **properties,
        },
    }


def lines(*entities: dict[str, object]) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in entities).encode()


def test_a_listed_company_of_opensanctions_is_an_entry_of_its_list() -> None:
    owner = ftm(topics=["role.pep"]) | {"id": "NK-owner", "schema": "Person"}
    list_set, parsed = read(lines(ftm(), owner), "targets.nested.json")
    (entry,) = parsed.parties
    assert list_set == "opensanctions"
    assert parsed.list_date == date(2026, 11, 20)
    assert (entry.id, entry.list, entry.country) == ("NK-abc", "EL", "CN")
    assert entry.aliases == ("示例集团有限公司", "Example Group")


def test_an_entity_of_two_datasets_is_an_entry_of_both_lists() -> None:
    entity = ftm() | {"datasets": ["us_bis_entity", "us_ofac_cons", "xx_own_list"]}
    assert [each.list for each in parties(lines(entity))] == ["EL", "CONS", "xx_own_list"]


@pytest.mark.parametrize(
    "sanction",
    [
        {"program": ["Entity List (EL) - Bureau of Industry and Security"]},
        {"programId": ["US-BIS-EL"]},
    ],
)
def test_the_collection_of_us_lists_is_resolved_by_the_nested_programme(
    sanction: dict[str, list[str]],
) -> None:
    nested = {"id": "s1", "schema": "Sanction", "properties": sanction}
    entity = ftm(sanctions=[nested]) | {"datasets": ["us_trade_csl"]}
    assert [each.list for each in parties(lines(entity))] == ["EL"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (lines(ftm(), ftm())[:-10], "Line 2 is cut off"),
        (lines(ftm(topics=[])), "No line holds"),
        (lines(ftm() | {"schema": "Vessel"}), "your own licence"),
    ],
)
def test_an_unfit_export_of_opensanctions_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(ListUnreadable, match=says):
        read(raw, "entities.ftm.json")
