"""A page or plain text as one normalised text, with its tables and what its head says."""

import re
from dataclasses import dataclass, field

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
    lines = (RUN.sub(" ", mapped(line)).strip() for line in text.splitlines())
    return Page("\n".join(lines).strip("\n"))


def mapped(text: str) -> str:
    """Return the text in narrow letters and digits, without invisible spaces around words."""
    if _TO_MAP.search(text):
        text = text.translate(_MAP)
    return _INVISIBLE.sub("", text) if "\u200b" in text or "\ufeff" in text else text
