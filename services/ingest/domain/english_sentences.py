"""English sentences: "awarded to X Co., Ltd. for RMB 1,250,000", "X, entrusted by Y, invites"."""

import re
from collections.abc import Iterator

Told = tuple[str, str, int, int]
"""Fact, label, start and end."""

_SELLER = (
    r"[A-Z][\w&'’.()-]{0,40}(?:[ ](?:of|and|&|[A-Z(][\w&'’.()-]{0,40})){0,10}?"
    r"(?:[ ,]{1,2}(?:Co|Inc|Corp)\b\.?)?"
    r"(?:[ ,]{1,2}(?:Ltd|Limited|Inc|LLC|GmbH|Corp|Corporation|Company|plc)\b\.?)"
)
_AWARDED = re.compile(rf"\b(?:awarded|award(?:s|ing)?)\b[^\n]{{0,120}}?\bto[ ](?P<value>{_SELLER})")
_PRICE = re.compile(
    r"[ ,]{0,2}(?:for|at|with)[ ](?:an?[ ])?"
    r"(?:(?:total|contract|final|price|sum|value|amount|of|the)[ ]){0,4}"
    r"(?P<value>(?:RMB|CNY|[¥￥]|USD|US\$)[ ]?\d[\d,]*(?:\.\d+)?(?:[ ](?:million|billion))?)"
)
_BODY = r"[A-Z][\w&'’.()-]{0,40}(?:,?[ ](?:of|and|for|the|&|[A-Z(][\w&'’.()-]{0,40})){1,12}"
_ENTRUSTED = re.compile(
    rf"(?P<agency>{_BODY}),?[ ](?:being[ ])?"
    r"(?:entrusted|authori[sz]ed|commissioned|appointed)[ ]by[ ]"
    rf"(?:the[ ])?(?P<buyer>{_BODY})"
)
# "The tender is administered by X Tendering Co., Ltd."; a buyer may run its own.
_RUN_BY = re.compile(
    r"(?i:\b(?:tender|bid|bids|bidding|procurement|purchase|process|project)\b[^\n.]{0,40}?"
    r"\b(?:administered|organi[sz]ed|conducted|managed|handled|run|arranged|executed)"
    r"[ ]by[ ](?:the[ ])?)"
    rf"(?P<value>{_SELLER})"
)
_RUNS = re.compile(r"Tender|Bidding|Consult|Agency|Procure|Purchas|Project Manage")
# "Example University (the "Purchaser")": what a bracket calls the name before it.
_CALLED = re.compile(
    r"[ ]\((?:the|hereinafter[^()\n]{0,40})[ ]?[\"“](?P<as>[A-Z][A-Za-z ]{3,30})[\"”]\)"
)
_PARTS = (
    ("agency", "agency", re.compile(r"(?:\w+ )?(?:Agent|Agency)")),
    (
        "buyer",
        "buyer",
        re.compile(
            "Purchaser|Buyer|Client|Employer|Owner|Tenderee|Party A"
            "|(?:Procuring|Contracting|Purchasing) (?:Entity|Authority)"
        ),
    ),
    (
        "supplier",
        "awardedsupplier",
        re.compile("(?:Successful |Awarded )?(?:Supplier|Contractor|Seller|Vendor|Bidder)|Party B"),
    ),
)
_WORD = r"(?:Co\.|Ltd\.|Inc\.|Corp\.|St\.|\(?[A-Z][\w&'’-]{0,40}\)?)"
_NAME_BEFORE = re.compile(
    rf"(?:The[ ])?(?P<value>{_WORD}"
    rf"(?:,?[ ](?:-[ ])?(?:(?:of|and|for|the|in|&)[ ]){{0,2}}{_WORD}){{1,12}})$"
)
_REACH = 160


def english_in(text: str) -> Iterator[Told]:
    """Yield who won for what price, who was entrusted by whom, and who is called what."""
    for hit in _AWARDED.finditer(text) if "award" in text else ():
        yield "supplier", "awardedsupplier", *hit.span("value")
        if price := _PRICE.match(text, hit.end()):
            yield "amount", "awardprice", *price.span("value")
    for hit in _ENTRUSTED.finditer(text) if " by " in text else ():
        yield "agency", "agency", *hit.span("agency")
        yield "buyer", "buyer", *hit.span("buyer")
    for hit in _RUN_BY.finditer(text) if "ed by " in text or "run by " in text else ():
        if _RUNS.search(hit["value"]):
            yield "agency", "agency", *hit.span("value")
    yield from _called(text)


def _called(text: str) -> Iterator[Told]:
    """Parties whose part a bracket behind their name tells."""
    for hit in _CALLED.finditer(text):
        part = next((part for part in _PARTS if part[2].fullmatch(hit["as"])), None)
        line = text.rfind("\n", 0, hit.start()) + 1
        left = max(line, hit.start() - _REACH)
        name = _NAME_BEFORE.search(text[left : hit.start()])
        if part and name:
            start, end = name.span("value")
            yield part[0], part[1], left + start, left + end
