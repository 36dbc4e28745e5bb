"""Which words of an amendment are the old ones: what was asked before is asked no more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

_BEFORE, _AFTER = (
    r"(?:更正|变更|修改|修正|调整|澄清)前|原(?:公告|文件|招标文件|采购文件)?内容",
    r"(?:更正|变更|修改|修正|调整|澄清)后|现内容",
)
_BECOMES = r"(?:现)?(?:更正|澄清|明确|变更|修改|修正|调整|改)(?:为|成|至)|现为|should read"
# 原“每台8张A100”更正为“每台8张H20”; 由A100变更为H20
_DELETED = re.compile(r"原?[“\"「][^”\"」\n]{1,200}[”\"」]\s*(?:删除|取消|不再执行)")
_QUOTED = re.compile(rf"[“\"「][^”\"」\n]{{1,80}}[”\"」]\s*(?={_BECOMES})")
_INLINE = re.compile(rf"(?:原|由|将|originally)[^。\n]{{1,200}}?(?={_BECOMES})")
_OLD_LINE = re.compile(rf"^[^\S\n]*\S{{0,12}}(?:{_BEFORE})[^\t\n:]{{0,6}}[:\t].*$", re.M)
_IS_BEFORE, _IS_AFTER = re.compile(_BEFORE), re.compile(_AFTER)

Span = tuple[int, int]


class Placed(Protocol):
    """Something named at a place of the text."""

    @property
    def start(self) -> int:
        """Offset of its first character."""
        ...


P = TypeVar("P", bound=Placed)


def superseded(flat: str) -> tuple[Span, ...]:
    """Return the stretches of an amendment's flat text that say how it was before."""
    patterns = (_INLINE, _QUOTED, _OLD_LINE, _DELETED)
    found = [hit.span() for pattern in patterns for hit in pattern.finditer(flat)]
    for start, names in _headings(flat):
        found += _old_column(flat, start, names)
    return tuple(found)


def withdrawn(found: Sequence[P], old: Sequence[Span]) -> list[P]:
    """Return the mentions with those in old words marked as no longer asked for."""
    return [
        replace(each, negated=True)  # type: ignore[type-var]
        if any(start <= each.start < end for start, end in old)
        else each
        for each in found
    ]


def _headings(flat: str) -> Iterator[tuple[int, list[str]]]:
    """Where the rows below each heading of old and new columns begin, and its cells.

    By search, not by one expression: that took seconds for a long line.
    """
    end = 0
    for line in flat.split("\n"):
        end += len(line) + 1
        old = _IS_BEFORE.search(line)
        tab = line.find("\t", old.end()) if old else -1
        if tab >= 0 and _IS_AFTER.search(line, tab):
            yield end, line.split("\t")


def _old_column(flat: str, at: int, names: Sequence[str]) -> Iterator[Span]:
    """The cells below a heading such as 更正前内容, as long as the rows have its columns."""
    column = next(n for n, name in enumerate(names) if _IS_BEFORE.search(name))
    for line in flat[at:].split("\n"):
        cells = line.split("\t")
        if len(cells) != len(names):
            return
        start = at + sum(len(cell) + 1 for cell in cells[:column])
        yield start, start + len(cells[column])
        at += len(line) + 1
