"""Bytes to text: BOM, UTF-8, declared or not GB18030; a guess only as the last resort."""

import re

from charset_normalizer import from_bytes

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_GB = {"gb2312", "gbk", "gb18030"}
_HEAD = 2048


def decode(raw: bytes) -> str | None:
    """Return the text, or None if the bytes are no text in any encoding we read."""
    if b"\x00" in raw[:_HEAD] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in _candidates(raw):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(raw).best()
    return str(best) if best else None


def _candidates(raw: bytes) -> list[str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    declared = _DECLARED.search(raw[:_HEAD])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    # GB18030 contains the older two, and portals that declare those write its characters.
    named = ["gb18030"] if name in _GB else [name] if name else []
    return ["utf-8-sig", *named, "gb18030"]
