"""Servers that a notice states around a chip: how many, and how many cards each."""

import re

from services.enrich.domain.numerals import NUMBER, whole

CARD = r"(?:张|块|片|颗|枚|芯片?(?![线光])|卡(?!时|·|小时|天|月|年|日|槽))"
"""Units of cards, card-hours excluded; for use inside other patterns."""
FILL = (
    r"(?:\s|-|[()（）\[\]\"'“”]|nvidia|英伟达|geforce|tesla|amd|华为|gpus?|hgx|dgx|sxm\d?|pcie|nvl(?:ink)?|hbm\d?e?|"
    r"\d{2,3}\s?gb?(?![a-wyz])|显存|版本?|型号?|系列|的|显卡|计算卡|加速卡|算力卡|训练卡|推理卡|图形卡|"
    r"处理器|芯片|模组|算力|资源|裸金属|性能|同等|级别?|服务(?!器)|显示卡|图形处理器|国产|进口|通用|智能|instinct|ai版?|卡|gddr\d\w?|\||§)"
)
"""What may stand between a model and its number; for use inside other patterns."""
OTHER_PARTS = (
    r"[^。；;，,\n]{0,12}(?:(?<!图形)处理器|cpu|epyc|xeon|至强|鲲鹏|飞腾|兆芯|内存|硬盘|ssd|nvme|网卡|光口"
    r"|端口|电源|风扇)"
)
"""What else a machine holds in numbers; for use inside other patterns."""
MOST_IN_A_SERVER = 10

_ONE = r"(?:(?:每|单|1|一)(?:台|部|个?节点|套|个?实例|机|柜)|整机)"
_BOX = r"(?:台|部(?=[,，。；;]|每|$)|套|个?(?:gpu|ai|计算|高性能)*节点|个?实例|架)(?!式|账|时|·)"
_NAME = r"(?:服务器|伺服器|云主机|主机|节点|裸金属|工作站|实例|一体机|servers?|instances?|nodes?)"

_EACH_BEFORE = re.compile(
    rf"{_ONE}[^。\n]{{0,24}}?(?<![\d.])({NUMBER})\s?{CARD}(?:(?![)）][及和与以])[^\d。\n]|\d{{2,3}}\s?gb){{0,32}}$"
)
_EACH_AFTER = re.compile(
    rf"^[^。\n]{{0,40}}?{_ONE}[^。\n]{{0,12}}?({NUMBER})\s?{CARD}(?!{OTHER_PARTS})"
)
_EACH_SLASH = re.compile(
    rf"({NUMBER})\s?{CARD}\s?(?:dcu|npu|gpu|§+|[加显算计][\u4e00-\u9fff]?卡)?\s?/\s?"
    r"(?:台|节点|套|实例|机|server|node|instance)"
)
_EACH_BRACKET = re.compile(
    rf"^[^。\n]{{0,24}}?{NUMBER}\s?(?:台|套|个?节点)\s?[(（,，]\s?([1-9]|10|[一二四八])\s?卡"
)
_EACH_GPU = re.compile(r"^\s?(\d{1,2})\s?-?\s?gpu")
_EACH_NAMED = re.compile(
    rf"^[^。\n]{{0,16}}?{_NAME}\s?[(（]\s?([1-9]|1[0-6]|[一二四八])\s?[卡张块]\s?[)）]"
)
_EACH_ENGLISH = re.compile(
    rf"each\s(?:\w+\s){{0,7}}?[(]?({NUMBER})[)]?\s?x?\s?(?:nvidia|amd|tesla|instinct|geforce|\s)*$"
)
_EACH_ENGLISH_AFTER = re.compile(
    rf"(?<![\d.])({NUMBER})\s?x?\s?(?:nvidia|amd|tesla|instinct|geforce|gpu|\s)*$"
)
_EACH_BEHIND = re.compile(r"^[^.。\n,;]{0,30}?\b(?:each|apiece|per (?:server|node|machine))\b")
# "8卡机，GPU型号为A100"
_EACH_OF_TYPE = re.compile(
    rf"(?<![\d.])([1-9]|1[0-6]|[一二四八])\s?卡(?:机型?|整机|{_NAME})[^。；;\n\d]{{0,16}}$"
)
_EACH_IN_BRACKETS = re.compile(
    rf"^[^()。\n]{{0,20}}[(]\s?({NUMBER})\s?(?:x\s)?(?:gpus?|cards?|accelerators?)\s(?:each|per)"
)
_BOXES_OF = re.compile(
    rf"({NUMBER})\s?卡[^\d。\n，,；;]{{0,12}}?{_NAME}(?:\s?{NUMBER}\s?台)?[，,][^。；;\n]{{0,40}}$"
)
_RACK = re.compile(r"^\s?nvl\s?(72|36)")

