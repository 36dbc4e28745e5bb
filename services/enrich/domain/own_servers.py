"""Servers that a notice counts together with their cards, right beside the model."""

import re

from services.enrich.domain import servers
from services.enrich.domain.numerals import NUMBER, whole
from services.enrich.domain.servers import CARD, FILL, MOST_IN_A_SERVER

_BRACKET_OPENS = re.compile(
    rf"({NUMBER})\s?(?:台|套|个?节点)\s?[(（](?:{FILL}|每台|单台|配置|含){{0,8}}$"
)
_BRACKET_TIMES = re.compile(rf"^{FILL}{{0,8}}\s?[x*]\s?({NUMBER})[^)）\d]{{0,6}}[)）]")
_MACHINE_OPENS = re.compile(rf"(?:云主机|云服务器|实例|虚拟机|工作站)\s?[(（]{FILL}{{0,4}}$")
# A desktop has one graphics card unless it says otherwise.
_DESKTOP = re.compile(
    rf"(?:工作站|台式机|电脑|计算机|笔记本)\s?({NUMBER})\s?台[，,]?\s?(?:每台)?(?:配置?备?|含|搭载|内置|均配)"
    rf"{FILL}{{0,6}}$"
)
_STATES_CARDS = re.compile(
    rf"^{FILL}{{0,8}}\s?[x*]?\s?{NUMBER}\s?(?:{CARD}|$)|^{FILL}{{0,8}}\s?[x*]"
)
_OF_A_SERVER = re.compile(
    rf"^{FILL}{{0,4}}([1-9]|1[0-6]|[一二四八])\s?卡\s?(?:gpu|ai|计算)?(?:服务器|节点|主机)"
)
# "（2台16卡）": sixteen in all, for two servers of eight.
_SPLIT_SUM = re.compile(
    rf"^{FILL}{{0,4}}(?:服务器|节点)?\s?[(（]\s?({NUMBER})\s?台\s?({NUMBER})\s?卡\s?[)）]"
)
_SO_MANY_CARDS = r"(单|双|[1-9]|1[0-6]|[一二四八])"
# "推理工作站10台（单卡）", "RTX 5090，单卡，24台"
_EACH_BEHIND = re.compile(
    rf"^{FILL}{{0,6}}[\u4e00-\u9fff]{{0,4}}(?:工作站|服务器|主机|节点)\s?({NUMBER})\s?(?:台|套|个)\s?[(（]"
    rf"\s?(?:[每单](?:台|机|节点)|各)?{_SO_MANY_CARDS}\s?[卡张块]"
)
# "训练服务器（Atlas 800T A2，8卡）10台"
_EACH_IN_BRACKETS = re.compile(
    rf"^{FILL}{{0,6}}[\u4e00-\u9fff]{{0,4}}(?:工作站|服务器|主机|节点)\s?[(（][^()（）。\n]{{0,24}}?(?<![\d.])"
    rf"{_SO_MANY_CARDS}\s?[卡张块][)）]\s?({NUMBER})\s?(?:台|套|个)"
)
_CARDS_THEN_BOXES = re.compile(
    rf"^{FILL}{{0,6}}[,，]\s?{_SO_MANY_CARDS}\s?卡(?:/台)?[,，]\s?({NUMBER})\s?(?:台|套|个?节点)"
)
# "6 x 8-GPU servers. The GPU shall be H100"
_BOXES_OF_CARDS = re.compile(r"(?<![\d.])(\d{1,4})\s?x\s?(\d{1,2})-gpu\b[^;\n]{0,70}$")
_ONE_CARD = re.compile(rf"^\s?(?:单[卡张])?\s?[)）]\s?({NUMBER})\s?台")


def own_servers(ahead: str, behind: str) -> tuple[int, int] | None:
    """Return servers and cards of each: "训练服务器2台（H200×8）", "云主机（T4 单卡）20台"."""
    boxes, cards = _BRACKET_OPENS.search(ahead), _BRACKET_TIMES.match(behind)
    if boxes and cards:
        return whole(boxes[1]) or 0, whole(cards[1]) or 0
    if (alone := _DESKTOP.search(ahead)) and not _STATES_CARDS.match(behind):
        return whole(alone[1]) or 0, 1
    if (both := _SPLIT_SUM.match(behind)) and (whole(both[2]) or 0) > MOST_IN_A_SERVER:
        boxes_, total_ = whole(both[1]) or 1, whole(both[2]) or 0
        return (boxes_, total_ // boxes_) if total_ % boxes_ == 0 else None
    if found := _BOXES_OF_CARDS.search(ahead):
        return int(found[1]), int(found[2])
    if found := _EACH_BEHIND.match(behind):
        return whole(found[1]) or 0, _so_many(found[2])
    if found := _EACH_IN_BRACKETS.match(behind) or _CARDS_THEN_BOXES.match(behind):
        return whole(found[2]) or 0, _so_many(found[1])
    alone = _ONE_CARD.match(behind) if _MACHINE_OPENS.search(ahead) else None
    return (whole(alone[1]) or 0, 1) if alone else None


def _so_many(printed: str) -> int:
    return 1 if printed == "单" else whole(printed) or 0


def own_clause(ahead: str, behind: str) -> tuple[int, int] | None:
    """Return them where a semicolon ends another item and the mention's own clause has both.

    "H20服务器2台，每台8卡；L4服务器5台，每台4卡": the L4 servers are five.
    """
    before, _, clause = ahead.rpartition(";")
    if not before or not servers.named(behind):
        return None
    rest = behind.split(";", 1)[0]
    each, boxes = servers.per_server(clause, rest), servers.number(clause, rest)
    if each is None and (own := _OF_A_SERVER.match(rest)):
        each = whole(own[1])
    return (boxes, each) if boxes and each else None
