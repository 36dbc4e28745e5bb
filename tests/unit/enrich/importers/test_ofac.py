"""OFAC's two XML schemas: names in Chinese, whole files, nothing declared."""

from datetime import date

import pytest

from services.enrich.domain.importers.registry import read
from services.enrich.domain.lists import ListUnreadable

NAMESPACES = (
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML",
    "http://tempuri.org/sdnList.xsd",
)
ENTRY = """
<sdnEntry>
  <uid>17013</uid><lastName>EXAMPLE GUIDANCE INSTITUTE</lastName><sdnType>Entity</sdnType>
  <programList><program>{program}</program></programList>
  <akaList>
    <aka><uid>1</uid><type>a.k.a.</type><category>strong</category>
      <lastName>示例制导研究所</lastName></aka>
    <aka><uid>2</uid><type>f.k.a.</type><category>weak</category>
      <lastName>EGI</lastName></aka>
  </akaList>
  <addressList><address><uid>3</uid><address1>No. 1 Road</address1><city>Beijing</city>
    <country>China</country></address></addressList>
</sdnEntry>
"""
PERSON = """
<sdnEntry><uid>5</uid><firstName>Jan</firstName><lastName>EXAMPLE</lastName>
  <sdnType>Individual</sdnType><programList><program>SDGT</program></programList></sdnEntry>
"""


def classic(*entries: str, namespace: str = NAMESPACES[0], count: int | None = None) -> bytes:
    number = len(entries) if count is None else count
    return (
        f'<?xml version="1.0" standalone="yes"?><sdnList xmlns="{namespace}">'
        "<publshInformation><Publish_Date>07/31/2026</Publish_Date>"
        f"<Record_Count>{number}</Record_Count></publshInformation>{''.join(entries)}</sdnList>"
    ).encode()


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_classic_entry_keeps_its_chinese_alias(namespace: str) -> None:
    raw = classic(ENTRY.format(program="NPWMD"), PERSON, namespace=namespace)
    list_set, parsed = read(raw, "sdn.xml")
    entity, person = parsed.parties
    assert list_set == "ofac"
    assert parsed.list_date == date(2026, 7, 31)
    assert (entity.id, entity.list, entity.name) == (
        "ofac-17013",
        "SDN",
        "EXAMPLE GUIDANCE INSTITUTE",
    )
    assert entity.aliases == ("示例制导研究所", "EGI")
    assert entity.countries == ("CN",)
    assert entity.addresses == ("No. 1 Road, Beijing, CN",)
    assert (person.name, person.type) == ("EXAMPLE, Jan", "Individual")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("CMIC-EO13959", "CMIC"),
        ("NS-PLC", "PLC"),
        ("UKRAINE-EO13662", "SSI"),
        ("561-Related", "CAP"),
    ],
)
def test_an_entry_of_the_consolidated_file_is_on_the_list_of_its_programme(
    program: str, code: str
) -> None:
    (entry,) = read(classic(ENTRY.format(program=program)), "cons_prim.xml")[1].parties
    assert entry.list == code


def test_the_two_files_of_one_schema_are_two_sets() -> None:
    consolidated = classic(ENTRY.format(program="CMIC-EO13959"))
    assert read(consolidated, "list.xml")[0] == "ofac-cons"
    assert read(classic(PERSON), "list.xml", "ofac")[0] == "ofac"
    with pytest.raises(ListUnreadable, match="is of ofac-cons, not of ofac"):
        read(consolidated, "list.xml", "ofac")


def test_the_name_of_a_file_never_makes_the_sdn_list_something_milder() -> None:
    sdn = classic(ENTRY.format(program="NPWMD"), PERSON, ENTRY.format(program="NS-PLC"))
    found, parsed = read(sdn, "consolidated.xml")
    assert (found, {party.list for party in parsed.parties}) == ("ofac", {"SDN"})
    new = classic(*[ENTRY.format(program=each) for each in ("NS-PLC", "CMIC-EO13959", "NEW-EO1")])
    found, parsed = read(new, "consolidated.xml")
    assert (found, [party.list for party in parsed.parties]) == (
        "ofac-cons",
        ["PLC", "CMIC", "CONS"],
    )


