"""How many accelerators a notice asks for: cards, servers with cards, and what is not stated."""

import re
from dataclasses import dataclass, replace

from services.enrich.domain import servers
from services.enrich.domain.goods import MOST_EACH, Goods
from services.enrich.domain.numerals import NUMBER, in_digits, whole
from services.enrich.domain.own_servers import own_clause, own_servers
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
_BARE_QUANTITY = re.compile(rf"^{FILL}{{0,10}}[,，;；]?\s?(?:数量|qty|quantity)[:：]?\s?({NUMBER})")
_TOTAL = re.compile(r"(共|合计|总计|总共|总数|in total)[^。\n\d]{0,8}$")
# A configuration line describes one machine: "配置8块A100", "GPU：8块A100".
_CONFIGURED = re.compile(
    r"(配置|配备|配(?![件送套给])|搭载|内置|含|装有|每机|(?:台|套|节点)[:：]|gpu[:：]|显卡[:：]|加速卡[:：]|计算卡[:：])[^。；;\n\d]{0,14}$"
)
_PER_BOX_EARLIER = re.compile(r"(?:每|单)(?:台|机|个?节点)[^。]{0,90}$")
_BRACKET = re.compile(r"^\s?[(（][^()（）\d]{0,24}[)）]")
_BREAKDOWN = re.compile(rf"({NUMBER})\s?(?:台|个?节点)\s?[x*]?\s?(?:每台)?({NUMBER})\s?[卡张块]")
# A numbered line is another good: its servers are not those of the line above.
_NEXT_SENTENCE = re.compile(
    r"。|\n\s*\n|[；;]\s*\n|\n\s*(?=[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[.、．)）](?!\d))"
)
# What stands in a table above is told of other goods.
_ROW = re.compile(r"(?s).*\n?[^\n]*\t[^\n]*\t[^\n]*\n")
_REACH_BEFORE, _REACH_AFTER = 110, 60
_QUANTITY_LINE = re.compile(
    rf"(?:^|\n)[^\n]{{0,4}}数\s*量[:：]\s?({NUMBER})\s?[台套]?\s*(?=\n|$)|数量\t({NUMBER})\t(?:计量)?单位\t[台套]"
)
_SPECIFIES = re.compile(
    r"[^\n:：]{0,4}(?:参数|配置|规格|技术|物资名称|标的)[^\n:：\t]{0,14}[:：\t]"
)
# "每套为1个刀箱，内含4个计算节点；每节点…": the nodes of one of the machines that are counted.
_NESTED = re.compile(
    rf"每(?:套|台|箱|柜)[^。\n]{{0,20}}?(?:含|配|有)[^\d。；;\n]{{0,4}}{NUMBER}\s?个?[^\d。；;，,\n]{{0,4}}节点"
)
_MOST = 1_000_000
_PER_SERVER, _TOTAL_OF_ALL, _CARDS = "per server", "total", "cards"


@dataclass(frozen=True, slots=True)
class Count:
    """Accelerators, with the sum in words; `value` None where the notice does not state it.

    `of_servers`: the value is a number of servers times their cards.
    """

    value: int | None = None
    sentence: str | None = None
    of_servers: bool = False


NOT_STATED = Count()


def count_at(masked: str, start: int, end: int, name: str, goods: Goods | None = None) -> Count:
    """Return the count stated around a mention of `name` at [start, end) of the masked text.

    `goods` is what the whole notice counts; without it only the words around the mention tell.
    """
    around = _sentence_before(masked, start), _BRACKET.sub("", _sentence_after(masked, end))
    ahead, behind = _narrowed(masked, start, end, around)
    if own := own_clause(ahead, behind) or own_servers(ahead, behind):
        return _times(*own, name)
    cards = _cards(ahead, behind) or _of_row(goods, start)
    if cards and (cards[1] == _TOTAL_OF_ALL or _adds_up_to(cards[0], behind)):
        return _count(cards[0], f"{cards[0]:,} x {name}")
    each = servers.per_server(ahead, behind)
    if each is None and cards is None:
        each = servers.by_product(ahead, behind)
    boxes = (goods.row(start) if goods else None) or servers.number(ahead, behind)
    stated = _machines_stated(masked, start) if boxes is None else None
    if goods and (each or cards) and stated is None:
        boxes = _with_goods(goods, start, boxes, ahead) or _told(goods, start, each, cards)
    if each is not None:
        return _of_each(each, boxes or stated, cards, name)
    if cards is None:
        return _told_elsewhere(goods, start, boxes, name) or _only_boxes(behind, boxes, name)
    if stated or (boxes and cards[0] <= MOST_EACH and goods and goods.describes_one(start)):
        return _times(stated or boxes, cards[0], name)
    return _of_cards(*cards, boxes, name, in_server=servers.named(behind))


def _of_row(goods: Goods | None, start: int) -> tuple[int, str] | None:
    """Return the cards that the quantity of the mention's row counts."""
    value = goods.row_cards(start) if goods else None
    return (value, _TOTAL_OF_ALL) if value else None


def _with_goods(goods: Goods, start: int, boxes: int | None, ahead: str) -> int | None:
    """Return the machines stated beside the chip, times the chassis that each hold so many."""
    if boxes and _NESTED.search(ahead):
        return boxes * (goods.machines(start, anywhere=False) or 1)
    return boxes


def _told(goods: Goods, start: int, each: int | None, cards: tuple[int, str] | None) -> int | None:
    """Return the machines told elsewhere, for cards that are surely those of one machine."""
    of_one = cards is not None and (cards[1] == _PER_SERVER or goods.describes_one(start))
    if each is None and (cards is None or not of_one or cards[0] > MOST_EACH):
        return None
    return goods.machines(start, anywhere=each is not None)


