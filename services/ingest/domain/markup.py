"""What markup means: lists of labels and values, cells, attachments."""

import re
from collections.abc import Iterator

from lxml import html

from services.ingest.domain.labels import label_of

Pair = tuple[html.HtmlElement, html.HtmlElement]
_INLINE = frozenset(("span", "label", "b", "strong", "em", "i", "font", "a", "u", "div", "p"))
_MAX_CHILDREN = 200
CELLS = ("td", "th")
MAX_SPAN = 40
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|zip|rar|7z|jpe?g|png|tiff?)(?:[?#]|$)", re.IGNORECASE
)
_STATES = re.compile(r"[^：:\d]{2,12}[：:]\s*\S").match


def labelled(element: html.HtmlElement) -> list[Pair]:
    """Return the label and value elements of a block that holds nothing else, else nothing."""
    if element.tag == "dl":
        return list(_definitions(element))
    children = list(element)
    if len(children) < 2 or len(children) % 2 or len(children) > _MAX_CHILDREN:  # noqa: PLR2004
        return []
    if _said(element.text) or any(_said(child.tail) for child in children):
        return []
    if not all(child.tag in _INLINE and not _is_deep(child) for child in children):
        return []
    pairs = list(zip(children[::2], children[1::2], strict=True))
    known = [
        _is_label(label) and not _is_label(value) and _has_words(value) for label, value in pairs
    ]
    # A grid names facts we do not seek too; most of its labels are known.
    return pairs if sum(known) * 2 >= max(len(known), 2) else []


def apart(element: html.HtmlElement) -> bool:
    """Tell whether each child says its own `label：value`: then they stand apart on the page."""
    children = list(element)
    if not 2 <= len(children) <= _MAX_CHILDREN or _said(element.text):  # noqa: PLR2004
        return False
    if any(_said(child.tail) for child in children):
        return False
    if any(child.tag not in _INLINE for child in children):
        return False
    said = ("".join(child.itertext()).strip() for child in children)
    return all(map(_STATES, filter(None, said)))


def _definitions(element: html.HtmlElement) -> Iterator[Pair]:
    term = None
    for child in element.iter("dt", "dd"):
        if child.tag == "dt":
            term = child
        elif term is not None:
            yield term, child
            term = None


def _is_label(element: html.HtmlElement) -> bool:
    """Tell whether it holds a known label; one with its colon reads well as a line."""
    text = "".join(element.itertext()).strip()
    return not text.endswith(("：", ":")) and bool(label_of(text)[0])


def _has_words(element: html.HtmlElement) -> bool:
    return any(char.isalnum() for text in element.itertext() for char in text)


def _is_deep(element: html.HtmlElement) -> bool:
    return any(child.tag not in _INLINE for child in element) or len(element) > 1


def _said(text: str | None) -> str:
    return (text or "").strip()


_DOCUMENTS = frozenset(("iframe", "embed", "object"))
MAY_ATTACH = _DOCUMENTS | {"a"}
"""Elements that are worth asking whether they are attached."""


def is_attached(element: html.HtmlElement) -> bool:
    """Tell whether an element shows or links a document that we do not read."""
    if element.tag in _DOCUMENTS:
        return True
    return element.tag == "a" and bool(_DOCUMENT.search(str(element.get("href", ""))))


def wraps_cells(part: html.HtmlElement) -> bool:
    """Tell whether cells of this table, not of one inside it, stand in a foreign element."""
    if part.tag == "table":
        return False
    table = next(part.iterancestors("table"), None)
    return any(next(cell.iterancestors("table")) is table for cell in part.iter(*CELLS))


def span(cell: html.HtmlElement, name: str) -> int:
    """Return how many columns or rows a cell reaches over."""
    stated = str(cell.get(name, "1")).strip()
    return min(int(stated), MAX_SPAN) if stated.isdecimal() and int(stated) > 0 else 1


def wordy(cell: html.HtmlElement) -> bool:
    """Tell whether a cell has several paragraphs, which need a space between them."""
    return len(cell.findall(".//p")) > 1 or cell.find(".//br") is not None
