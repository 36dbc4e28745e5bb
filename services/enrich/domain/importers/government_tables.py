"""Tables of other governments: EU Annex IV, Japan's End User List, Taiwan's SHTC entity list."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.enrich.domain.importers import tables
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.countries import country_codes
from services.enrich.domain.importers.interface import Importer, Parsed, entry_id
from services.enrich.domain.importers.name_cells import cell_names, is_han
from services.enrich.domain.importers.tables import Columns
from services.enrich.domain.list_sets import EU, JAPAN, TAIWAN
from services.enrich.domain.lists import ListedParty, ListUnreadable

_NUMBER = ("no", "no.", "nr", "number", "item", "項次", "序号", "編號")
_COUNTRY = (
    "country",
    "country or region",
    "country code",
    "国名地域名",
    "國家代碼",
    "国家",
    "國別",
    "国别",
)
_ADDRESS = ("address", "addresses", "地址", "所在地")


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a publication. `names` give the names in order, the first one required.

    `signs` are columns that together no other publication has; `code` stands on each entry.
    """

    list_set: str
    title: str
    code: str
    columns: Columns
    names: tuple[str, ...]
    signs: tuple[str, ...]

    def recognises(self, content: Content) -> bool:
        """Tell by the columns."""
        try:
            return tables.has_header(content.rows, self.columns, (self.names[0], *self.signs))
        except ListUnreadable:
            return False

    def parse(self, content: Content) -> Parsed:
        """Return a party for each row that names one."""
        advice = f"Give the table of {self.title} as CSV, XLSX or saved page, with its header."
        rows = tables.records(content.rows, self.columns, (self.names[0],), advice)
        parties = (
            self._party([row.get(name, "") for name in self.names], row.get("country", ""), row)
            for row in rows
        )
        return Parsed(tuple(dict.fromkeys(party for party in parties if party)))

    def _party(
        self, cells: Sequence[str], country: str, row: "tables.Record"
    ) -> ListedParty | None:
        names = sorted(cell_names(*cells), key=is_han)
        if not names:
            return None
        countries = country_codes(country)
        return ListedParty(
            id=entry_id(self.list_set, names[0], *countries, row.get("credit_code", "")),
            list=self.code,
            name=names[0],
            aliases=tuple(names[1:]),
            country=countries[0] if countries else None,
            addresses=tuple(filter(None, [" ".join(row.get("address", "").split())])),
            citation=row.get("citation") or None,
            countries=countries,
        )


_EU = _Table(
    EU,
    "Regulation (EU) 833/2014, Annex IV",
    "EU-IV",
    {
        "number": _NUMBER,
        "name": (
            "name",
            "entity",
            "name of the entity",
            "entity name",
            "english name",
            "legal person entity or body",
            "natural or legal person entity or body",
            "name in english",
            "names",
        ),
        "chinese": (
            "chinese name",
            "name in chinese",
            "name chinese",
            "chinese",
            "local name",
            "name in local language",
            "name in original language",
            "original name",
            "中文名称",
            "中文名稱",
            "名称",
        ),
        "credit_code": (
            "credit code",
            "unified social credit code",
            "social credit code",
            "uscc",
            "registration number",
            "identification number",
            "identifying information",
            "统一社会信用代码",
            "信用代码",
        ),
        "alias": ("alias", "aliases", "a k a", "aka", "also known as", "other names"),
        "country": _COUNTRY,
        "address": _ADDRESS,
        "citation": ("legal act", "regulation", "date of listing", "listed by"),
    },
    ("name", "chinese", "alias"),
    ("chinese", "credit_code"),
)
_JAPAN = _Table(
    JAPAN,
    "METI's End User List",
    "JP-EUL",
    {
        "number": _NUMBER,
        "name": (
            "company or organization",
            "企業名組織名",
            "company or organisation",
            "企業名",
            "組織名",
        ),
        "alias": ("also known as", "別名"),
        "concern": ("type of wmd", "懸念区分", "concern"),
        "country": _COUNTRY,
    },
    ("name", "alias"),
    ("concern",),
)
_TAIWAN = _Table(
    TAIWAN,
    "Taiwan's SHTC entity list",
    "TW-SHTC",
    {
        "number": _NUMBER,
        "name": ("name", "名稱", "english name", "英文名稱", "名称"),
        "traditional": ("traditional chinese", "繁體中文", "繁體中文名稱", "中文名稱"),
        "simplified": ("simplified chinese", "簡體中文", "簡體中文名稱"),
        "alias": ("alias", "別名"),
        "country": _COUNTRY,
        "address": _ADDRESS,
        # Passport numbers: the column is a sign of the publication, and its content is left out.
        "id_number": ("id number", "護照號碼"),
    },
    ("name", "traditional", "simplified", "alias"),
    ("id_number",),
)


def _taiwan(content: Content) -> bool:
    """The list's own header has 護照號碼 or names in both scripts beside 國家代碼."""
    try:
        rows = content.rows
    except ListUnreadable:
        return False
    return any(
        tables.has_header(rows, _TAIWAN.columns, ("name", sign))
        and any("國" in cell or "稱" in cell or "繁體" in cell for row in rows[:25] for cell in row)
        for sign in ("id_number", "traditional")
    )


IMPORTERS = (
    Importer(EU, "EU Annex IV (CSV, XLSX or page)", _EU.recognises, _EU.parse),
    Importer(JAPAN, "Japan's End User List (CSV, XLSX or page)", _JAPAN.recognises, _JAPAN.parse),
    Importer(TAIWAN, "Taiwan's SHTC list (CSV, XLSX or page)", _taiwan, _TAIWAN.parse),
)
