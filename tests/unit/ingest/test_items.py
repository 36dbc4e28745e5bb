"""The lines of what is bought are read from tables with a heading for them, and from no other."""

from decimal import Decimal

from tests.unit.ingest.test_layouts import draft

HEAD = "<tr><td>序号</td><td>货物名称</td><td>品牌</td><td>规格型号</td><td>{}</td><td>{}</td></tr>"
ROW = (
    "<tr><td>1</td><td>GPU服务器</td><td>示例</td>"
    "<td>S-1（8×A800）</td><td>2</td><td>228.4</td></tr>"
)


def table(quantity: str = "数量（台）", price: str = "单价（万元）", rows: str = ROW) -> str:
    head = HEAD.format(quantity, price)
    return f"<h1>示例大学设备采购中标公告</h1><table>{head}{rows}</table>"


def test_an_item_keeps_its_words_and_takes_measure_and_unit_from_the_heading() -> None:
    (item,) = draft(table()).items

    assert (item.name, item.brand, item.model) == ("GPU服务器", "示例", "S-1（8×A800）")
    assert (item.quantity, item.unit, item.unit_price) == (2, "台", Decimal(2_284_000))
    assert item.evidence is not None
    assert item.evidence.quote == "GPU服务器"


def test_a_unit_beside_the_number_is_the_measure() -> None:
    (item,) = draft(table("数量", rows=ROW.replace("<td>2</td>", "<td>3套</td>"))).items

    assert (item.quantity, item.unit) == (3, "套")


def test_sums_and_remarks_are_no_items() -> None:
    rows = ROW + "<tr><td>合计</td><td></td><td></td><td></td><td></td><td>456.8</td></tr>"

    assert len(draft(table(rows=rows)).items) == 1


def test_a_table_of_suppliers_has_no_items() -> None:
    page = (
        "<table><tr><td>包号</td><td>中标供应商</td><td>中标金额</td></tr>"
        "<tr><td>1</td><td>甲示例科技有限公司</td><td>12元</td></tr></table>"
    )

    assert draft("<h1>示例大学中标公告</h1>" + page).items == ()
