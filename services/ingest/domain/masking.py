"""Contacts of people are covered with as many █, so that every offset stands."""

import re

COVER = "█"
_PATTERNS = (
    re.compile(r"(?<![\dA-Za-z-])(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)"),
    re.compile(r"(?<![\dA-Za-z-])(?:0\d{2,3}[-—－ ]?)\d{7,8}(?:[-—转]\d{1,6})?(?!\d)"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
)
# What follows these labels is a person's name, up to the end of the cell or line.
_NAMED = re.compile(
    r"(?:项目联系人|采购单位联系人|联系人姓名|联系人|经办人|评审专家[^\n：:]{0,16}名单|评标委员会成员名单"
    r"|谈判小组成员|磋商小组成员|评审小组成员|评委|联系方式|联系电话|电话|法定代表人)"
    r"(?:（[^）]*）)?\s*[：:\t]\s*(?P<names>[^\n\t；;。]{1,120})"
)
_KEPT = re.compile(r"公司|大学|学院|中心|研究[院所]|医院|局|委员会|见|无")


def mask(text: str) -> str:
    """Return the text with phones, addresses of mail and names of contacts covered."""
    text = _NAMED.sub(_cover_names, text)
    for pattern in _PATTERNS:
        text = pattern.sub(lambda m: COVER * len(m.group()), text)
    return text


def _cover_names(found: re.Match[str]) -> str:
    names = found["names"]
    if _KEPT.search(names):
        return found.group()
    start = found.start("names") - found.start()
    return found.group()[:start] + COVER * len(names)
