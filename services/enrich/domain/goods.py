"""How many machines a notice orders, told elsewhere than beside the chip: in a row, a head, a list.

"GPU计算节点 6台" may stand in a table and "单台配置4块L40S" in a section under that name.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from services.enrich.domain import servers
from services.enrich.domain.numerals import NUMBER, in_digits, whole
from services.enrich.domain.outline import Group, Line, Outline, cells

_BOX_UNIT = r"(?:台|套|部|架|个?节点|units?|sets?|nodes?|servers?)"
_CARD_UNIT = r"(?:张|块|片|颗|枚|卡|cards?|gpus?)"
_PIECE_UNIT = r"(?:个|件|只|pcs|ea|项)"
_UNIT = re.compile(rf"\(?({_BOX_UNIT}|{_CARD_UNIT}|{_PIECE_UNIT})\)?(?:/.*)?")
_COUNTED = re.compile(rf"({NUMBER})\s?\(?({_BOX_UNIT}|{_CARD_UNIT}|{_PIECE_UNIT})\)?(?:\(.*)?")
_COUNT = re.compile(r"\d{1,6}(?:\.0+)?")
_QUANTITY_HEAD = re.compile(r"(?:采购|预估|需求|预计|标的)?(?:数量|台数|套数|quantity|qty).{0,8}")
_IS_BOX = re.compile(_BOX_UNIT)
_IS_CARD = re.compile(_CARD_UNIT)
_MACHINE = re.compile(
    r"服务器|伺服器|工作站|一体机|节点|主机|整机|算力机|server|workstation|node|instance|system"
)
_WITH_CARDS = re.compile(
    r"§|gpu|ai|智算|训练|推理|加速|异构|深度学习|图形|渲染|算力|计算节点|计算服务器"
)
_OTHER_MACHINES = re.compile(
    r"存储|管理|登录|登陆|网络|交换|备份|数据库|通用|cpu|胖节点|显示|监控|安全|堡垒|文件"
)
_NUMBER_OF = re.compile(
    rf"^(?:\d{{1,3}}\t)?[^:\t]{{0,12}}(?:服务器|节点|主机|工作站|设备|整机|机器)?(?:采购)?(?:数量|台数|套数)\s?[:\t|]\s*"
    rf"(?:[^\t]*\t)?({NUMBER})\s?(?:{_BOX_UNIT}|$)"
)
_CARDS_OF = re.compile(
    rf"(?:卡数|卡数量|gpu数量?|显卡数量?|加速卡数量?|卡总数|可用卡)[^。;\n\d]{{0,8}}?({NUMBER})\s?{_CARD_UNIT}"
)
_EACH = re.compile(
    rf"(?:每|单)(?:台|节点|机|套|个节点|部)[^。;\n]{{0,16}}?(?<![\d.])({NUMBER})\s?"
    rf"(?:张|块|片|卡)(?!槽|位|网|{servers.OTHER_PARTS})"
)
_ONE = re.compile(
    r"(?:每|单)(?:台|节点|机|套|个节点|部)|各配|配置(?:如下|要求|清单)|配备如下|each\b"
)
# What a name of machines may end in where it is looked up, beside the machine words.
_NAMEABLE = re.compile(rf"{_MACHINE.pattern}|系统|机箱|刀箱|平台")
# "01包：", "A型：": the label of a row, or of a part of its name.
_LABEL = re.compile(
    r"(?:第)?0?([\da-z一二三四五六七八九十]{1,2})(号?包|包件|标段|型|款|类)|(包|标段|标项)0?(\d{1,2})"
)
_NUMBERED = re.compile(r"^(?:品目|标的|标项|标段|包)\s?[\d一二三四五六七八九十]{0,2}\s?[:.、]\s?")
_NAME_END = re.compile(r"[:,。;(（]|数量|不少于|≥")
_SHORTEST_NAME, _LONGEST_NAME = 3, 30
MOST_EACH = 16


class Goods:
    """The machines of one notice; offsets and text are those of the masked flat text."""

    def __init__(self, masked: str) -> None:
        self.outline = Outline(masked)

    def row(self, offset: int) -> int | None:
        """Return the machines that the table's row at `offset` counts, None outside of such."""
        at = self.outline.at(offset)
        return self._of_row(at) if self.outline.lines[at].table >= 0 else None

    def machines(self, offset: int, *, anywhere: bool) -> int | None:
        """Return how many machines the line at `offset` tells of, None if that is not stated.

        `anywhere`: also the only machines with cards that the notice counts, wherever it does.
        """
        at = self.outline.at(offset)
        for head in self.outline.above(at):
            if stated := self._of_head(head) or self._named(head):
                return stated
        beside = self._counts_of_machines.get(self.outline.group(at), [])
        told = self._named(at) or (beside[0] if len(beside) == 1 else None)
        return told or (self._only if anywhere else None)

    def each(self, offset: int) -> int | None:
        """Return the cards of a machine, said in a head above or under the name of the row."""
        at = self.outline.at(offset)
        lines = self.outline.lines
        for head in self.outline.above(at):
            if found := _EACH.search(in_digits(lines[head].text)):
                return whole(found[1])
        names = [bare for bare in map(_bare, cells(lines[at])) if _MACHINE.search(bare)]
        for name in names if lines[at].table >= 0 else ():
            for section in self._sections.get(name, ()):
                for index in (section, *self.outline.below(section)):
                    if found := _EACH.search(in_digits(lines[index].text)):
                        return whole(found[1])
        return None

    def describes_one(self, offset: int) -> bool:
        """Tell whether what stands at `offset` is said of each machine.

        So it is in a row that counts machines, and under a head such as 每台配备：.
        """
        at = self.outline.at(offset)
        heads = (self.outline.lines[head].text for head in self.outline.above(at))
        return self.row(offset) is not None or any(map(_ONE.search, heads))

    def cards(self, offset: int) -> int | None:
        """Return the cards that another line of the same list counts: 卡数不少于16张."""
        at = self.outline.at(offset)
        if self.outline.lines[at].parent < 0 and not self.outline.lines[at].marker:
            return None
        counts = set(self._counts_of_cards.get(self.outline.group(at), ()))
        return counts.pop() if len(counts) == 1 else None

    def _of_row(self, at: int) -> int | None:
        """Return the machines of a row: from its quantity, if that counts machines."""
        line = self.outline.lines[at]
        quantity = _quantity(cells(line), cells(self.outline.lines[line.table]))
        if quantity is None:
            return None
        number, unit = quantity
        if _IS_CARD.fullmatch(unit):
            return None
        return number if _IS_BOX.fullmatch(unit) or _MACHINE.search(line.text) else None

    def _of_head(self, at: int) -> int | None:
        """Return the machines that a head counts: （一）GPU服务器4台."""
        line = self.outline.lines[at]
        if line.table >= 0 or not _MACHINE.search(line.text):
            return None
        return servers.number("", in_digits(line.text))

    def _named(self, at: int) -> int | None:
        """Return the machines that a row or list counts under the name that a line begins with."""
        name = _name(self.outline.lines[at])
        told = {number for index, number in self._by_name.get(name, ()) if index != at}
        return told.pop() if name and len(told) == 1 else None

    @cached_property
    def _counted(self) -> list[tuple[int, int]]:
        """The lines that count machines, with the number."""
        found = []
        for index, line in enumerate(self.outline.lines):
            number = self._of_row(index) if line.table >= 0 else self._of_head(index)
            if number:
                found.append((index, number))
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[int, int]]]:
        """What is counted, by each name of it: GPU计算节点 is also 计算节点."""
        found: dict[str, list[tuple[int, int]]] = {}
        for index, number in self._counted:
            line = self.outline.lines[index]
            printed = self._row_names(line) if line.table >= 0 else [_name(line)]
            for name in {end for each in printed for end in _ends(each)}:
                found.setdefault(name, []).append((index, number))
        return found

    def _row_names(self, row: Line) -> list[str]:
        """Return the cells of a row as names, and its package's label."""
        own, head = cells(row), cells(self.outline.lines[row.table])
        package = head[0].startswith(("包", "标段", "标项", "合同包")) and own[0].isdigit()
        return [*map(_bare, own), *([f"包{int(own[0])}"] if package else [])]

    @cached_property
    def _sections(self) -> dict[str, list[int]]:
        """The lines that begin with a name of machines, by that name and its ends."""
        found: dict[str, list[int]] = {}
        for index, line in enumerate(self.outline.lines):
            for name in _ends(_name(line)):
                found.setdefault(name, []).append(index)
        return found

    @cached_property
    def _only(self) -> int | None:
        """The number of the only machines with cards that the tables and lists count."""
        lines = self.outline.lines
        counted = {
            (lines[index].text[:_LONGEST_NAME], number)
            for index, number in self._counted
            if (lines[index].table >= 0 or lines[index].marker)
            and _WITH_CARDS.search(lines[index].text)
            and _MACHINE.search(lines[index].text)
            and not _OTHER_MACHINES.search(lines[index].text)
        }
        return next(iter(counted))[1] if len(counted) == 1 else None

    @cached_property
    def _counts_of_machines(self) -> dict[Group, list[int]]:
        """What lines such as 服务器数量：3台 say, by list or table."""
        return self._said(_NUMBER_OF.match)

    @cached_property
    def _counts_of_cards(self) -> dict[Group, list[int]]:
        """What lines such as 可用卡数不少于16张 say, by list or table."""
        return self._said(_CARDS_OF.search)

    def _said(self, find: Callable[[str], re.Match[str] | None]) -> dict[Group, list[int]]:
        found: dict[Group, list[int]] = {}
        for index, line in enumerate(self.outline.lines):
            told = find(line.text)
            if told and (number := whole(told[1])):
                found.setdefault(self.outline.group(index), []).append(number)
        return found


