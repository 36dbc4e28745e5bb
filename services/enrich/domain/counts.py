"""How many accelerators a notice asks for: cards, servers with cards, and what is not stated."""

import re
from dataclasses import dataclass

from services.enrich.domain.numerals import NUMBER, whole

# Cards, but not card-hours; servers; servers need not be called so.
_CARD = r"(?:张|块|片|颗|枚|卡(?!时|·|小时|天|月|年|日|槽))"
_BOX = r"(?:台|套|个节点|节点|个实例|实例|架)"
_FILL = (
    r"(?:\s|[()（）\[\]\"'“”]|nvidia|英伟达|tesla|amd|华为|gpus?|hgx|dgx|sxm\d?|pcie|nvl(?:ink)?|hbm\d?e?|"
    r"\d{2,3}\s?gb?(?![a-z])|显存|版本?|型号?|系列|的|显卡|计算卡|加速卡|算力卡|训练卡|推理卡|图形卡|"
    r"处理器|芯片|模组|卡|§)"
)
_LABEL = (
    r"(?:[,，:：;；]|数量|共计?|合计|总计|总数|各|约|不少于|不低于|至少|≥|>=|为|需|配置"
    r"|quantity|qty)"
)

_MULTIPLIED_BEFORE = re.compile(rf"({NUMBER})\s?[x*]\s?(?:\d{{2,3}}\s?gb?\s?)?{_FILL}{{0,6}}$")
_CARDS_BEFORE = re.compile(rf"(?<![a-z\d.,])({NUMBER})\s?(卡|张|块|片|颗|枚)(?!时){_FILL}{{0,10}}$")
_CLAIMED = re.compile(rf"§{_FILL}{{0,8}}{NUMBER}\s?{_CARD}{_FILL}{{0,10}}$")
_EACH_BEFORE = re.compile(
    rf"(?:每|单|1|一)(?:台|个?节点|套|个?实例|机)[^。\n]{{0,24}}?(?<![\d.])({NUMBER})\s?{_CARD}"
    r"[^\d。\n]{0,24}$"
)
_EACH_ENGLISH = re.compile(rf"each (?:with|has|having|of)?\s?({NUMBER})\s?x?\s?{_FILL}{{0,8}}$")

_MULTIPLIED_AFTER = re.compile(rf"^{_FILL}{{0,10}}\s?[x*]\s?({NUMBER})(?!\s?(?:gb?|\d))")
_CARDS_AFTER = re.compile(
    rf"^(?:{_FILL}|{_LABEL}){{0,14}}?(?<![\d.])({NUMBER})\s?({_CARD}|个gpu|gpus?|cards?)"
)
_EACH_AFTER = re.compile(
    rf"^[^。\n]{{0,40}}?每(?:台|个?节点|套|个?实例|机)[^。\n]{{0,12}}?({NUMBER})\s?{_CARD}"
)
_BARE_QUANTITY = re.compile(
    rf"^(?:{_FILL}){{0,10}}[,，;；]?\s?(?:数量|qty|quantity)[:：]?\s?({NUMBER})"
)
_SERVER_AFTER = re.compile(
    r"^(?:\s|[()]|\d{2,3}\s?gb?|gpu|sxm\d?|nvlink|pcie|的|\d?卡|算力|ai|云)*"
    r"(服务器|云主机|云服务器|主机|节点|工作站|一体机|整机|实例|集群|server|instance|node)"
)
_BOXES = re.compile(rf"(?<![\d.每单])({NUMBER})\s?(?:个|)\s?{_BOX}(?!式|账)")
_BOXES_AFTER_NAME = re.compile(
    rf"(?:服务器|云主机|主机|节点|工作站|实例|一体机|servers?|instances?|nodes?)[^\d。\n]{{0,10}}?({NUMBER})"
    rf"\s?{_BOX}"
)
_ENGLISH_BOXES = re.compile(rf"({NUMBER})\s?(?:cloud\s|gpu\s)?(?:servers?|instances?|nodes?)\b")
_TOTAL = re.compile(r"(共|合计|总计|总共|总数)[^。\n\d]{0,8}$")
_REACH_BEFORE, _REACH_AFTER = 70, 60
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Count:
    """Accelerators, with the sum in words; `value` None where the notice does not state it."""

    value: int | None = None
    sentence: str | None = None


