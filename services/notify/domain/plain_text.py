"""Makes untrusted text harmless without ever refusing it: cleaned here, escaped per channel."""

import unicodedata

# Marks that reorder what a person reads, and the invisible "tag" characters that hide text.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_TAGS = range(0xE0000, 0xE0080)
_BREAKS = frozenset("\u2028\u2029\u0085\x0b\x0c")
_MARKS_IN_A_ROW = 4
_READ_AT_MOST = 20_000
CUT = "…"


def clean(text: str, limit: int) -> str:
    """Return `text` on one line, of at most `limit` characters, a cut marked with an ellipsis.

    Control and bidi characters, lone surrogates and stacked marks are taken out.
    """
    head = unicodedata.normalize("NFC", text[:_READ_AT_MOST])
    kept: list[str] = []
    marks = 0
    for char in head:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_IN_A_ROW and (harmless := _harmless(char)):
            kept.append(harmless)
    return cut(" ".join("".join(kept).split()), limit)


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters, never ending between a letter and its marks."""
    if len(text) <= limit:
        return text
    end = max(limit - len(CUT), 0)
    while end > 0 and _joins(text[end]):
        end -= 1
    return text[:end].rstrip() + CUT


def escape_slack(text: str) -> str:
    """Escape the three characters that have a meaning in Slack's top-level text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_within(text: str, most_bytes: int) -> str:
    """Escape for Slack and cut so that the UTF-8 of the result has at most `most_bytes`."""
    text = text.encode("utf-8", "replace").decode()
    if len(escape_slack(text).encode()) <= most_bytes:
        return escape_slack(text)
    size, end = len(CUT.encode()), 0
    for char in text:
        size += len(escape_slack(char).encode())
        if size > most_bytes:
            break
        end += 1
    return escape_slack(text[:end]) + CUT


def _harmless(char: str) -> str:
    category = unicodedata.category(char)
    if char in _BREAKS or category == "Cc":
        return " "
    if char in _BIDI or category == "Cs" or ord(char) in _TAGS:
        return ""
    return char


def _joins(char: str) -> bool:
    return bool(unicodedata.combining(char)) or char in "\u200d\ufe0e\ufe0f"