_EACH_TIMES = re.compile(rf"(?:台|个?节点|套)\s?[x*]\s?({NUMBER})\s?{CARD}")
# "实例（每实例8×A100 40GB）2个": the number stands behind the brackets that describe one.
_BRACKETED = re.compile(rf"{_NAME}\s?[(（][^()（）。\n]*$")
_BEHIND_BRACKETS = re.compile(
    rf"^[^()（）。\n]{{0,24}}[)）]\s?[x*]?\s?({NUMBER})\s?(?:{_BOX}|个(?!月|工作日|小时|账))"
)
_NAME_TIMES = re.compile(rf"{_NAME}\s?[x*]\s?({NUMBER})(?!\s?(?:{CARD}|gb|\d))")
_ENGLISH_QUANTITY = re.compile(rf"{_NAME}\s?\((?:quantity|qty)[:.]?\s?({NUMBER})\)")
_NUMBER_FIRST = re.compile(rf"(?<![\d.每单])({NUMBER})\s?{_BOX}")
_NAME_FIRST = re.compile(
    rf"{_NAME}[^\d。\n，,；;]{{0,10}}?({NUMBER})\s?(?:{_BOX}|个(?!月|工作日|小时|账))"
)
_LABELLED = re.compile(
    rf"(?:(?:节点|服务器|实例)(?:数量?|台数)[:：]?\s?({NUMBER})(?!\s?[卡张块])"
    rf"|(?<!gpu)(?<!卡)数量[:：]?\s?({NUMBER})(?:\s*单位[:：]?\s?(?:台|套)|个?\s*(?=$|[。；;,，\n])))"
)
_TIMES_PRODUCT = re.compile(rf"(?<![\d.])({NUMBER})\s?x?\s?(?:nvidia\s)?(?:dgx|hgx)\s?$")
_ENGLISH = re.compile(
    rf"(?<![a-z\d.,-])({NUMBER})\s?(?:(?!(?:per|each|in|of|for|and|with|x|gb|tb)\b)[a-z-]+\s){{0,3}}(?:servers?|instances?|nodes?|workstations?|machines?|systems?|sets?|units?)\b"
)
# "服务器2台（HGX B200，每台8卡），管理节点1台"
_OPENED = re.compile(rf"(?<![a-z\d.])({NUMBER})\s?{_BOX}\s?[(（][^()（）。\n]{{0,24}}$")
# "为12所学校各配备10台工作站"
_FOR_EACH_OF = re.compile(
    rf"({NUMBER})\s?(?:所|个|间|家|处)[^\d。；;，,\n]{{1,12}}?(?:各|分别|每[所个间家处])[^\d。；;，,\n]{{0,6}}?"
    rf"({NUMBER})\s?{_BOX}[^。；;\n]{{0,24}}$"
)
# "12块，含3台主机": the machines that hold them, no further factor.
_INCLUDED = re.compile(r"(?:含|其中|包括|及|附)\s?$")
_SEMICOLON = re.compile("[；;]")
_BREAK = re.compile(r"[，,；;、]")
_GOES_ON = re.compile(
    rf"^\s?{NUMBER}\s?卡[^，,]{{0,8}}?{_NAME}|{_ONE}|各|^\s?(?:gpu|ai|云|高性能|计算|的)*{_NAME}|配置|配备|搭载|each|^[,，]\s?(?:$|(?:gpu|显卡|[加算]\w卡)[:：])"
)
_OTHER_GOODS = re.compile(
    "管理$|登录$|登陆$|备份$|交换机|存储|路由器|(?<!nvl72)(?<!nvl36)(?<!nvl72 )(?<!nvl36 )机柜|"
    "硬盘|防火墙|空调|ups|显示器|电脑|笔记本|打印机|摄像|投影|网卡|线缆|桌(?!面)|椅"
)
_NAMED_AFTER = re.compile(
    r"^(?:\s|[()]|\d{2,3}\s?gb?|gpu|sxm\d?|nvlink|pcie|的|[\d一二四八]?卡|算力|ai|云|显卡|计算)*"
    r"(服务器|云主机|主机|节点|工作站|一体机|整机|实例|server|instance|node)"
)
_DGX_CARDS = 8


