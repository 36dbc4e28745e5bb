"""Damage done to inputs: each mutation takes bytes and a source of chance, and gives bytes."""

import gzip
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

Mutation = Callable[[bytes, random.Random], bytes]

MAX_BYTES = 400_000
_TAG = re.compile(rb"<[^<>]{0,200}>")
_DIGITS = re.compile(rb"\d+")
_ENCODINGS = ("gb18030", "big5", "utf-16", "utf-8-sig", "latin-1", "shift_jis", "utf-7")
_BRACKETS = (b"[", b"{", b"(", b"<div>", b"<table><tr><td>", b'{"a":', "（".encode())
_STRANGE: tuple[object, ...] = (
    None,
    True,
    -1,
    1e308,
    "",
    "0" * 500,
    [],
    {},
    [[]],
    {"a": None},
    "\u0000",
    "A100" * 50,
)
_NOTICE = "公告日期：2025-05-05\n采购人：示例学院\n中标金额：10万元\n".encode()


def cut(data: bytes, chance: random.Random) -> bytes:
    """Lose the end, the beginning or a piece in the middle."""
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:first], data[last:], data[:first] + data[last:]))


def flip(data: bytes, chance: random.Random) -> bytes:
    """Change single bytes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def lose_tags(data: bytes, chance: random.Random) -> bytes:
    """Lose some of the tags, opening or closing."""
    share = chance.random()
    return _TAG.sub(lambda m: b"" if chance.random() < share else m.group(), data)


def storm_digits(data: bytes, chance: random.Random) -> bytes:
    """Make numbers absurd: very long, negative, exponents, separators, other digits."""
    kinds = (b"9" * 4000, b"-1", b"1e999", b"0", b"1,2,3,4,5", "１２３４５".encode(), b"0.00000001")
    return _DIGITS.sub(lambda m: chance.choice(kinds) if chance.random() < 0.2 else m.group(), data)


def nest(data: bytes, chance: random.Random) -> bytes:
    """Open far more than is closed, at some place."""
    at, deep = chance.randrange(len(data) + 1), chance.choice((10, 500, 20_000))
    return data[:at] + chance.choice(_BRACKETS) * deep + data[at:]


def swell(data: bytes, chance: random.Random) -> bytes:
    """Put a long run of one character at some place: a pattern that tries each ends late."""
    at, long = chance.randrange(len(data) + 1), chance.choice((100, 5_000, 20_000))
    return data[:at] + chance.choice(" \t\n,·一元￥张1").encode() * long + data[at:]


def encode_anew(data: bytes, chance: random.Random) -> bytes:
    """Another encoding than the one declared."""
    return data.decode("utf-8", "ignore").encode(chance.choice(_ENCODINGS), "ignore")


def repeat(data: bytes, chance: random.Random) -> bytes:
    """One piece many times over."""
    at = chance.randrange(len(data))
    piece = data[at : at + chance.choice((1, 3, 40, 900))]
    return data[:at] + piece * min(chance.choice((50, 3000)), 200_000 // len(piece)) + data[at:]


def control(data: bytes, chance: random.Random) -> bytes:
    """Control characters, marks of direction, lone surrogates between the text."""
    odd = (b"\0", b"\x1a", b"\r", b"\x7f", "\u202e".encode(), b"\xed\xa0\x80", "\ufeff".encode())
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(odd) * chance.randint(1, 60) + data[at:]


def shuffle_lines(data: bytes, chance: random.Random) -> bytes:
    """The same lines in another order."""
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def change_values(data: bytes, chance: random.Random) -> bytes:
    """Values of JSON of another type than they ought to be; other bytes are cut."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return cut(data, chance)
    return json.dumps(_changed(value, chance), ensure_ascii=False).encode("utf-8", "replace")


def _changed(value: object, chance: random.Random) -> object:
    if chance.random() < 0.03:
        return chance.choice(_STRANGE)
    if isinstance(value, dict):
        return {key: _changed(inner, chance) for key, inner in value.items()}
    if isinstance(value, list):
        return [_changed(inner, chance) for inner in value]
    return value


def pack(data: bytes, chance: random.Random) -> bytes:
    """An archive of the input, perhaps with a bomb, a repeat or an archive within."""
    members = [("a.html", data), ("b.txt", _NOTICE)]
    odd = chance.randrange(5)
    if odd == 0:
        members.append(("bomb.txt", b"0" * chance.choice((1_000_000, 1_000_000, 80_000_000))))
    elif odd == 1:
        members.append(("inner.zip", zipped(members)))
    elif odd == 2:
        members += [(f"{number}.txt", _NOTICE) for number in range(chance.randint(2, 200))]
    made = zipped(members)
    return flip(made, chance) if odd == 3 else made


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """The bytes of an archive of the members, the same every time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def change_member(data: bytes, chance: random.Random) -> bytes:
    """Damage one file inside a workbook or archive; other bytes are flipped."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        return flip(data, chance)
    if not members:
        return flip(data, chance)
    at = chance.randrange(len(members))
    name, inner = members[at]
    members[at] = (name, chance.choice((cut, flip, lose_tags, nest, repeat))(inner or b"x", chance))
    return zipped(members)


def squeeze(data: bytes, chance: random.Random) -> bytes:
    """Gzip, perhaps cut, perhaps of far more than the input."""
    bomb = chance.random() < 0.05
    made = gzip.compress(data + b" " * 70_000_000 if bomb else data, compresslevel=1, mtime=0)
    return cut(made, chance) if chance.random() < 0.3 else made


MUTATIONS: tuple[Mutation, ...] = (
    *(cut, flip, lose_tags, storm_digits, nest, swell, encode_anew, repeat, control),
    *(shuffle_lines, change_values, pack, change_member, squeeze),
)


def mutated(seeds: Sequence[bytes], chance: random.Random) -> tuple[bytes, str]:
    """Return one damaged input and what was done to it: splicing, then one to three mutations."""
    data, done = chance.choice(seeds), []
    if chance.random() < 0.15:
        other = chance.choice(seeds)
        data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
        done.append("splice")
    for mutation in chance.sample(MUTATIONS, chance.choice((1, 1, 2, 3))):
        data = mutation(data or b"x", chance)[:MAX_BYTES]
        done.append(mutation.__name__)
    return data, "+".join(done)