def test_a_programme_of_both_files_is_sdn_in_the_sdn_file() -> None:
    raw = classic(ENTRY.format(program="UKRAINE-EO13662"), PERSON)
    assert [party.list for party in read(raw, "sdn.xml")[1].parties] == ["SDN", "SDN"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (classic(PERSON)[:-30], "cut off"),
        (classic(PERSON, count=19_000), "says 19,000 parties and holds 1"),
        (classic(), "no `sdnEntry`"),
        (classic("<sdnEntry><uid>1</uid></sdnEntry>"), "lacks its uid or name"),
        (
            b'<!DOCTYPE sdnList [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            b"<sdnList><sdnEntry><uid>&b;</uid></sdnEntry></sdnList>",
            "declares a document type",
        ),
        (
            b'<!DOCTYPE sdnList SYSTEM "file:///etc/passwd"><sdnList></sdnList>',
            "declares a document type",
        ),
    ],
)
def test_an_unfit_file_is_refused_with_advice(raw: bytes, says: str) -> None:
    with pytest.raises(ListUnreadable, match=says) as refused:
        read(raw, "sdn.xml")
    assert refused.value.args[0].rstrip().endswith(".")


SPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"


def documented(*parts: str, primary: bool = True) -> str:
    values = "".join(
        '<DocumentedNamePart><NamePartValue ScriptID="215">'
        f"{part}</NamePartValue></DocumentedNamePart>"
        for part in parts
    )
    return (
        f'<Alias AliasTypeID="1403" Primary="{str(primary).lower()}">'
        f"<DocumentedName>{values}</DocumentedName></Alias>"
    )


def located(*ids: str) -> str:
    return "".join(
        '<Feature FeatureTypeID="25"><FeatureVersion>'
        f'<VersionLocation LocationID="{id_}"/></FeatureVersion></Feature>'
        for id_ in ids
    )


ADVANCED = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="{SPACE}">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>7</Month><Day>31</Day></DateOfIssue>
<ReferenceValueSets>
  <CountryValues>
    <Country ID="11018" ISO2="CN">China</Country><Country ID="7">Hong Kong</Country>
  </CountryValues>
  <PartySubTypeValues>
    <PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
    <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
    <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
  </PartySubTypeValues>
  <PartyTypeValues>
    <PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
  </PartyTypeValues>
</ReferenceValueSets>
<Locations>
  <Location ID="25"><LocationCountry CountryID="11018"/><LocationPart LocPartTypeID="1454">
    <LocationPartValue Primary="true"><Value>Beijing</Value></LocationPartValue>
  </LocationPart></Location>
  <Location ID="26"><LocationCountry CountryID="7"/></Location>
</Locations>
<DistinctParties>
  <DistinctParty FixedRef="30000"><Profile ID="30000" PartySubTypeID="3">
    <Identity ID="1" Primary="true">
      {documented("示例", "集团有限公司", primary=False)}
      {documented("EXAMPLE GROUP CO., LTD.")}
    </Identity>{located("25", "26")}</Profile></DistinctParty>
  <DistinctParty FixedRef="2"><Profile ID="2" PartySubTypeID="4">
    <Identity>{documented("EXAMPLE", "Jan")}</Identity></Profile></DistinctParty>
</DistinctParties>
<SanctionsEntries>
  <SanctionsEntry ID="1" ProfileID="30000" ListID="91243">
    <SanctionsMeasure SanctionsTypeID="1"><Comment>CMIC-EO13959</Comment></SanctionsMeasure>
  </SanctionsEntry>
</SanctionsEntries>
</Sanctions>"""


def test_an_advanced_entry_has_its_names_in_both_scripts() -> None:
    list_set, parsed = read(ADVANCED.encode(), "cons_advanced.xml")
    (entry,) = parsed.parties  # the profile without a sanctions entry is on no list
    assert list_set == "ofac-cons"
    assert parsed.list_date == date(2026, 7, 31)
    assert (entry.list, entry.name) == ("CMIC", "EXAMPLE GROUP CO., LTD.")
    assert entry.aliases == ("示例集团有限公司",)
    assert entry.countries == ("CN", "HK")
    assert entry.addresses == ("Beijing, CN", "HK")
    assert entry.type == "Entity"


def test_a_person_of_the_advanced_file_is_one() -> None:
    raw = ADVANCED.replace('ProfileID="30000"', 'ProfileID="2"').replace("CMIC-EO13959", "SDGT")
    (person,) = read(raw.encode(), "sdn_advanced.xml")[1].parties
    assert (person.list, person.name, person.type) == ("SDN", "EXAMPLE, Jan", "Individual")


def test_an_advanced_file_without_entries_is_refused() -> None:
    with pytest.raises(ListUnreadable, match="no sanctions entry"):
        read(ADVANCED.replace('ProfileID="30000"', 'ProfileID="9"').encode(), "x.xml")