NOT_STATED = Count()


def count_at(masked: str, start: int, end: int, name: str) -> Count:
    """Return the count stated around a mention of `name` at [start, end) of the masked text."""
    ahead = _sentence_before(masked, start)
    behind = _sentence_after(masked, end)
    each = _each(ahead, behind, is_dgx=_is_dgx(masked, start))
    boxes = _boxes(ahead, behind)
    if each is not None:
        return _servers(boxes, each, name)
    cards = _cards(ahead, behind)
    if cards is None:
        return _only_boxes(ahead, behind, boxes, name)
    value, per_box = cards
    if per_box and boxes is not None:
        return _servers(boxes, value, name)
    if per_box and _SERVER_AFTER.match(behind):
        return Count(None, f"{value} x {name} a server; number of servers not stated")
    return _count(value, f"{value:,} x {name}")


def _servers(boxes: int | None, each: int, name: str) -> Count:
    if boxes is None:
        return Count(None, f"{each} x {name} a server; number of servers not stated")
    total = boxes * each
    servers = "server" if boxes == 1 else "servers"
    return _count(total, f"{boxes:,} {servers} x {each} {name} = {total:,}")


def _only_boxes(ahead: str, behind: str, boxes: int | None, name: str) -> Count:
    if (found := _BARE_QUANTITY.match(behind)) and (value := whole(found[1])):
        return _count(value, f"{value:,} x {name}")
    if boxes is not None and _SERVER_AFTER.match(behind):
        return Count(None, f"{boxes:,} servers with {name}; cards a server not stated")
    return NOT_STATED


def _each(ahead: str, behind: str, *, is_dgx: bool) -> int | None:
    """Return cards a server where the notice says so with 'each', or by the product (DGX = 8)."""
    found = _EACH_BEFORE.search(ahead) or _EACH_ENGLISH.search(ahead) or _EACH_AFTER.match(behind)
    if found:
        return whole(found[1])
    return 8 if is_dgx and _cards(ahead, behind) is None else None


def _cards(ahead: str, behind: str) -> tuple[int, bool] | None:
    """Return the number of cards and whether it describes one server (8卡) rather than all."""
    own = _CARDS_AFTER.match(behind)
    # In "A100 8张 H100 16张" the number before the second name is the first one's.
    found = None if own and _CLAIMED.search(ahead) else _CARDS_BEFORE.search(ahead)
    if found:
        total = _TOTAL.search(ahead[: found.start()])
        return _pair(found[1], per_box=found[2] == "卡" and not total)
    if found := _MULTIPLIED_BEFORE.search(ahead):
        return _pair(found[1], per_box=True)
    if found := _MULTIPLIED_AFTER.match(behind):
        return _pair(found[1], per_box=True)
    if own:
        total = _TOTAL.search(behind[: own.start(1)])
        return _pair(own[1], per_box=own[2].startswith("卡") and not total)
    return None


def _pair(printed: str, *, per_box: bool) -> tuple[int, bool] | None:
    value = whole(printed)
    return (value, per_box) if value else None


def _boxes(ahead: str, behind: str) -> int | None:
    """Return the number of servers stated nearest to the mention, behind it first."""
    for text, last in ((behind, False), (ahead, True)):
        for pattern in (_BOXES_AFTER_NAME, _BOXES, _ENGLISH_BOXES):
            found = [whole(each[1]) for each in pattern.finditer(text)]
            values = [value for value in found if value]
            if values:
                return values[-1] if last else values[0]
    return None


def _is_dgx(masked: str, start: int) -> bool:
    return masked[max(0, start - 8) : start].rstrip(" -").endswith("dgx")


def _sentence_before(masked: str, start: int) -> str:
    text = masked[max(0, start - _REACH_BEFORE) : start]
    return re.split(r"。|\n\s*\n", text)[-1].replace("\n", " ")


def _sentence_after(masked: str, end: int) -> str:
    text = masked[end : end + _REACH_AFTER]
    return re.split(r"。|\n\s*\n", text)[0].replace("\n", " ")


def _count(value: int, sentence: str) -> Count:
    return Count(value, sentence) if 0 < value <= _MOST else NOT_STATED
