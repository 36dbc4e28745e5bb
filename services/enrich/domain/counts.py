"""How many accelerators a notice asks for: cards, servers with cards, and what is not stated."""

import re
from dataclasses import dataclass, replace

from services.enrich.domain import servers
from services.enrich.domain.cards import Cards, cards_beside
from services.enrich.domain.goods import MOST_EACH, Goods
from services.enrich.domain.numerals import NUMBER, in_digits, whole
from services.enrich.domain.own_servers import own_clause, own_servers
from services.enrich.domain.servers import FILL

_BARE_QUANTITY = re.compile(rf"^{FILL}{{0,10}}[,，;；]?\s?(?:数量|qty|quantity)[:：]?\s?({NUMBER})")
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
    cards = cards_beside(ahead, behind) or _of_row(goods, start)
    if cards and (cards.meaning == "total" or _adds_up_to(cards.number, behind)):
        return _count(cards.number, f"{cards.number:,} x {name}")
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
    if stated or (boxes and cards.number <= MOST_EACH and goods and goods.describes_one(start)):
        return _times(stated or boxes, cards.number, name)
    return _of_cards(cards, boxes, name, in_server=servers.named(behind))


def _of_row(goods: Goods | None, start: int) -> Cards | None:
    """Return the cards that the quantity of the mention's row counts."""
    value = goods.row_cards(start) if goods else None
    return Cards(value, "total") if value else None


def _with_goods(goods: Goods, start: int, boxes: int | None, ahead: str) -> int | None:
    """Return the machines stated beside the chip, times the chassis that each hold so many."""
    if boxes and _NESTED.search(ahead):
        return boxes * (goods.machines(start, anywhere=False) or 1)
    return boxes


def _told(goods: Goods, start: int, each: int | None, cards: Cards | None) -> int | None:
    """Return the machines told elsewhere, for cards that are surely those of one machine."""
    of_one = cards is not None and (cards.meaning == "per server" or goods.describes_one(start))
    if each is None and (cards is None or not of_one or cards.number > MOST_EACH):
        return None
    return goods.machines(start, anywhere=each is not None)


def _of_each(each: int, boxes: int | None, cards: Cards | None, name: str) -> Count:
    """Return servers times cards, or the cards that are all of them: 32张, 单机8卡."""
    plain = cards.number if cards and cards.meaning == "cards" else 0
    if boxes is None and plain > each and plain % each == 0:
        return _count(plain, f"{plain:,} x {name}")
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


def _of_cards(cards: Cards, boxes: int | None, name: str, *, in_server: bool) -> Count:
    if cards.meaning == "per server" and boxes is not None:
        return _times(boxes, cards.number, name)
    if cards.meaning == "per server" and in_server:
        return _times(None, cards.number, name)
    return _count(cards.number, f"{cards.number:,} x {name}")


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
    counted = servers.per_server(*own) or cards_beside(*own)
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
