"""A value beside a label, whatever the layout it was found in."""

from dataclasses import dataclass

from services.ingest.domain.labels import RANK

_AMENDED = "amended"
_SECTION_RANK = 7


@dataclass(frozen=True, slots=True)
class Pair:
    """A value beside a label: which fact, where it stands, its unit and how it was found.

    In a column `row` and `table` are where its row and table start; elsewhere -1.
    """

    fact: str
    label: str
    start: int
    end: int
    unit: str = ""
    how: str = "label"
    row: int = -1
    table: int = -1

    @property
    def preference(self) -> int:
        """Preference of the label within its fact, 0 is best."""
        # 名称 below a heading is as good as the last of the fact's own labels.
        return RANK.get(self.label, 0) if self.how != "section" else _SECTION_RANK


def amended_from(before: str) -> str:
    """Return how a pair was found whose value an amendment gives instead of `before`."""
    return f"{_AMENDED}, before: {before};"


def is_amended(how: str) -> bool:
    """Tell whether what was found so is what an amendment gives."""
    return how.startswith(_AMENDED)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without spaces, colons and commas at its ends."""
    start, end = min(start, len(text)), min(end, len(text))
    while start < end and text[start] in " \n：:":
        start += 1
    while end > start and text[end - 1] in " \n，,、.":
        end -= 1
    return start, end
