"""OFAC's enhanced XML: the list of each entry, names in every script."""

from datetime import date

import pytest

from services.enrich.domain.importers.registry import read

ENHANCED = """<?xml version="1.0" encoding="utf-8"?>
<sanctionsData
  xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML">
<publicationInfo><dataAsOf>2026-07-31T10:00:00-04:00</dataAsOf></publicationInfo>
<referenceValues><referenceValue refId="1"><value>x</value></referenceValue></referenceValues>
<entities>
  <entity id="30000">
    <generalInfo><entityType refId="601">Entity</entityType></generalInfo>
    <sanctionsLists><sanctionsList refId="2">{list}</sanctionsList></sanctionsLists>
    <sanctionsPrograms><sanctionsProgram refId="3">{program}</sanctionsProgram></sanctionsPrograms>
    <names>
      <name id="2"><isPrimary>false</isPrimary><translations><translation>
        <formattedFullName>EGC</formattedFullName></translation></translations></name>
      <name id="1"><isPrimary>true</isPrimary><translations>
        <translation><script refId="216">Chinese Simplified</script>
          <formattedFullName>示例集团有限公司</formattedFullName></translation>
        <translation><script refId="215">Latin</script>
          <nameParts><namePart><value>EXAMPLE GROUP</value></namePart></nameParts></translation>
      </translations></name>
    </names>
    <addresses><address><country refId="9">China</country><translations><translation>
      <addressParts><addressPart><type>CITY</type><value>Beijing</value></addressPart></addressParts>
    </translation></translations></address></addresses>
  </entity>
</entities></sanctionsData>"""


@pytest.mark.parametrize(
    ("listed", "program", "list_set", "code"),
    [
        ("SDN List", "NPWMD", "ofac", "SDN"),
        ("Non-SDN CMIC List", "CMIC-EO13959", "ofac-cons", "CMIC"),
        ("Some new list", "NEW-EO1", "ofac-cons", "CONS"),
    ],
)
def test_an_enhanced_entity_has_its_names_in_both_scripts(
    listed: str, program: str, list_set: str, code: str
) -> None:
    raw = ENHANCED.replace("{list}", listed).replace("{program}", program)
    found, parsed = read(raw.encode(), "export.xml")
    (entry,) = parsed.parties
    assert (found, parsed.list_date) == (list_set, date(2026, 7, 31))
    assert (entry.id, entry.list, entry.name) == ("ofac-30000", code, "EXAMPLE GROUP")
    assert entry.aliases == ("EGC", "示例集团有限公司")
    assert (entry.countries, entry.addresses) == (("CN",), ("Beijing, CN",))
