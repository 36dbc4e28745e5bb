"""A table of the operator's own: a private list, or names for listed parties."""

from collections.abc import Mapping

from services.enrich.domain import list_cleaning as clean
from services.enrich.domain.importers import tables
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.countries import country_codes
from services.enrich.domain.importers.interface import Importer, Parsed, entry_id
from services.enrich.domain.importers.name_cells import cell_names
from services.enrich.domain.list_sets import PRIVATE
from services.enrich.domain.lists import ListedParty, ListUnreadable

COLUMNS = {
    "name": (
        *("name", "english name", "entity", "organisation", "organization", "company", "party"),
        *("entity name", "name of entity", "company name", "organization name", "listed name"),
        *(
            "名称",
            "名稱",
            "单位名称",
            "单位",
            "机构名称",
            "企业名称",
            "公司名称",
            "英文名称",
            "实体",
        ),
    ),
    "names": (
        *("names", "aliases", "alias", "also known as", "aka", "a k a", "alt names", "other names"),
        *(
            "chinese name",
            "chinese",
            "别名",
            "別名",
            "曾用名",
            "简称",
            "中文名称",
            "中文名",
            "其他名称",
        ),
    ),
    "country": ("country", "countries", "country code", "国家", "國家", "国别", "所在国家"),
    "id": ("id", "entry id", "identifier", "编号", "編號", "统一社会信用代码"),
    "list": ("list", "list code", "source", "清单", "名单", "来源"),
    "note": ("note", "notes", "remark", "remarks", "comment", "备注", "備註", "说明"),
    "citation": ("citation", "federal register notice", "依据"),
    "address": ("address", "addresses", "地址"),
}
ADVICE = (
    "Give a CSV or XLSX whose header has `name`; names, country, id, list, note, citation and"
    " address are read where they are. Chinese headers (名称, 别名, 国家) work too."
)


def recognises(content: Content) -> bool:
    """Any table with a column of names; the operator must say which list it is."""
    try:
        return tables.has_header(content.rows, COLUMNS, ("name",))
    except ListUnreadable:
        return False


def parse(content: Content) -> Parsed:
    """Return a party for each row. Without a list of its own it is on `private`."""
    rows = tables.records(content.rows, COLUMNS, ("name",), ADVICE)
    parties = [party for row in rows if (party := _party(row))]
    if not parties:
        raise ListUnreadable("No row of the table holds a name.", ADVICE)
    return Parsed(tuple(dict.fromkeys(parties)))


def _party(row: Mapping[str, str]) -> ListedParty | None:
    # One name a row is the operator's word; only the further names may stand together in a cell.
    name = clean.name(row["name"])
    own = cell_names(row["name"])
    if not own:
        return None
    aliases = dict.fromkeys((*own[1:], *cell_names(row.get("names", ""))))
    name = own[0] if len(own) > 1 else name
    countries = country_codes(row.get("country", ""))
    return ListedParty(
        id=row.get("id") or entry_id("private", name, *countries),
        list=clean.list_code(row["list"]) if row.get("list") else PRIVATE,
        name=name,
        aliases=tuple(alias for alias in aliases if alias != name),
        country=countries[0] if countries else None,
        addresses=tuple(filter(None, [row.get("address", "")])),
        citation=row.get("citation") or row.get("note") or None,
        countries=countries,
    )


IMPORTER = Importer(PRIVATE, "Table of the operator (CSV, XLSX or page)", recognises, parse)
