"""Names of organisations in values: told from persons and remarks, split, with their codes."""

import re

from contracts.parties import Identifier
from services.ingest.domain.lots import LOT_LEAD
from services.ingest.domain.masking import COVER

_WORDS = (
    r"公司|大学|学院|学校|中学|小学|研究院|研究所|中心|医院|集团|厂|局|所|院|实验室|委员会|政府|部|处|站|馆|库"
    r"|办公室|银行|基金会|协会|队|社|店|事务所|经营部|商行|工作室|机构|电视台|法院|检察院|支队|总队|园区|基地"
)
INSTITUTIONS = (
    r"有限公司|公司|大学|学院|学校|中学|小学|研究院|研究所|科学院|社会科学院|医院|集团|管理局|局|委员会|政府"
    r"|保健院|卫生院|设计院|书院|分院|幼儿园|协会|学会|基金会|出版社|银行|指挥部|办公室"
    r"|实验室|图书馆|博物馆|电视台|疾病预防控制中心|疾控中心|中心|支队|总队|法院|检察院|厅|基地"
)
"""Endings of names that an announcement begins with or is signed by, for use in patterns."""
_ORGANISATION = re.compile(rf"(?:{_WORDS})(?:[（(][^（）()]*[）)])?$")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
_NOT_ONE = re.compile(
    rf"^联系人|^(?:详见|见|无|/|—|-|废标|流标|未|按|另)|{COVER}|^[\d.,，%￥¥元万]+$|[。？！]"
    r"|不足[一二两三四\d]|有效(?:供应商|投标)|^本(?:包|标段|项目)|采购失败|废标$|流标$|实质性响应"
    r"|^第?[一二三四五\d]+(?:名|(?:日历)?天|个?月|年)$|^20\d\d[年.-]\s?\d|^[\d.]+%$"
)
_PERSON = re.compile(r"^[\u4e00-\u9fff]{1,4}(?:老师|先生|女士|工|经理|主任)?$")
# "Co., Ltd." is one name.
_MANY = re.compile(
    r"[、，;；\n]|,(?!\s*(?:Ltd|Limited|Inc|LLC|LLP|L\.L\.C|Co\b|Corp|GmbH|S\.A|PLC)\b)|\s{2,}|\s+(?=\d{1,2}[.、．][\u4e00-\u9fff])|(?<=公司)\s+(?=[\u4e00-\u9fff])|(?<=公司)[与和及](?=[\u4e00-\u9fff])"
    # "X（联合体牵头人） Y（联合体成员）"
    r"|(?<=[人员方位体][）)])\s+(?=[\u4e00-\u9fff])"
)
# What a bracket behind a name tells of it and is no part of it: where it sits, how to reach it,
# what the notice calls it. Also one whose end was cut off; 示例公司（北京） is a name.
_REMARK = re.compile(
    r"\s*[（(](?:(?:注册|联系|办公|单位|公司|供应商)?(?:地\s*址|住\s*所)|联系|电\s*话|传真|邮[编箱]|统一社会|信用代码"
    r"|[0-9A-Z]{15,20}|(?:中标|成交|中选|合同)?总?(?:金额|价格?|费率)|组织机构|法定代表|法人|开户|以下|下称|简称|盖章|公章|签[字章]|排名|得分|报价|评审|未按|因"
    r"|[^（）()]{0,40}?(?:省|市|区|县|镇|乡|村|路|街|道|巷)[^（）()]{0,30}?[\d一二三四五六七八九十]{1,6}\s*"
    r"(?:号|弄|室|层|楼|栋|幢|座)"
    # （西安市长安区）: two steps of a place; one alone may be part of a name.
    r"|[\u4e00-\u9fff]{2,8}(?:省|市|自治区|自治州)[\u4e00-\u9fff]{1,12}(?:市|区|县|旗|镇|乡|街道|新区)(?=[）)])"
    r"|(?i:address|tel\b|[a-z ]{0,40}(?:office|department|division)\b|"
    r"hereinafter|the\s|\"|“))[^（）()]{0,120}(?:[）)]|$)"
)
_BRACKETED = re.compile(r"[（(][^（）()\n]*[）)]")
# "甲公司与乙公司联合体"
_TOGETHER = re.compile(r"(?:组成的?|的)?联合体$")
_ROLE_NOTE = re.compile(
    r"[（(](?:联合体(?=牵|成|主))?(?:牵头人|牵头单位|联合体|联合体投标|联合投标|牵头方|主办方|联合体成员|成员单位|成员|主体|采购人|采购单位|招标人|招标单位|业主|建设单位|(?:采购|招标)?代理机构|[甲乙买卖需供]方|中标人|成交供应商|盖章|单位公章|公章|以下简称[^（）()]*|[小中微大]型?微?企业|监狱企业|残疾人福利性单位)[）)]"
)
_ABBREVIATED = re.compile(r"\b(?:Ltd|Inc|Corp|Co|Bhd|Sdn|Pte|Pvt)[.\s]*$").search
_TAIL = re.compile(
    r"(?:\s+(?:\d{2,4}\s*年|法人代表|法定代表人|地址|联系).*|/[\u4e00-\u9fff]{2,4}|[（(]单位公章[）)].*"
    r"|\s+(?:人民币|[¥￥])?\s*\d[\d,]*(?:\.\d+)?\s*(?:亿元|万元|元).*"
    # "外国语学院 顾老师": whom to ask there is no part of its name.
    r"|\s+[\u4e00-\u9fff]{1,3}(?:老师|先生|女士|主任|经理|处长|科长|工))$",
    re.S,
)
# In English a comma is part of a name: "X University, Suzhou Campus".
_MANY_ENGLISH = re.compile(r"[;；\n、]|(?<=Ltd\.),|(?<=Inc\.),")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ROLE = (
    r"(?:联合体)?(?:(?:主办?|成员?|副|牵头)(?:方|人|单位)?|成员[一二三四五\d])"
    r"(?:名称)?(?=\s*[）)：:])"
)
_ROLE_LEAD = re.compile(rf"\s*[（(]{_ROLE}\s*[）)]\s*")
# "标项一（蔬菜类）：X公司": which package somebody won stands before the name.
_LEAD = re.compile(
    rf"^(?:[（(]{_ROLE}\s*[）)]|{_ROLE}\s*[：:]|[（(]?\d{{1,2}}[）)]?[、.．：:]\s*|联合体[：:]\s*|[一二三四五]、"
    rf"|{LOT_LEAD}"
    # "全资子公司X": whose it is stands before the name.
    r"|(?:[\u4e00-\u9fff（）()]{2,30}?(?:公司|集团|大学|院))?(?:的|其|之)?(?:下属|旗下|所属)?的?(?:全资|控股|参股){0,2}[子孙]公司\s?(?=[\u4e00-\u9fff（）]{4}))"
)
# "Procurement Office, X University": who in the house wrote the notice.
_OFFICE_LEAD = re.compile(
    r"^(?:The\s)?(?:[A-Z][a-z]+\s(?:(?:and|of|&)\s)?){1,4}?(?:Division|Department|Office|Section|Unit|Team),\s+"
)
_USCC = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
MAX_NAME = 80