def per_server(ahead: str, behind: str) -> int | None:
    """Return the cards of one server where the notice says each, per or a slash."""
    found = (
        _EACH_BEFORE.search(ahead)
        or _EACH_ENGLISH.search(ahead)
        or _EACH_SLASH.search(behind)
        or _EACH_SLASH.search(ahead)
        or _EACH_BRACKET.match(behind)
        or _EACH_NAMED.match(behind)
        or _EACH_OF_TYPE.search(ahead)
        or _EACH_GPU.match(behind)
        or _EACH_TIMES.search(behind)
        or _EACH_AFTER.match(behind)
        or _BOXES_OF.search(ahead)
        or _EACH_IN_BRACKETS.match(behind)
        or (_EACH_ENGLISH_AFTER.search(ahead) if _EACH_BEHIND.match(behind) else None)
    )
    return whole(found[1]) if found else None


def by_product(ahead: str, behind: str) -> int | None:
    """Return the cards that the product name fixes: a DGX has 8, an NVL72 rack 72."""
    if found := _RACK.match(behind):
        return int(found[1])
    return _DGX_CARDS if ahead.rstrip(" -").endswith("dgx") else None


def number(ahead: str, behind: str) -> int | None:
    """Return how many servers are stated, behind the mention first, never other goods."""
    if found := _FOR_EACH_OF.search(ahead):
        return (whole(found[1]) or 0) * (whole(found[2]) or 0) or None
    if _EACH_BEFORE.search(ahead) and (value := _last(ahead)) is not None:
        return value  # "2台：每台4块X；另有10台": the servers before are the ones described
    if found := _OPENED.search(ahead):
        return whole(found[1])
    if found := _TIMES_PRODUCT.search(ahead):
        return whole(found[1])
    if _BRACKETED.search(ahead) and (found := _BEHIND_BRACKETS.match(behind)):
        return whole(found[1])
    for value in (_first(_SEMICOLON.split(behind)[0]), _last(ahead), _first(behind)):
        if value is not None:
            return value
    return None


def named(behind: str) -> bool:
    """Return whether the words right behind a chip make it a part of a server."""
    return _NAMED_AFTER.match(behind) is not None


def _first(behind: str) -> int | None:
    for pattern in (_NAME_TIMES, _NAME_FIRST, _NUMBER_FIRST, _LABELLED, _ENGLISH):
        if found := pattern.search(behind):
            if _INCLUDED.search(behind[: found.start()]):
                return None
            other = _OTHER_GOODS.search(behind[: found.start()])
            return None if other else whole(found[found.lastindex or 1])
    return None


def _last(ahead: str) -> int | None:
    """Take the nearest number of servers whose sentence goes on to the chip."""
    for pattern in (_NAME_TIMES, _ENGLISH_QUANTITY, _NAME_FIRST, _NUMBER_FIRST, _ENGLISH):
        for found in reversed(list(pattern.finditer(ahead))):
            between = ahead[found.end() :]
            named_before = pattern in (_NAME_TIMES, _ENGLISH_QUANTITY, _NAME_FIRST)
            leads = named_before or not _BREAK.search(between) or _GOES_ON.search(between)
            other = _OTHER_GOODS.search(ahead[max(0, found.start(1) - 8) : found.start(1)])
            if leads and not other:
                return whole(found[1])
    return None
