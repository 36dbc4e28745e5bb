"""The lines of what is bought, from a page's tables: name, brand, model, quantity, unit price."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from contracts.tenders import Item
from services.ingest.domain.amounts import read_money
from services.ingest.domain.evidence_of import evidence
from services.ingest.domain.labels import folded
from services.ingest.domain.masking import COVER
from services.ingest.domain.page import Cell, Page

# Column -> its headings in folded form; 数量 may carry the unit: "数量（台）".
_COLUMNS = {
    "name": (
        *("标的名称", "货物名称", "品目名称", "产品名称", "设备名称", "服务名称", "商品名称"),
        *(
            "采购标的",
            "主要中标标的名称",
            "中标标的名称",
            "中标标的",
            "标的",
            "货物或服务名称",
            "物资名称",
            "物品名称",
            "物品",
            "项目内容",
        ),
        *("品名及参数", "名称及参数", "名称及规格", "服务项", "服务项目", "货物名称及参数"),
        *("采购内容", "服务内容", "品名", "名称", "itemname", "item", "description"),
    ),
    "brand": (
        "品牌",
        "推荐品牌",
        "品牌(如有)",
        "制造商",
        "生产厂家",
        "厂家",
        "厂商",
        "品牌厂家",
        "brand",
    ),
    "model": (
        *("规格型号", "型号", "规格", "型号规格", "规格及型号", "型号和规格", "配置", "技术参数"),
        *("服务要求", "规格参数", "参数", "model", "specification"),
    ),
    "quantity": (
        "数量",
        "台数",
        "套数",
        "件数",
        "采购数量",
        "标的数量",
        "数量单位",
        "quantity",
        "qty",
    ),
    "unit": ("单位", "计量单位", "unit"),
    "unit_price": (
        *("单价", "单价预算", "预算单价", "中标单价", "投标单价", "unitprice", "单价限价"),
        *("最高单价", "单价最高限价", "最高限价单价", "最高单价限价", "限价单价", "单价控制价"),
        *("控制单价", "单价上限", "最高限制单价"),
    ),
    "package": ("包号", "标段", "标项", "分包号", "采购包", "合同包", "包组"),
}
_COLUMN_OF = {label: column for column, labels in _COLUMNS.items() for label in labels}
_DESCRIBES = frozenset(("brand", "model", "quantity", "unit_price"))
_QUANTITY = re.compile(
    r"^\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?\s*[（(]?([\u4e00-\u9fffA-Za-z]{0,6})[）)]?\s*$"
)
_MEASURE = re.compile(r"[（(]([\u4e00-\u9fff]{1,3})[）)]")
_SUM = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|序号)")
MAX_ITEMS, _MAX_NAME, _MAX_MODEL = 200, 200, 300


def items_of(page: Page) -> tuple[Item, ...]:
    """Return the items of every table that has a heading for them, in order."""
    found = [item for table in page.tables for item in _of_table(page, table)]
    return tuple(dict.fromkeys(found[:MAX_ITEMS]))


def _of_table(page: Page, table: list[list[Cell]]) -> Iterator[Item]:
    columns: dict[str, int] = {}
    measure = unit = ""
    for row in table:
        texts = [page.at(cell).strip() for cell in row]
        named = _columns(texts)
        if "name" in named and _DESCRIBES.intersection(named):
            columns = named
            measure, unit = _in_brackets(texts, named)
        elif columns and len(row) > max(columns.values()) and not _SUM.match(texts[0]):
            values = {column: texts[at] for column, at in columns.items() if texts[at]}
            place = row[columns["name"]]
            if item := _item(page, place, values, measure, unit):
                yield item
        else:
            columns = {}


def is_heading(text: str) -> bool:
    """Tell whether a text heads a column of items."""
    return folded(text)[0] in _COLUMN_OF


def _columns(texts: list[str]) -> dict[str, int]:
    """Where each column of items stands in a row of headings; the first of a kind counts."""
    found: dict[str, int] = {}
    for at, text in enumerate(texts):
        column = _COLUMN_OF.get(folded(text)[0])
        if column:
            found.setdefault(column, at)
    return found


def _in_brackets(texts: list[str], columns: Mapping[str, int]) -> tuple[str, str]:
    """The measure in 数量（台） and the money unit in 单价（万元）."""
    heading = texts[columns["quantity"]] if "quantity" in columns else ""
    counted = _MEASURE.search(heading)
    priced = folded(texts[columns["unit_price"]])[1] if "unit_price" in columns else ""
    named = heading[:1] if heading.endswith("数") else ""
    return counted[1] if counted else named, priced


def _item(
    page: Page, place: Cell, values: Mapping[str, str], measure: str, unit: str
) -> Item | None:
    name = values.get("name", "")
    if not name or len(name) > _MAX_NAME or COVER in name:
        return None
    counted = _QUANTITY.match(values.get("quantity", ""))
    price = read_money(values["unit_price"], unit) if "unit_price" in values else None
    return Item(
        name=name,
        brand=values.get("brand"),
        model=values.get("model", "")[:_MAX_MODEL] or None,
        quantity=Decimal(counted[1].replace(",", "")) if counted else None,
        unit=values.get("unit") or (counted[2] if counted else "") or measure or None,
        unit_price=price.value if price and price.currency == "CNY" else None,
        package=values.get("package"),
        evidence=evidence(page.text, (place.start, place.end), "column of items"),
    )