def names_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the organisations in a value, consortium members one by one."""
    if together := _TOGETHER.search(text[start:end]):
        end = start + together.start()
    whole = _core(text, start, end)
    spans, at = [], start
    many = _MANY if _HAN.search(text, start, end) else _MANY_ENGLISH
    inside = [hit.span() for hit in _BRACKETED.finditer(text, start, end)]
    for cut in many.finditer(text, start, end):
        if any(left < cut.start() < right for left, right in inside):
            continue  # a comma between an address and a telephone number
        spans.append(_core(text, at, cut.start()))
        at = cut.end()
    spans.append(_core(text, at, end))
    each = [span for span in spans if is_organisation(text[slice(*span)])]
    if len(spans) > 1 and len(each) > 1 and all(is_sure(text[slice(*span)]) for span in each):
        return each
    if is_organisation(text[slice(*whole)]) and (len(spans) == 1 or not each):
        return [whole]
    return each[:1]


def is_organisation(name: str) -> bool:
    """Whether a text can be the name of an organisation; a person's name never is."""
    if not 3 <= len(name) <= MAX_NAME or _NOT_ONE.search(name):  # noqa: PLR2004
        return False
    if is_sure(name):
        return True
    return not _PERSON.match(name) and len(name) > 4  # noqa: PLR2004


def codes_near(text: str, end: int, until: int) -> tuple[Identifier, ...]:
    """Return the social credit code printed between a name and `until`, with its check result."""
    found = _USCC.search(text, end, until)
    if found is None:
        return ()
    return (Identifier(scheme="CN-USCC", id=found.group(), valid=valid_code(found.group())),)


def valid_code(code: str) -> bool:
    """Whether the check digit of GB 32100 holds."""
    if len(code) != len(_WEIGHTS) + 1 or set(code) - set(_CODE):
        return False
    total = sum(_CODE.index(c) * w for c, w in zip(code, _WEIGHTS, strict=False))
    return _CODE[-total % 31] == code[-1]


def is_sure(name: str) -> bool:
    """Whether a text ends as the names of organisations do, or is English."""
    return bool(_ORGANISATION.search(name) or _ENGLISH.search(name))


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without numbering before it and remarks, dates and roles after it."""
    if lead := _LEAD.match(text[start:end].lstrip()):
        start = end - len(text[start:end].lstrip()) + lead.end()
    value = text[start:end]
    if office := _OFFICE_LEAD.match(value):
        start, value = start + office.end(), value[office.end() :]
    for pattern in (_TAIL, _ROLE_NOTE, _REMARK):
        if cut := pattern.search(value):
            value = value[: cut.start()]
    if lead := _ROLE_LEAD.match(value):
        start, value = start + lead.end(), value[lead.end() :]
    left = len(value) - len(value.lstrip(" \n：:"))
    stop = start + max(left, len(value.rstrip(" \n，,、.；;")))
    return start + left, stop + (text.startswith(".", stop) and _ABBREVIATED(value) is not None)
