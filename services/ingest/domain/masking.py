"""Contacts of people are covered with as many █, so that every offset stands."""

import re

COVER = "█"
# Each begins with a set of characters, so that the search skips all others in C; what may not
# stand before is asked behind that first character.
_MOBILE = re.compile(
    r"[+18](?<![\dA-Za-z-][+18])(?:(?<=\+)86[- ]?1|(?<=8)6[- ]?1|(?<=1))"
    r"[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"
)
_LANDLINE = re.compile(
    r"[（(0](?<![\dA-Za-z/-][（(0])(?:(?<=0)\d{2,3}[-—－ ]?|(?<=[（(])0\d{2,3}[）)])\d{7,8}"
    r"(?:[-—转/]\d{1,6})*(?![\dA-Za-z])"
)
_SERVICE = re.compile(r"[48]00(?<![\dA-Za-z-][48]00)[-— ]?\d{3,4}[-— ]?\d{3,4}(?!\d)")
_FOREIGN = re.compile(r"\+\d[\d ()-]{7,18}\d")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}")
_PHONES = (_MOBILE, _LANDLINE, _SERVICE, _FOREIGN)
# A tender number may look like a telephone number; what its label says decides.
_NUMBER_LABEL = re.compile(r"(?:编号|项目号|流水号|标号|代码)[^\n\t]{0,4}$")


def _spaced(*labels: str) -> str:
    return "|".join("[ ]?".join(map(re.escape, label)) for label in labels)


_PEOPLE = _spaced(
    "联系人及电话",
    "联系人及联系方式",
    "联系人及联系电话",
    "联系人姓名",
    "联系人电话",
    "联系人",
    "经办人",
    "采购监督员",
    "委托代理人",
    "授权代表",
    "联系方式",
    "手机",
    "联系电话",
    "监督电话",
    "投诉电话",
    "咨询电话",
    "传真",
    "技术支持",
    "电话",
)
_PANEL = (
    r"(?:评审专家|评标专家|评委会?|专业评委|评标委员会|评审委员会|谈判小组|磋商小组|询价小组|评审小组|采购小组"
    r"|采购人代表)[^\n：:\t█]{0,40}"
)
_NAMED = re.compile(
    rf"(?:{_PEOPLE})(?:[（(][^（）()\n]{{0,20}}[）)])?[ ]*(?:[：:][ \t]*|\t[ ]*)"
    r"(?P<names>(?:(?![ ][\u4e00-\u9fff（）/ ]{2,12}[：:])[^\n\t；;。]){1,120})"
)
# These may head a requirement as well: only what is as short as a name is covered.
_HEADS = _spaced(
    *(
        "法定代表人",
        "法人代表",
        "项目负责人",
        "项目经理",
        "总监理工程师",
        "总施工工程师",
        "专职安全员",
    ),
    *("负责人", "收件人", "成员"),
)
_HEADED = re.compile(
    rf"(?:{_HEADS})[ ]*(?:[：:][ \t]*|\t[ ]*)"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[、，,][\u4e00-\u9fff]{2,4})*)"
    r"(?=[\s，,；;。（(\d]|联系|证书|成员|$)"
)
# "经谈判小组评审，…（采购编号：X": what stands before the colon heads no names.
_HEADS_NO_NAMES = "(?<!编号)(?<!供应商)(?<!成交价)(?<!中标价)(?<!金额)(?<!时间)(?<!日期)"
_PANELLED = re.compile(
    rf"{_PANEL}{_HEADS_NO_NAMES}(?:[：:][ \t]*|\t[ ]*)(?P<names>[^\n\t]{{2,200}})"
)
_HAN_NAME = r"[\u4e00-\u9fff·]{2,4}"
# A list of names on the line below its heading.
_BELOW = re.compile(
    rf"{_PANEL}[：:]?[ ]*\n"
    rf"(?P<names>{_HAN_NAME}(?:[ ]*[、，,；;][ ]*{_HAN_NAME}|[ ]+{_HAN_NAME})*)[。]?[ ]*(?=\n|$)"
)
_BARE = re.compile(rf"(?:法人代表|法定代表人|项目经理)[ ]+(?P<names>{_HAN_NAME})(?=[ \n])")
_KEPT = re.compile(
    r"公司|大学|学院|中心|研究[院所]|医院|局|委员会|政府|学校|实验室|部门|(?:详)?见(?:公告|附件|招标)|^\s*[无/—-]+\s*$"
)


def mask(text: str) -> str:
    """Return the text with phones, addresses of mail and names of contacts covered.

    The length never changes. Organisations stay, also where a label announces a person.
    """
    for pattern in (_NAMED, _HEADED, _PANELLED, _BELOW, _BARE):
        text = pattern.sub(_cover_names, text)
    for pattern in _PHONES:
        text = pattern.sub(_cover_phone, text)
    return _MAIL.sub(_cover_phone, text) if "@" in text else text


def _cover_names(found: re.Match[str]) -> str:
    names = found["names"]
    if _KEPT.search(names):
        return found.group()
    start = found.start("names") - found.start()
    end = start + len(names)
    return found.group()[:start] + COVER * len(names) + found.group()[end:]


def _cover_phone(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 14) : found.start()]
    return found.group() if _NUMBER_LABEL.search(before) else COVER * len(found.group())
