"""What a row of a table of goods counts: machines, cards, or something else."""

import re

from services.enrich.domain.numerals import NUMBER, whole

BOX_UNIT = r"(?:台|套|部|架|个?节点|units?|sets?|nodes?|servers?)"
CARD_UNIT = r"(?:张|块|片|颗|枚|卡|cards?|gpus?)"
"""Units of machines and of cards; for use inside other patterns."""
_PIECE_UNIT = r"(?:个|件|只|pcs|ea|项)"
_ANY_UNIT = rf"({BOX_UNIT}|{CARD_UNIT}|{_PIECE_UNIT})"
_UNIT = re.compile(rf"\(?{_ANY_UNIT}\)?(?:/.*)?")
_COUNTED = re.compile(rf"({NUMBER})\s?\(?{_ANY_UNIT}\)?(?:\(.*)?")
_COUNT = re.compile(r"\d{1,6}(?:\.0+)?")
_QUANTITY_HEAD = re.compile(r"(?:采购|预估|需求|预计|标的)?(?:数量|台数|套数|quantity|qty).{0,8}")
_TOTAL_HEAD = re.compile(
    r"(?:gpu|显?卡|加速卡)?(?:总数|总卡数|卡总数|总量|合计)\(?[块张片卡]\)?|gpu总数.{0,4}|总卡数.{0,4}"
)
_IS_BOX = re.compile(BOX_UNIT)
_IS_CARD = re.compile(CARD_UNIT)
_IS_PIECE = re.compile(rf"{_PIECE_UNIT}?")
MACHINE = re.compile(
    r"服务器|伺服器|工作站|一体机|节点|主机|整机|算力机|server|workstation|node|instance|system"
)
"""Words for machines that may hold cards."""
_CARD_NAME = re.compile(r"gpu卡|显卡|加速卡|计算卡|推理卡|训练卡|图形卡")
_LONGEST_CARD_NAME = 12


def quantity(row: list[str], head: list[str]) -> tuple[int, str] | None:
    """Return the number and unit of a row, whichever cells hold them; unit "" if none is given.

    `row` and `head` are the cells of the row and of the table's first row.
    """
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


def machines_of(row: list[str], head: list[str]) -> int | None:
    """Return the machines that a row counts, None if it counts something else."""
    counted = quantity(row, head)
    if counted is None or is_card_unit(counted[1]):
        return None
    machines = MACHINE.search(" ".join(row)) and not any(map(_is_card_name, row))
    return counted[0] if _IS_BOX.fullmatch(counted[1]) or machines else None


def cards_of(row: list[str], head: list[str]) -> int | None:
    """Return the cards that a row counts: a quantity of cards, or the column GPU总数."""
    for title, cell in zip(head, row, strict=False):
        if _TOTAL_HEAD.fullmatch(title) and _COUNT.fullmatch(cell):
            return int(float(cell))
    counted = quantity(row, head)
    if counted is None or MACHINE.search(" ".join(row)):
        return None
    pieces = _IS_PIECE.fullmatch(counted[1]) and _CARD_NAME.search(" ".join(row))
    return counted[0] if is_card_unit(counted[1]) or pieces else None


def is_card_unit(unit: str) -> bool:
    """Tell whether a unit counts cards: 张, 块, gpus."""
    return _IS_CARD.fullmatch(unit) is not None


def _is_card_name(cell: str) -> bool:
    return len(cell) <= _LONGEST_CARD_NAME and bool(_CARD_NAME.search(cell))
