"""Bytes to text: BOM, UTF-8, declared or not GB18030; a guess only as the last resort."""

import codecs
import gzip
import io
import re
import zlib

from charset_normalizer import from_bytes

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_GB = {"gb2312", "gbk", "gb18030"}
_HEAD = 2048
_SAMPLE = 20_000
DAMAGED = "\ufffd"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]+")
_SOUND_TO_BROKEN, _REPAIRED = 20, 8 * 1024 * 1024
# To try every encoding on a long file takes seconds, and tells no more than its beginning.
_GUESSED = 100_000
# Among the most frequent characters of notices in either script.
_EVERYDAY = "的年月日元公司大學学號号標标購购項项編编單单價价金額额，。：、"
MAX_UNZIPPED = 64 * 1024 * 1024


def unzipped(raw: bytes) -> bytes | None:
    """Return the bytes, out of gzip where they are; None if cut off or larger than 64 MiB."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            content = stream.read(MAX_UNZIPPED + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return content if len(content) <= MAX_UNZIPPED else None


def decode(raw: bytes) -> str | None:
    """Return the text, or None if the bytes are no text in any encoding we read."""
    if b"\x00" in raw[:_HEAD] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in _candidates(raw):
        # A cut-off UTF-8 file must not read as Chinese in another encoding.
        if encoding == "gb18030" and (damaged := _damaged_utf8(raw)) is not None:
            return damaged
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return _or_big5(text, raw) if encoding == "gb18030" else text
    best = from_bytes(raw[:_GUESSED]).best()
    return raw.decode(best.encoding, "replace") if best else None


def _or_big5(text: str, raw: bytes) -> str:
    """GB18030 decodes almost anything: the reading with more everyday characters is right."""
    try:
        other = raw.decode("big5hkscs")
    except UnicodeDecodeError:
        return text
    return other if _everyday(other) > _everyday(text) else text


def _everyday(text: str) -> int:
    head = text[:_SAMPLE]
    return sum(map(head.count, _EVERYDAY))


def _damaged_utf8(raw: bytes) -> str | None:
    """UTF-8 that is cut off inside a character, or has a few broken bytes; None if it is another.

    In any other encoding nearly every character that is no ASCII is broken as UTF-8.
    """
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(raw)
    except UnicodeDecodeError:
        if len(raw) > _REPAIRED:
            return None
        text = raw.decode("utf-8-sig", "replace")
    broken = text.count(DAMAGED)
    beyond = sum(map(len, _BEYOND_ASCII.findall(text)))
    return text if beyond >= _SOUND_TO_BROKEN * broken else None


def _candidates(raw: bytes) -> list[str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    declared = _DECLARED.search(raw[:_HEAD])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    # GB18030 contains the older two, and portals that declare those write its characters.
    named = ["gb18030"] if name in _GB else [name] if name else []
    return ["utf-8-sig", *named, "gb18030"]
