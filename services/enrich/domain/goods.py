"""How many machines a notice orders, told elsewhere than beside the chip: in a row, a head, a list.

"GPU计算节点 6台" may stand in a table and "单台配置4块L40S" in a section under that name.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from services.enrich.domain import servers
from services.enrich.domain.goods_names import bare, ends, name_of, names_of
from services.enrich.domain.goods_rows import (
    BOX_UNIT,
    CARD_UNIT,
    MACHINE,
    cards_of,
    machines_of,
    quantity,
)
from services.enrich.domain.numerals import NUMBER, in_digits, whole
from services.enrich.domain.outline import Group, Line, Outline, cells

_WITH_CARDS = re.compile(
    r"§|gpu|ai|智算|训练|推理|加速|异构|深度学习|图形|渲染|算力|计算节点|计算服务器"
)
_OTHER_MACHINES = re.compile(
    r"存储|管理|登录|登陆|网络|交换|备份|数据库|通用|cpu|胖节点|显示|监控|安全|堡垒|文件|login|management|storage"
)
_BEGINS_ONE = re.compile(
    r"(?:每|单)(?:台|节点|机|套)|配置\s?\((?:单|每)台\)|each (?:server|node|machine)"
)
_NEAR_LINES = 3
_EACH_OF_ALL = re.compile(
    r"均[^。；;\n\d]{0,6}?(?<![\d.])([1-9]|1[0-6]|[四八])\s?卡"
    r"|(?:gpu模组|整机|机型|单机|每机)[^。；;\n\d]{0,16}(?<![\d.])([1-9]|1[0-6]|[四八])\s?卡"
)
_BECOMES = re.compile(r"(?:变更|更正|修改|调整|改)(?:为|成)")
_NUMBER_OF = re.compile(
    rf"^(?:\d{{1,3}}\t)?[^:\t]{{0,12}}(?:服务器|节点|主机|工作站|设备|整机|机器)?(?:采购)?(?:数量|台数|套数)\s?[:\t|]\s*"
    rf"(?:[^\t]*\t)?[^\t\d;,。]{{0,10}}?({NUMBER})\s?(?:{BOX_UNIT}|$)"
)
_CARDS_OF = re.compile(
    rf"(?:卡数|卡数量|gpu数量?|显卡数量?|加速卡数量?|卡总数|可用卡)[^。;\n\d]{{0,8}}?({NUMBER})\s?{CARD_UNIT}"
)
_EACH = re.compile(
    rf"(?:每|单)(?:台|节点|机|套|个节点|部)[^。;\n]{{0,16}}?(?<![\d.])({NUMBER})\s?"
    rf"(?:张|块|片|卡)(?!槽|位|网|{servers.OTHER_PARTS})"
)
_ONE = re.compile(
    r"(?:每|单)(?:台|节点|机|套|个节点|部)|各配|配置(?:如下|要求|清单)|配备如下|each\b"
)
MOST_EACH = 16
_LONGEST_GOOD = 48


class Goods:
    """The machines of one notice; offsets and text are those of the masked flat text."""

    def __init__(self, masked: str) -> None:
        self._masked = masked

    @cached_property
    def outline(self) -> Outline:
        """The lines of the notice, read when first asked for: most notices name no chip."""
        return Outline(self._masked)

    def row(self, offset: int) -> int | None:
        """Return the machines that the table's row at `offset` counts, None outside of such."""
        at = self.outline.at(offset)
        return self._of_row(at) if self.outline.lines[at].table >= 0 else None

    def quantity(self, offset: int) -> int | None:
        """Return the quantity of the table's row at `offset`, whatever it counts."""
        at = self.outline.at(offset)
        found = quantity(*self._row(at)) if self.outline.lines[at].table >= 0 else None
        return found[0] if found else None

    def machines(self, offset: int, *, anywhere: bool) -> int | None:
        """Return how many machines the line at `offset` tells of, None if that is not stated.

        `anywhere`: also the only machines with cards that the notice counts, wherever it does.
        """
        at = self.outline.at(offset)
        for head in self.outline.above(at):
            if stated := self._of_head(head) or self._named(head) or self._before(head):
                return stated
        beside = self._counts_of_machines.get(self.outline.group(at), [])
        told = self._named(at) or (beside[0] if len(beside) == 1 else None) or self._before(at)
        return told or (self._only if anywhere else None)

    def each(self, offset: int) -> int | None:
        """Return the cards of a machine, said in a head above or under the name of the row."""
        at = self.outline.at(offset)
        lines = (self.outline.lines[index] for index in self._about_one(at))
        found = (_EACH.search(in_digits(line.text)) for line in lines)
        return next((whole(hit[1]) for hit in found if hit), None)

    def _about_one(self, at: int) -> Iterator[int]:
        """Yield the lines that may say what one machine holds: heads, sections named like a row."""
        yield from self.outline.above(at)
        own = self.outline.lines[at]
        names = [name for name in map(bare, cells(own)) if MACHINE.search(name)]
        for name in names if own.table >= 0 else ():
            for section in self._sections.get(name, ()):
                yield from (section, *self.outline.below(section))

    def describes_one(self, offset: int) -> bool:
        """Tell whether what stands at `offset` is said of each machine.

        So it is in a row that counts machines, and under a head such as 每台配备：.
        """
        at = self.outline.at(offset)
        heads = (self.outline.lines[head].text for head in self.outline.above(at))
        return self.row(offset) is not None or any(map(_ONE.search, heads))

    def row_cards(self, offset: int) -> int | None:
        """Return the cards that the table's row at `offset` counts: GPU卡 ... 16, or GPU总数."""
        at = self.outline.at(offset)
        return cards_of(*self._row(at)) if self.outline.lines[at].table >= 0 else None

    @cached_property
    def each_of_all(self) -> int | None:
        """The cards of every machine, where the notice says it once for all: 均为8卡机型."""
        said = {
            whole(found[1] or found[2])
            for line in self.outline.lines
            for found in _EACH_OF_ALL.finditer(line.text)
        }
        return said.pop() if len(said) == 1 else None

    def cards(self, offset: int) -> int | None:
        """Return the cards that another line of the same list counts: 卡数不少于16张."""
        at = self.outline.at(offset)
        if self.outline.lines[at].parent < 0 and not self.outline.lines[at].marker:
            return None
        counts = set(self._counts_of_cards.get(self.outline.group(at), ()))
        return counts.pop() if len(counts) == 1 else None

    def _of_row(self, at: int) -> int | None:
        return machines_of(*self._row(at))

    def _row(self, at: int) -> tuple[list[str], list[str]]:
        """Return the cells of a row and of its table's first row."""
        line = self.outline.lines[at]
        return cells(line), cells(self.outline.lines[line.table])

    def _of_head(self, at: int) -> int | None:
        """Return the machines that a head counts: （一）GPU服务器4台."""
        line = self.outline.lines[at]
        if line.table >= 0 or not MACHINE.search(line.text):
            return None
        return servers.number("", in_digits(line.text))

    def _before(self, at: int) -> int | None:
        """Return the machines of the line before one that begins 每台 or 配置（单台）."""
        if not _BEGINS_ONE.match(self.outline.lines[at].text):
            return None
        near = range(at - 1, max(-1, at - 1 - _NEAR_LINES), -1)
        return next((number for index in near if (number := self._of_head(index))), None)

    def _named(self, at: int) -> int | None:
        """Return the machines that a row or list counts under the name that a line begins with."""
        name = name_of(self.outline.lines[at])
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
            printed = names_of(*self._row(index)) if line.table >= 0 else [name_of(line)]
            for name in {end for each in printed for end in ends(each)}:
                found.setdefault(name, []).append((index, number))
        return found

    @cached_property
    def _sections(self) -> dict[str, list[int]]:
        """The lines that begin with a name of machines, by that name and its ends."""
        found: dict[str, list[int]] = {}
        for index, line in enumerate(self.outline.lines):
            for name in ends(name_of(line)):
                found.setdefault(name, []).append(index)
        return found

    @cached_property
    def _only(self) -> int | None:
        """The number of the only machines with cards that the tables and lists count."""
        lines = self.outline.lines
        counted = {
            (lines[index].text[:_LONGEST_GOOD], number)
            for index, number in self._counted
            if (lines[index].table >= 0 or lines[index].marker or _is_short(lines[index]))
            and _WITH_CARDS.search(lines[index].text)
            and MACHINE.search(lines[index].text)
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
            told = find(_BECOMES.split(line.text)[-1].lstrip('"“「 :'))
            if told and (number := whole(told[1])):
                found.setdefault(self.outline.group(index), []).append(number)
        return found


def _is_short(line: Line) -> bool:
    """Tell whether a line only names goods and their number."""
    return len(line.text) <= _LONGEST_GOOD
