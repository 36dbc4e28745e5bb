"""The buyer where no label names it: who announces, who signs, whose name the title begins with."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.ingest.domain.organisations import INSTITUTIONS, is_organisation

_NAME = rf"[\u4e00-\u9fff（）()·]{{2,30}}?(?:{INSTITUTIONS})"
# "X就Y组织了竞争性磋商", "X拟对Y进行采购": the sentence that announces.
_ANNOUNCES = re.compile(
    rf"(?:^|(?<=[。\n]))[^\S\n]*(?:现[由将])?(?P<name>{_NAME})"
    r"(?:就|拟|现(?:[就对将拟因]|公开|面向|诚邀|邀请|需)|诚邀|邀请|决定|计划|对本|因[\u4e00-\u9fff]{0,20}需要|的(?=[^。\n]{2,60}(?:编号|评标|采购|招标)))",
    re.M,
)
_OFFICE = re.compile(
    r"(?:招标与采购|招标|招标采购|采购与招标|采购招标|招投标|采购|国有资产|资产|后勤|设备|实验室|信息|网络|数据|总务"
    r"|基建|基本建设|财务|计划|科研|科技|科学|教务|教学|装备|医学|器械|物资|物流|药学|行政|综合|党政|合同|法务"
    r"|供应链|市场|运营|经营|工程|保卫|学生|人事|董事|监事)"
    r"[\u4e00-\u9fff与和、]{0,10}(?:中心|办公室|办|处|部|科|室|组|会)$"
)
# Who publishes is the buyer, unless he invites bids for others.
_PUBLISHER = re.compile(
    r"(?:发布|发文|公告)(?:人|单位|机构|部门)[ ]*[：:][ ]*(?P<name>[^\s：:，,；;。|]{4,40})"
)
# "示例研究院 2024-01-15 18:30 发表于湖北": who publishes an article.
_BYLINE = re.compile(
    rf"(?:^|[ ])(?P<name>{_NAME})[ ]+20\d\d[-年./][^\s]{{3,8}}(?:[ ]+\d{{1,2}}[:：]\d\d)?"
    r"[ ]*发[表布]于",
    re.M,
)
# "示例研究院Example Institute": a masthead in two languages; 我院 below it is that house.
_MASTHEAD = re.compile(rf"(?P<name>{_NAME})[ ]?(?:[A-Z][A-Za-z .,&'-]{{5,80}})?(?=\n|$)")
_WE = re.compile(
    "(?:我|本)(?:校|院|所|公司|单位|中心|局|馆|会|厅)(?=拟|现|计划|需|因|将|决定|[\u4e00-\u9fff]{2,16}拟)"
)
_SIGNATURE_LINES, _HEAD_LINES = 6, 4
_TITLE = re.compile(
    rf"^(?:【[^【】]{{1,8}}】)?(?:关于)?(?P<name>{_NAME})\s?(?=[\u4e00-\u9fffA-Za-z\d（(])"
)
# Who invites bids for others signs too, but does not buy.
_NOT_A_BUYER = re.compile(
    r"招标|代理|咨询|公共资源|交易中心|政府采购|(?i:tendering|consult|agency|exchange|suppliers?\b|bidders?\b)"
)
# Only a page with words of English in a row can have such a sentence.
_WORDS = re.compile(r"[a-z] [a-z]{3,} [a-z]")


# "Example University (the "University") invites sealed tenders": the name in capitals, small words
# within it, what it calls itself, and the verb.
_WORD = r"[A-Z][\w&'’.-]{0,40}|\([A-Z]\w{0,40}\)"
_SMALL = r"(?:(?:of|and|for|the|in)[ ]){0,2}"
_ADVERB = r"(?:hereby|now|is|has|(?:wishes|intends|plans)[ ]to)[ ]"
_INVITES = re.compile(
    rf"(?:^|(?<=\.[ ]))(?:The[ ])?(?P<name>(?:{_WORD})(?:,?[ ]{_SMALL}(?:{_WORD})){{1,12}})"
    rf"(?:[ ]\([^()\n]{{2,60}}\))?[ ](?:{_ADVERB}){{0,2}}"
    r"(?:invit(?:es?|ing)|announces?|seek(?:s|ing)?|requests?|award(?:s|ed)|procures?|purchases?"
    r"|publish(?:es)?|issues?|solicits?|calls[ ]for|intends|plans|wishes)\b",
    re.M,
)


class Said(NamedTuple):
    """A stretch of the text that names the buyer, how it was found, and how sure that is."""

    start: int
    end: int
    how: str
    confidence: float


def said_buyers(text: str, title: str) -> Iterator[Said]:
    """Yield who may be the buyer, the surest first; offsets into the text."""
    for hit in _ANNOUNCES.finditer(text):
        if _may_buy(hit["name"]):
            yield Said(*hit.span("name"), "sentence", 0.9)
    for hit in _INVITES.finditer(text) if _WORDS.search(text) else ():
        if not _NOT_A_BUYER.search(hit["name"]) and is_organisation(hit["name"]):
            yield Said(*hit.span("name"), "sentence", 0.9)
    yield from _publishers(text)
    yield from _signature(text)
    yield from _masthead(text)
    begins = _TITLE.match(title)
    if begins and _may_buy(begins["name"]) and (at := text.find(begins["name"])) >= 0:
        yield Said(at, at + len(begins["name"]), "title", 0.5)


def _publishers(text: str) -> Iterator[Said]:
    """Who a label or the line above an article says has published it."""
    for pattern in (_PUBLISHER, _BYLINE):
        for hit in pattern.finditer(text) if "发" in text or "公告" in text else ():
            yield from _alone(hit["name"], hit.start("name"), 0.8)


def _masthead(text: str) -> Iterator[Said]:
    """The house whose name heads the page, of a notice that says 我院."""
    head = _MASTHEAD.match(text)
    if head and _may_buy(head["name"]) and _WE.search(text):
        yield Said(*head.span("name"), "signature", 0.7)


def _signature(text: str) -> Iterator[Said]:
    """The last lines, and those below a title: an organisation alone, perhaps with its office."""
    lines = list(re.finditer(r"[^\n]+", text))
    for line in (*reversed(lines[-_SIGNATURE_LINES:]), *lines[1:_HEAD_LINES]):
        name = line[0].strip()
        yield from _alone(name, line.start() + line[0].index(name), 0.8)


def _alone(name: str, left: int, sure: float) -> Iterator[Said]:
    """An organisation without the office of it that stands behind."""
    office = _OFFICE.search(name)
    if office and is_organisation(name[: office.start()]):
        name = name[: office.start()].rstrip()
    elif office and not office.start():
        return  # 信息中心: an office of a house that is not named
    if re.fullmatch(_NAME, name) and _may_buy(name):
        yield Said(left, left + len(name), "signature", sure)


def _may_buy(name: str) -> bool:
    return is_organisation(name) and not _NOT_A_BUYER.search(name) and name[0] not in "我本"