def _of_each(each: int, boxes: int | None, cards: tuple[int, str] | None, name: str) -> Count:
    """Return servers times cards, or the cards that are all of them: 32张, 单机8卡."""
    whole_ = cards and cards[1] == _CARDS and cards[0] > each and cards[0] % each == 0
    if boxes is None and cards and whole_:
        return _count(cards[0], f"{cards[0]:,} x {name}")
    return _times(boxes, each, name)


def _told_elsewhere(goods: Goods | None, start: int, boxes: int | None, name: str) -> Count | None:
    """Return the count where neither the cards nor a total stand beside the mention."""
    if goods is None:
        return None
    if each := goods.each(start):
        return _times(boxes or goods.machines(start, anywhere=True), each, name)
    if boxes and (each := goods.each_of_all):
        return _times(boxes, each, name)
    value = goods.cards(start)
    return _count(value, f"{value:,} x {name}") if value else None


def _of_cards(value: int, meaning: str, boxes: int | None, name: str, *, in_server: bool) -> Count:
    if meaning == _PER_SERVER and boxes is not None:
        return _times(boxes, value, name)
    if meaning == _PER_SERVER and in_server:
        return Count(None, f"{value} x {name} a server; number of servers not stated")
    return _count(value, f"{value:,} x {name}")


def _machines_stated(masked: str, start: int) -> int | None:
    """The machines of a notice that says 数量：2台 once, for a line that describes one of them."""
    line = masked[masked.rfind("\n", 0, start) + 1 : start]
    stated = list(_QUANTITY_LINE.finditer(masked))
    if len(stated) != 1 or not _SPECIFIES.match(line):
        return None
    return whole(stated[0][1] or stated[0][2])


def _adds_up_to(value: int, behind: str) -> bool:
    """Return whether a breakdown follows whose product is the number: 64卡（8台8卡）."""
    found = _BREAKDOWN.search(behind)
    return found is not None and (whole(found[1]) or 0) * (whole(found[2]) or 0) == value


def _times(boxes: int | None, each: int, name: str) -> Count:
    if boxes is None:
        return Count(None, f"{each} x {name} a server; number of servers not stated")
    total = boxes * each
    noun = "server" if boxes == 1 else "servers"
    count = _count(total, f"{boxes:,} {noun} x {each} {name} = {total:,}")
    return replace(count, of_servers=count.value is not None)


def _only_boxes(behind: str, boxes: int | None, name: str) -> Count:
    if boxes is not None and servers.named(behind):
        return Count(None, f"{boxes:,} servers with {name}; cards a server not stated")
    if (found := _BARE_QUANTITY.match(behind)) and (value := whole(found[1])):
        return _count(value, f"{value:,} x {name}")
    return NOT_STATED


def _cards(ahead: str, behind: str) -> tuple[int, str] | None:
    """Return the number of cards and what it describes: one server, all of them, or just cards."""
    if value := _stated_total(behind):
        return value, _TOTAL_OF_ALL
    if found := _TOTAL_AHEAD.search(ahead):
        return whole(found[1]) or 0, _TOTAL_OF_ALL
    if ahead.endswith("双"):
        return 2, _PER_SERVER
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


def _pair(printed: str, unit: str, ahead: str) -> tuple[int, str] | None:
    value = whole(printed)
    if not value:
        return None
    if _TOTAL.search(ahead):
        return value, _TOTAL_OF_ALL
    config = _CONFIGURED.search(ahead) or _PER_BOX_EARLIER.search(ahead)
    return value, _PER_SERVER if unit in ("卡", "x") or config else _CARDS


def _narrowed(masked: str, start: int, end: int, around: tuple[str, str]) -> tuple[str, str]:
    """Return the words of the mention's own cell or line, if they tell of machines and cards.

    In "8台，每台8卡A800<tab>7台，每台8卡A800" each cell is a statement of its own; so is a line,
    though a sentence may run over several.
    """
    cell = around[0].rpartition("\t")[2], around[1].partition("\t")[0]
    if "\t" in "".join(around) and servers.number(*cell) and servers.per_server(*cell):
        return cell
    line = masked.rfind("\n", 0, start) + 1, masked.find("\n", end)
    ahead = in_digits(masked[max(line[0], start - _REACH_BEFORE) : start])
    behind = in_digits(
        masked[end : min(line[1] if line[1] >= 0 else len(masked), end + _REACH_AFTER)]
    )
    own = _NEXT_SENTENCE.split(ahead)[-1], _BRACKET.sub("", _NEXT_SENTENCE.split(behind)[0])
    counted = servers.per_server(*own) or _cards(*own)
    return own if counted and servers.number(*own) else around


def _sentence_before(masked: str, start: int) -> str:
    text = in_digits(masked[max(0, start - _REACH_BEFORE) : start])
    if _in_table(masked, start):
        return text.rsplit("\n", 1)[-1]
    if row := _ROW.search(text):
        text = text[row.end() :]
    return _NEXT_SENTENCE.split(text)[-1].replace("\n", " ")


def _sentence_after(masked: str, end: int) -> str:
    text = in_digits(masked[end : end + _REACH_AFTER])
    if _in_table(masked, end):
        return text.split("\n", 1)[0]
    return _NEXT_SENTENCE.split(text)[0].replace("\n", " ")


def _in_table(masked: str, at: int) -> bool:
    """Return whether the line is a row of a table: its neighbours are other goods."""
    first = masked.rfind("\n", 0, at) + 1
    last = masked.find("\n", at)
    return masked.find("\t", first, len(masked) if last < 0 else last) >= 0


def _count(value: int, sentence: str) -> Count:
    return Count(value, sentence) if 0 < value <= _MOST else NOT_STATED
