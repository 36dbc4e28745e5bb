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


def english_in(text: str) -> Iterator[Told]:
    """Yield whom it was awarded to, for what price, and who was entrusted by whom."""
    for hit in _AWARDED.finditer(text) if "award" in text else ():
        yield "supplier", "awardedsupplier", *hit.span("value")
        if price := _PRICE.match(text, hit.end()):
            yield "amount", "awardprice", *price.span("value")
    for hit in _ENTRUSTED.finditer(text) if " by " in text else ():
        yield "agency", "agency", *hit.span("agency")
        yield "buyer", "buyer", *hit.span("buyer")
