"""Markup that is a list of labels and values without being a table: dl, and runs of spans."""

import re
from collections.abc import Iterator

from lxml import html

from services.ingest.domain.labels import label_of

Pair = tuple[html.HtmlElement, html.HtmlElement]
_INLINE = frozenset(("span", "label", "b", "strong", "em", "i", "font", "a", "u", "div", "p"))
_MAX_CHILDREN = 200
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
    said = ["".join(child.itertext()).strip() for child in children]
    return all(child.tag in _INLINE for child in children) and all(map(_STATES, filter(None, said)))


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
