import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.enrich.domain import list_cleaning as clean
from services.enrich.domain.importers.registry import read
from services.enrich.domain.lists import ListUnreadable, parse_list

CSL = Path(__file__).parents[4] / "shared" / "data" / "csl"
needs_csl = [
    pytest.mark.localdata,
    pytest.mark.skipif(not CSL.is_dir(), reason="needs ../shared/data/csl beside the checkout"),
]
EL = "Entity List (EL) - Bureau of Industry and Security"
OLD_HEADER = (
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "license_requirement,license_policy,alt_names\r\n"
)


def entry(**fields):
    return {"id": "1", "source": EL, "name": "Acme", "alt_names": [], "addresses": []} | fields


def document(*entries, total=None):
    sources = [{"source": EL, "source_last_updated": "2026-07-31T13:15:00+00:00"}]
    total = len(entries) if total is None else total
    return json.dumps({"total": total, "sources_used": sources, "results": entries})


def only(**fields):
    (party,) = parse_list(document(entry(**fields)))
    return party


def test_json_entry_becomes_a_record():
    party = only(
        name="Sichuan University",
        alt_names=["SCU; Sichuan U"],
        addresses=[{"address": "No. 24", "city": "Chengdu", "state": None, "country": "CN"}],
        federal_register_notice="77 FR 58006; 88 FR 13675",
        license_policy="Case-by-case basis.",
    )

    assert (party.list, party.name) == ("EL", "Sichuan University")
    assert party.aliases == ("SCU", "Sichuan U")
    assert party.country == "CN"
    assert party.addresses == ("No. 24, Chengdu, CN",)
    assert party.citation == "77 FR 58006; 88 FR 13675"
    assert party.licence_policy == "Case-by-case basis"
    assert party.source_updated == date(2026, 7, 31)


def test_both_spellings_of_state_are_read():
    for field in ("state", "state_or_province"):
        assert only(addresses=[{field: "Anhui", "country": "CN"}]).addresses == ("Anhui, CN",)


def test_older_csv_without_id_gets_stable_ids():
    text = OLD_HEADER + f'{EL},,,,Acme,,"Somewhere, CN; Elsewhere, HK",88 FR 1,,,A; B\r\n'

    first, second = parse_list(text), parse_list(("\ufeff" + text).encode())

    assert first == second
    assert first[0].id
    assert first[0].aliases == ("A", "B")
    assert first[0].countries == ("CN", "HK")


def test_the_tsv_reads_like_the_csv():
    row = f"{EL},,,,Acme,,Somewhere CN,88 FR 1,,,A; B"
    header = OLD_HEADER.strip()
    tabbed = f"{header}\n{row}\n".replace(",", "\t")

    assert parse_list(tabbed) == parse_list(f"{header}\n{row}\n")
    assert read(tabbed.encode(), "consolidated.tsv")[0] == "csl"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sinobright; and any successor, sub-unit, or subsidiary thereof", "Sinobright"),
        ("Chinese Academy of Sciences\u2019 Institute", "Chinese Academy of Sciences' Institute"),
        ("Acme\u00a0\u2014 Beijing", "Acme - Beijing"),
    ],
    ids=["successor", "quotes", "spaces-and-dashes"],
)
def test_names_are_cleaned(printed, name):
    assert only(name=printed).name == name


@pytest.mark.parametrize(
    ("printed", "text", "footnotes"),
    [
        ("(See § 744.11 of the EAR)4", "(See § 744.11 of the EAR)", (4,)),
        (
            "(See §§ 734.9(e)(2) and 744.11 of the EAR) 4",
            "(See §§ 734.9(e)(2) and 744.11 of the EAR)",
            (4,),
        ),
        (
            "For all items, see §§ 746.8(a)(3) of the EAR),3",
            "For all items, see §§ 746.8(a)(3) of the EAR)",
            (3,),
        ),
        (
            "see §§ 734.9(e)1 and 744.11 of the EAR2",
            "see §§ 734.9(e) and 744.11 of the EAR",
            (1, 2),
        ),
        ("For all items subject to the EAR.", "For all items subject to the EAR.", ()),
    ],
)
def test_footnotes_leave_the_requirement(printed, text, footnotes):
    party = only(license_requirement=printed)

    assert (party.licence_requirement, party.footnotes) == (text, footnotes)


def test_citations_lose_a_volume_without_page():
    assert only(federal_register_notice="87 FR 6026; 88 FR").citation == "87 FR 6026"
    assert only(federal_register_notice="88 F.R. 7685 2/6/2023").citation == "88 F.R. 7685 2/6/2023"
    assert only(federal_register_notice=None).citation is None


def test_bare_addresses_are_kept_and_marked():
    assert only(name="Address 01").nameless
    assert not only(name="Address Book Ltd").nameless


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (EL, "EL"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "NS-MBS"),
        ("EL", "EL"),
        ("us_bis_entity", "EL"),
        ("Unverified List", "UVL"),
        ("our own list", "our own list"),
    ],
)
def test_lists_have_three_spellings(source, code):
    assert clean.list_code(source) == code


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        ("  \n", "empty"),
        ("<html>404</html>", "web page"),
        (document(entry())[:-20], "cut off"),
        (document(entry(), total=25921), "says 25921"),
        ('{"total": 0, "results": []}', "no `results`"),
        (json.dumps({"results": [{"nom": "x"}]}), "lacks"),
        ("a,b\n1,2\n", "Columns missing"),
        (OLD_HEADER, "no rows"),
        (OLD_HEADER + f"{EL},,,,Acme,,CN", "cut off"),
        (OLD_HEADER + f'{EL},,,,Acme,,"Some', "cut off"),
        (b"\xff\xfe{", "UTF-8"),
    ],
)
def test_unusable_files_say_what_to_do(content, says):
    with pytest.raises(ListUnreadable, match=says) as caught:
        parse_list(content)

    assert "again" in str(caught.value) or "trade.gov" in str(caught.value)


@pytest.mark.parametrize("path", [pytest.param(CSL, marks=needs_csl)])
def test_both_formats_of_the_real_list_give_equal_records(path):
    from_json = parse_list((path / "consolidated-2026-07-31.json").read_bytes())
    from_csv = parse_list((path / "consolidated-2026-07-31.csv").read_bytes())

    assert len(from_json) == 25_921
    assert sum(party.nameless for party in from_json) == 19
    assert tuple(replace(party, source_updated=None) for party in from_json) == from_csv


@pytest.mark.parametrize("path", [pytest.param(CSL, marks=needs_csl)])
def test_both_header_generations_load(path):
    assert len(parse_list((path / "sample-old-header.csv").read_bytes())) == 115
    assert len(parse_list((path / "sample-current-header.csv").read_bytes())) == 13