def _quantity(row: list[str], head: list[str]) -> tuple[int, str] | None:
    """Return the number and unit of a row, whichever cells hold them; unit "" if none is given."""
    for at, cell in enumerate(row):
        if (found := _COUNTED.fullmatch(cell)) and at:
            return whole(found[1]) or 0, found[2]
        for near in (at + 1, at - 1):
            unit = _UNIT.fullmatch(row[near]) if 0 <= near < len(row) else None
            if unit and at and _COUNT.fullmatch(cell):
                return int(float(cell)), unit[1]
    for at, title in enumerate(head[: len(row)]):
        if _QUANTITY_HEAD.fullmatch(title) and _COUNT.fullmatch(row[at]):
            return int(float(row[at])), ""
    return None


def _name(line: Line) -> str:
    """Return the name of the machines that a line begins with: GPU计算节点, or ""."""
    name = _NAME_END.split(line.text, maxsplit=1)[0].strip() if line.table < 0 else ""
    if label := _LABEL.fullmatch(name):
        return _label(label)
    ends = _NAMEABLE.search(name[-12:])
    return name if ends and _SHORTEST_NAME < len(name) <= _LONGEST_NAME else ""


def _label(found: re.Match[str]) -> str:
    """Return the label of a package or type in one form: 包1, a型."""
    if found[2] and found[2][0] not in "号包标":
        return found[1] + found[2]
    return f"包{whole(found[1] or found[4])}"


def _bare(cell: str) -> str:
    return _NAME_END.split(_NUMBERED.sub("", cell), maxsplit=1)[0].strip()


def _ends(name: str) -> Iterator[str]:
    """Yield a name and what it may be shortened to, from its end: GPU计算节点, 计算节点."""
    plain = name.replace(" ", "")
    if _LABEL.fullmatch(plain):
        yield plain
    elif label := _LABEL.search(plain[-2:]):
        yield _label(label)
    for start in range(max(0, len(plain) - _LONGEST_NAME), len(plain) - _SHORTEST_NAME):
        yield plain[start:]
