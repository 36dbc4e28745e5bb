"""Elements of a large XML file one by one, with every kind of declaration refused."""

import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from services.enrich.domain.importers.content import Content
from services.enrich.domain.lists import TRUNCATED, ListUnreadable

_DECLARED = "Fetch the list from its publisher again: the real one declares no document type."

# Root and section: what stands in a section and is not wanted is forgotten when it ends.
_SECTION = 2


def rooted(name: str) -> Callable[[Content], bool]:
    """Return the test whether a file's root element is `name`, in whatever namespace."""
    root = re.compile(rf"<(?:\w+:)?{name}[\s>]")
    return lambda content: root.search(content.head) is not None


@cache
def local(tag: str) -> str:
    """Return an element's name without its namespace: publishers move it between releases."""
    return tag.rpartition("}")[2]


def elements(raw: bytes, wanted: Collection[str]) -> Iterator[tuple[str, Element]]:
    """Yield (local name, element) for the elements named, and forget each afterwards.

    Raises ListUnreadable if the file is cut off, is no XML, or brings a DOCTYPE or entities.
    """
    path: list[Element] = []
    try:
        for event, element in iterparse(
            io.BytesIO(raw), ("start", "end"), forbid_dtd=True, forbid_external=True
        ):
            if event == "start":
                path.append(element)
                continue
            path.pop()
            name = local(element.tag)
            if name in wanted:
                yield name, element
            if path and (name in wanted or _unused(path, wanted)):
                path[-1].remove(element)
    except DefusedXmlException as error:
        raise ListUnreadable("The XML declares a document type or entities.", _DECLARED) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ListUnreadable("The XML is cut off or damaged.", TRUNCATED) from error


def _unused(path: Sequence[Element], wanted: Collection[str]) -> bool:
    """Tell whether what ends in a section below the root is no part of a wanted element."""
    return len(path) <= _SECTION and not any(local(each.tag) in wanted for each in path)


def text_of(element: Element, *path: str) -> str:
    """Return the text of the first descendant along local names, "" where there is none."""
    found = next(descendants(element, *path), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def fields(element: Element) -> dict[str, str]:
    """Return the texts of an element's children by local name, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        if child.text:
            found.setdefault(local(child.tag), " ".join(child.text.split()))
    return found


def descendants(element: Element, *path: str) -> Iterator[Element]:
    """Yield the descendants reached by local names, one level each."""
    if not path:
        yield element
        return
    for child in element:
        if local(child.tag) == path[0]:
            yield from descendants(child, *path[1:])
