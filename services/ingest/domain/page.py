"""A page or plain text as one normalised text, with its tables and what its head says."""

import re
from dataclasses import dataclass, field

from services.ingest.domain.furniture import is_aside

# Full-width letters, digits and the signs that stand in numbers; Chinese punctuation stays.
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u3000\u2002\u2003\u2009\r\t\v\f"), " ")
_MAP = str.maketrans(_WIDE | _SPACES | {0xFF0E: ".", 0xFF05: "%"})
# Looking for what changes is ten times faster than changing it.
_TO_MAP = re.compile(f"[{''.join(map(re.escape, map(chr, _MAP)))}]")
# Between two Chinese characters an invisible space hides a name: there it stays, to be reported.
_INVISIBLE = re.compile(
    r"(?<![\u4e00-\u9fff])[\u200b\ufeff]+|[\u200b\ufeff]+(?![\u4e00-\u9fff\u200b\ufeff])"
)
RUN = re.compile(r" +")
_SHORTEST_WIDTH, _RAGGED, _LEAST_CUT = 24, 3, 4
# A label or a number begins a line of its own.
_STARTS = re.compile(
    r"[^，。：:]{2,14}[：:]|[A-Z][A-Za-z .]{1,40}:"
    r"|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]?[、.．]|\S+\t"
).match
_OPEN_END = re.compile(r"[^。；;：:！!？?]$").search


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell's place in the text."""

    start: int
    end: int


@dataclass(slots=True)
class Page:
    """Normalised text, tables as rows of cells, and facts of the head (title, published)."""

    text: str = ""
    tables: list[list[list[Cell]]] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    # Pictures, frames and attached documents: content that nobody has read.
    images: int = 0

    def at(self, cell: Cell) -> str:
        """Text of a cell."""
        return self.text[cell.start : cell.end]


def plain(text: str) -> Page:
    """Read plain text: line by line, spaces as they are but narrowed."""
    lines = [RUN.sub(" ", mapped(line)).strip() for line in text.splitlines()]
    return Page("\n".join(unwrapped([line for line in lines if not is_aside(line)])).strip("\n"))


def unwrapped(lines: list[str]) -> list[str]:
    """Join lines that were cut at a fixed width, as text taken out of a PDF is.

    Cut lines are about equally long and end inside a sentence.
    """
    longest = max(map(len, lines), default=0)
    least = max(_SHORTEST_WIDTH, longest - _RAGGED)
    cut = [len(line) >= least and _OPEN_END(line) is not None for line in lines]
    if sum(cut) < _LEAST_CUT or sum(cut) * 4 < len([line for line in lines if line]):
        return lines
    joined: list[str] = []
    goes_on = False
    for line, is_cut in zip(lines, cut, strict=True):
        if goes_on and line and not _STARTS(line):
            # Words that letters write are set apart; between Chinese characters nothing stands.
            apart = joined[-1][-1].isascii() and line[0].isascii()
            joined[-1] += f" {line}" if apart else line
        else:
            joined.append(line)
        goes_on = is_cut
    return joined


def mapped(text: str) -> str:
    """Return the text in narrow letters and digits, without invisible spaces around words."""
    if _TO_MAP.search(text):
        text = text.translate(_MAP)
    return _INVISIBLE.sub("", text) if "\u200b" in text or "\ufeff" in text else text
