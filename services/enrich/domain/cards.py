"""The cards stated right beside a model, and what their number describes: one server, or all."""

import re
from typing import Literal, NamedTuple

from services.enrich.domain.numerals import NUMBER, whole
from services.enrich.domain.servers import CARD, FILL, MOST_IN_A_SERVER

_LABEL = (
    r"(?:[,，:：;；]|数量|共计?|合计|总计|总数|各|约|仍|不少于|不低于|至少|≥|>=|为|需|配置|租赁|租用|池|规模|独占|专享|可用|并发|配额"
    r"|quantity|qty)"
)
# A number with x: "8xA100", "A100 80G*8"; memory sizes are no counts.
_TIMES_BEFORE = re.compile(rf"({NUMBER})\s?[x*]\s?(?:\d{{2,3}}\s?gb?\s?)?{FILL}{{0,6}}$")
_TIMES_AFTER = re.compile(rf"^{FILL}{{0,10}}\s?[x*]\s?({NUMBER})(?!\d|\s?gb?)")
_CARDS_BEFORE = re.compile(
    rf"(?:(?<!\d,)|(?=\d{{1,2}}\s?[卡张块片颗枚]))(?<![a-z\d.])({NUMBER})\s?(卡|张|块|片|颗|枚)(?!时)(?:[,，]\s?(?:型号|性能|算力|规格)[为是:：]?(?:≥|>=|不低于|不小于|达到|优于)?)?{FILL}{{0,10}}$"
)
_CARDS_AFTER = re.compile(
    rf"^(?:{FILL}|{_LABEL}){{0,14}}?(?:(?<![a-z\d.])|(?<=[a-z])(?!\d))({NUMBER})\s?[(]?({CARD}|个gpu|gpus?|cards?)"
)
# "总规模1024卡的集群，采用昇腾910B": the number before is the sum.
_TOTAL_AHEAD = re.compile(
    rf"(?:总规模|规模|总量|总数|共计?|合计)[^。；;\n\d§]{{0,6}}?({NUMBER})\s?[卡张块](?!时)[^。；;\n§]{{0,24}}$"
)
_CLAIMED = re.compile(rf"§{FILL}{{0,8}}{NUMBER}\s?{CARD}{FILL}{{0,10}}$")
_PLAIN_BEFORE = re.compile(r"(?<![\d.,\-/])(\d{1,5})\s(?:x\s)?(?:nvidia\s|amd\s|tesla\s)*$")
_PLAIN_AFTER = re.compile(
    r"^\s?(?:\d{2,3}\s?gb\s)?(?:sxm\d?\s|pcie\s)?(?:gpus?|cards?|accelerators?)\b"
)
_TOTAL_AFTER = re.compile(
    rf"^[^。；;\n§]{{0,40}}?(?:共计?|合计|总计|总共|总数|总?规模为?|in total)[:：]?\s?({NUMBER})\s?"
    rf"(?:{CARD}|gpus?|cards?)"
)
# "20台（160卡）": more than a server holds, so it is the sum.
_SUM_IN_BRACKETS = re.compile(
    rf"^[^。；;\n§]{{0,24}}?{NUMBER}\s?(?:台|套|个?节点)\s?[(（]\s?(?:共|合计)?({NUMBER})\s?[卡张块][^)）\d]{{0,6}}[)）]"
)
_LABELLED_CARDS = re.compile(
    rf"^[^。\n§]{{0,24}}?(?:gpu|卡)(?:卡)?(?:数量?|总数)[:：]\s?({NUMBER})(?!\s?[台套gG%.])"
)
_TOTAL = re.compile(r"(共|合计|总计|总共|总数|in total)[^。\n\d]{0,8}$")
# A configuration line describes one machine: "配置8块A100", "GPU：8块A100".
_CONFIGURED = re.compile(
    r"(配置|配备|配(?![件送套给])|搭载|内置|含|装有|每机|(?:台|套|节点)[:：]|gpu[:：]|显卡[:：]|加速卡[:：]|计算卡[:：])[^。；;\n\d]{0,14}$"
)
_PER_BOX_EARLIER = re.compile(r"(?:每|单)(?:台|机|个?节点)[^。]{0,90}$")

Meaning = Literal["per server", "total", "cards"]


class Cards(NamedTuple):
    """A number of cards: those of one server, of all that is bought, or just so many."""

    number: int
    meaning: Meaning


def cards_beside(ahead: str, behind: str) -> Cards | None:
    """Return the number of cards and what it describes: one server, all of them, or just cards."""
    if value := _stated_total(behind):
        return Cards(value, "total")
    if found := _TOTAL_AHEAD.search(ahead):
        return Cards(whole(found[1]) or 0, "total")
    if ahead.endswith("双"):
        return Cards(2, "per server")
    own = _CARDS_AFTER.match(behind)
    # In "A100 8张 H100 16张" the number before the second name is the first one's.
    found = None if own and _CLAIMED.search(ahead) else _CARDS_BEFORE.search(ahead)
    if found:
        return _pair(found[1], found[2], ahead[: found.start()])
    if found := _TIMES_BEFORE.search(ahead) or _TIMES_AFTER.match(behind):
        return _pair(found[1], "x", "")
    if own:
        before = ahead if _CONFIGURED.search(ahead) else ahead + behind[: own.start(1)]
        return _pair(own[1], own[2], before)
    if (found := _PLAIN_BEFORE.search(ahead)) and _PLAIN_AFTER.match(behind):
        return _pair(found[1], "gpu", ahead[: found.start()])
    return None


def _stated_total(behind: str) -> int | None:
    if total := _TOTAL_AFTER.match(behind) or _LABELLED_CARDS.match(behind):
        return whole(total[1])
    total = _SUM_IN_BRACKETS.match(behind)
    value = whole(total[1]) if total else None
    return value if value and value > MOST_IN_A_SERVER else None


def _pair(printed: str, unit: str, ahead: str) -> Cards | None:
    value = whole(printed)
    if not value:
        return None
    if _TOTAL.search(ahead):
        return Cards(value, "total")
    config = _CONFIGURED.search(ahead) or _PER_BOX_EARLIER.search(ahead)
    return Cards(value, "per server" if unit in ("卡", "x") or config else "cards")
