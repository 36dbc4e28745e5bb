"""Contacts of people are covered with as many █, so that every offset stands."""

import re

COVER = "█"
_PATTERNS = (
    re.compile(r"(?<![\dA-Za-z-])(?:\+?86[- ]?)?1[3-9]\d(?:\d{8}|([- ])\d{4}\1\d{4})(?!\d)"),
    re.compile(r"(?<![\dA-Za-z-])(?:0\d{2,3}[-—－ ]?)\d{7,8}(?:[-—转]\d{1,6})?(?!\d)"),
    re.compile(r"[（(]0\d{2,3}[）)][- ]?\d{7,8}(?:[-—转]\d{1,6})?(?!\d)"),
    re.compile(r"(?<![\dA-Za-z-])[48]00-\d{3,4}-?\d{3,4}(?!\d)"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
)


def _spaced(*labels: str) -> str:
    """Labels as printed: 联 系 人 too."""
    return "|".join(" *".join(label) for label in sorted(labels, key=len, reverse=True))


# What follows these labels is a person's name, up to the end of the cell or line or the next label.
_CONTACTS = _spaced(
    *(
        "项目联系人",
        "采购单位联系人",
        "联系人姓名",
        "联系人",
        "联系人及电话",
        "经办人",
        "联系方式",
        "联系电话",
    ),
    *(
        "电话",
        "传真",
        "手机",
        "评标委员会成员名单",
        "谈判小组成员",
        "磋商小组成员",
        "评审小组成员",
        "评委",
    ),
)
_NAMED = re.compile(
    rf"(?:{_CONTACTS}|评审专家[^\n：:]{{0,16}}名单)(?:（[^）\n]*）)?\s*[：:\t]\s*"
    r"(?P<names>(?:(?! [\u4e00-\u9fff（）/ ]{2,12}[：:])[^\n\t；;。]){1,120})"
)
# These may head a requirement as well: only what is as short as a name is covered.
_HEADS = _spaced("法定代表人", "法人代表", "项目负责人", "项目经理", "负责人", "收件人")
_HEADED = re.compile(
    rf"(?:{_HEADS})\s*[：:\t]\s*(?P<names>[\u4e00-\u9fff]{{2,4}})(?=[\s，,；;。（(\d]|$)"
)
_KEPT = re.compile(r"公司|大学|学院|中心|研究[院所]|医院|局|委员会|见|无")


def mask(text: str) -> str:
    """Return the text with phones, addresses of mail and names of contacts covered."""
    for labelled in (_NAMED, _HEADED):
        text = labelled.sub(_cover_names, text)
    for pattern in _PATTERNS:
        text = pattern.sub(lambda m: COVER * len(m.group()), text)
    return text


def _cover_names(found: re.Match[str]) -> str:
    names = found["names"]
    if _KEPT.search(names):
        return found.group()
    start = found.start("names") - found.start()
    return found.group()[:start] + COVER * len(names)
