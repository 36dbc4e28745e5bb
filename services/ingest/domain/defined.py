"""Parties that a sentence names once and then calls by their part: X（以下简称“甲方”）."""

import re
from collections.abc import Iterator
from itertools import pairwise

from services.ingest.domain.organisations import is_organisation, is_sure

Defined = tuple[str, str, int, int]
"""Fact, label, start and end of the name."""

_CALLED = re.compile(
    r"[（(][^（）()\n]{0,20}?(?:以下)?(?:简称|下称|称为|统称)[：:]?\s*(?P<as>[^（）()\n]{2,40})[）)]"
)
_PARTS = (
    ("agency", "代理机构", re.compile(r"代理(?:机构|单位|公司|人)")),
    (
        "buyer",
        "甲方",
        re.compile(r"甲方|采购(?:人|单位|方)|招标(?:人|单位|方)|买方|需方|发包[人方]|业主|委托方"),
    ),
    (
        "supplier",
        "乙方",
        re.compile(r"乙方|卖方|供方|承包[人方]|中标(?:人|单位|方)|成交(?:人|单位|供应商)|受托方"),
    ),
)
_REACH = 60
_SHORTEST = 4
_CLAUSE = re.compile(r"[，,。；;：:！\n\t“”\"、]")
# Words of the sentence, not of the name; 与 and the like only behind another name.
_LEAD = re.compile(r"\s*(?:现|特|兹)?(?:受|由|向|与|和|委托|采购人|招标人|业主|甲方|乙方|是)")
_JOINT = re.compile(r"与|和|及|同|受|委托|授权")


def defined_in(text: str) -> Iterator[Defined]:
    """Yield the parties whose part a bracket behind their name tells."""
    done = 0
    for hit in _CALLED.finditer(text) if _calls(text) else ():
        part = next((part for part in _PARTS if part[2].search(hit["as"])), None)
        start = _name_before(text, done, hit.start())
        done = hit.end()
        if part and start is not None:
            yield part[0], part[1], start, hit.start()


def _calls(text: str) -> bool:
    """Tell whether 简称, 下称, 统称 or 称为 is there: by what stands around each 称."""
    around = pairwise(text.split("称"))
    return any((left and left[-1] in "简下统") or right[:1] == "为" for left, right in around)


def _name_before(text: str, done: int, end: int) -> int | None:
    """Where the name that ends here starts: behind a sign, a lead such as 由, or another name."""
    left = max(done, end - _REACH)
    signs = list(_CLAUSE.finditer(text, left, end))
    start = signs[-1].end() if signs else left
    if (lead := _LEAD.match(text, start, end)) and _is_name(text[lead.end() : end]):
        start = lead.end()
    for joint in _JOINT.finditer(text, start, end):
        if _is_name(text[start : joint.start()]) and _is_name(text[joint.end() : end]):
            start = joint.end()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return start if _is_name(text[start:end]) else None


def _is_name(text: str) -> bool:
    return is_organisation(text) and is_sure(text) and len(text) >= _SHORTEST
