"""Which notices belong to one procurement project: identities, and the matter they name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from contracts.ids import root_id
from contracts.names import name_key

# What a title says about the notice, not about the project. 二次, packages and lots stay: a
# re-tender and each package are told apart by them.
_TYPE_WORDS = (
    r"(?:公开招标|邀请招标|竞争性磋商|竞争性谈判|询价|单一来源|政府采购|采购意向|采购合同|电子竞价|网上竞价"
    r"|中标候选人|中标|成交|预中标|拟中标|招标|采购|结果|合同|验收|终止|废标|流标|更正|变更|澄清|延期"
    r"|资格预审|履约|意向|候选人|成交候选人|[（(](?:成交|中标)[）)])"
)
_SUFFIX = re.compile(rf"(?:的)?{_TYPE_WORDS}*(?:公告|公示|公开|通知书?|公\s*[告示]表)$")
_NUMBERED = re.compile(r"[（(]\s*(?:项目|采购|招标)?编?号?[:：]?\s*[A-Za-z0-9-]{5,}\s*[）)]$")
# Which amendment it is, after the type: 更正公告（第一次）. A 二次 before the type is a re-tender.
_COUNTED = re.compile(
    r"(?<=公告|公示|通知)[（(]?\s*第?[一二三四五六七八九十\d]{1,2}(?:次|号)?\s*[）)]?$"
)
# A month's list of intentions: what follows the dash is the project.
_INTENDED = re.compile(
    r"(?:20\d\d年?)?(?:\s*\d{1,2}(?:\s*[-至]\s*\d{1,2})?月)?(?:份)?(?:政府)?采购意向(?:公告|公开)?"
    r"\s*(?:[-—－_：:]+\s*|$)"
)
_AGENCY_LEAD = re.compile(r"^[^，。]{2,40}?关于")
_MIN_TITLE = 4
_NUMBER = "number:"
# Identities that name one project for certain, where a title only may.
_CERTAIN = (_NUMBER, "ocid:")


def identities(buyer: str | None, number: str | None, titles: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that a notice's matter may be found by, the surest first.

    Buyer and project number; buyer and project name or title. Nothing without a buyer: two
    bodies may use one number, and every school buys a "server".
    """
    buyer_key = name_key(buyer) if buyer else ""
    if not buyer_key:
        return ()
    found = [f"{_NUMBER}{buyer_key}|{number_key(number)}"] if number and number_key(number) else []
    for title in titles:
        key = title_key(title, buyer_key)
        if len(key) >= _MIN_TITLE:
            found.append(f"title:{buyer_key}|{key}")
    return tuple(dict.fromkeys(found))


def number_key(number: str) -> str:
    """Return a project number without case, spaces and marks: SZU-2024-01 and szu 2024 01."""
    return name_key(number).replace(" ", "")


def title_key(title: str, buyer_key: str = "") -> str:
    """Return a title or project name without the notice's type, the buyer in front, and brackets.

    "四川大学X平台服务中标公告" and "X平台服务" give the same key for the buyer 四川大学. A title
    that names the notice only (中标公告) gives none: it would join all that a buyer ever bought.
    """
    key = name_key(_without_type(title)).replace(" ", "")
    bare_buyer = buyer_key.replace(" ", "")
    if bare_buyer and key.startswith(bare_buyer) and len(key) > len(bare_buyer) + 3:
        key = key.removeprefix(bare_buyer).removeprefix("的")
    if key == bare_buyer:
        return ""
    for ending in ("采购项目", "项目", "采购"):
        if key.endswith(ending) and len(key) > len(ending) + 3:
            key = key.removesuffix(ending)
    return key


def _without_type(title: str) -> str:
    text = _AGENCY_LEAD.sub("", _COUNTED.sub("", _NUMBERED.sub("", title.strip())))
    intended = _INTENDED.search(text)
    if intended:
        text = text[: intended.start()] + text[intended.end() :]
    shorter = _SUFFIX.sub("", text)
    while shorter and shorter != text:
        text = _NUMBERED.sub("", shorter.strip())
        shorter = _SUFFIX.sub("", text)
    return shorter


def choose(
    given: Sequence[str], known: Mapping[str, UUID], members: Mapping[UUID, Iterable[str]]
) -> tuple[UUID, tuple[str, ...]]:
    """Return the matter of the first known identity, and the identities to attach to it.

    `members` are all identities of the known matters. A title joins no matter that has another
    project number: next year's tender for the same service is another project. None known: the
    first identity names the matter. A claimed identity is never moved: two matters that prove to
    be one are joined in score.
    """
    ours = _numbers(given)
    for identity in given:
        matter = known.get(identity)
        if matter is None:
            continue
        if identity.startswith(_CERTAIN) or _agree(ours, _numbers(members.get(matter, ()))):
            return matter, tuple(i for i in given if i not in known)
    return root_id("matter", given[0]), tuple(i for i in given if i not in known)


def _numbers(identities: Iterable[str]) -> set[str]:
    return {identity for identity in identities if identity.startswith(_NUMBER)}


def _agree(ours: set[str], theirs: set[str]) -> bool:
    """Whether numbers can be of one project: one side has none, or a lot's number extends it."""
    if not ours or not theirs:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)


class InMemoryMatters:
    """MatterIndex for `assess` and tests: the same decisions, kept in a dict."""

    def __init__(self) -> None:
        self._known: dict[str, UUID] = {}
        self._members: dict[UUID, list[str]] = {}

    async def claim(self, identities: Sequence[str]) -> UUID:
        """Return the matter of the first known identity; unclaimed ones attach to it."""
        given = tuple(dict.fromkeys(identities))
        matter, fresh = choose(given, self._known, self._members)
        self._known.update(dict.fromkeys(fresh, matter))
        self._members.setdefault(matter, []).extend(fresh)
        return matter
