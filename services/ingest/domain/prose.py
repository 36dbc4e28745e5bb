"""Facts told in sentences: prices without a colon, who won, who was entrusted."""

import re
from collections.abc import Iterator

from services.ingest.domain.defined import defined_in
from services.ingest.domain.english_sentences import english_in
from services.ingest.domain.labels import FACT_OF, label_of

Told = tuple[str, str, int, int, str]
"""Fact, label, start, end, and the unit in the label's brackets."""

_PLAIN = re.compile(
    r"(?:(?<=\s)|(?<=[：:])|^)(?P<label>中标供应商名称|成交供应商名称)[ ]+(?P<value>\S+)", re.M
)
# Commas group digits within a price and end it elsewhere.
_PRICE = r"(?:[^，,。；;\n]|(?<=\d)[，,](?=\d{3}))"
_IS = re.compile(
    r"(?P<label>中标价|成交价|中选价|中标金额|成交金额|中选金额|合同金额|谈判报价|投标报价|总价)为\s*"
    rf"(?P<value>{_PRICE}{{2,40}})"
)
# "合同总金额为人民币1.92亿元": any label of money, read by its words.
_AMOUNTS_TO = re.compile(
    r"(?P<label>(?:中标|成交|中选|合同|签约|协议|采购|项目|预算|最高|总|控制|最终|投资)[\u4e00-\u9fff（）()]{0,12}?"
    r"(?:价|价款|价格|额|预算))(?:共|总计|合计|约)?[为是]\s*"
    rf"(?P<value>(?:人民币|[¥￥]|\d|[壹贰叁肆伍陆柒捌玖]){_PRICE}{{1,40}})"
)
# "最高限价人民币壹佰贰拾万元整": money right behind its label.
_COSTS = re.compile(
    r"(?P<label>最高限价|预算金额|预算总额|预算总价|采购预算|项目预算|总预算|控制价|预算|中标金额|成交金额|中标价|成交价|中选价|合同金额)"
    rf"(?:约|共|总计|为|是)?(?P<value>(?:人民币|[¥￥]|\d|[壹贰叁肆伍陆柒捌玖]){_PRICE}{{1,40}})"
)
# 单台控制价42万元 is the price of one; asked behind the label, for it slows the search for it.
_OF_ONE = re.compile(r"(?:单[台套个项件价]|每[台套个项件])$")
# 原“最高限价：98万元”不变
_QUOTED = re.compile(
    rf"[“「\"](?P<label>最高限价|预算金额|采购预算|控制价|预算)[：:]\s*(?P<value>\d{_PRICE}{{1,24}}?)[”」\"]"
)
# "公示日期 2025.04.30"
_ON = re.compile(
    r"(?P<label>公示日期|公示时间|发布日期|发布时间|公告日期|公告时间|发布于)[ ]+"
    r"(?P<value>20\d\d[^\s\n]{4,12})"
)
# "预算由380万元调整为395万元"
_CHANGED = re.compile(
    rf"(?P<label>预算金额|预算|最高限价|控制价)由[^，,。；;\n]{{2,24}}(?:调整|变更|更正|修改|改)为\s*(?P<value>\d{_PRICE}{{1,24}})"
)
# "竞价编号 JJ20250913-0045"
_NUMBERED = re.compile(
    r"(?P<label>竞价编号|项目编号|采购编号|招标编号|询价编号)[ ]+"
    r"(?P<value>[A-Za-z0-9][A-Za-z0-9_/.-]{4,40})"
)
# "最终成交 42 万元"
_FINALLY = re.compile(
    rf"最终(?P<label>成交|中标|中选)(?:价|价格|金额)?\s*(?P<value>(?:人民币|[¥￥])?\s*\d{_PRICE}{{1,30}})"
)
# Each pattern with what its hits must hold: a search for literal text is far cheaper.
_SIGNS = "为是由 "
_PRICES = (
    (_PLAIN, ("供应商名称 ",)),
    (_IS, ("价为", "额为")),
    (_AMOUNTS_TO, ("价为", "额为", "算为", "款为", "格为", "价是", "额是", "计为", "约为")),
    (_COSTS, ("限价", "预算", "控制价", "中标", "成交", "中选", "合同金额")),
    (_ON, ("期 ", "间 ", "于 ")),
    (_NUMBERED, ("编号 ",)),
    (_CHANGED, ("算由", "额由", "价由")),
    (_FINALLY, ("最终",)),
    (_QUOTED, ("“", "「", '"')),
)
# An award told in prose: "X以98.5万元成交", "确定X为成交供应商", "委托Y招标有限公司".
_ORG = (
    r"[\u4e00-\u9fff（）()A-Za-z·]{3,40}?(?:公司|中心|院|所|大学|集团|厂|部|店|社|合作社|事务所|局|厅|处|站|馆"
    r"|委员会|政府|学校|中学|小学|银行|协会|基金会|工作室|指挥部)"
)
_SELLER = r"[\u4e00-\u9fff（）()]{4,40}?(?:公司|集团|研究院|研究所|大学)"
_ASIDE = r"(?:[（(][^（）()\n]{0,40}[）)])?"
_AGENCY = r"[\u4e00-\u9fff（）()]{2,30}?(?:招标|咨询|代理|采购|工程管理)[\u4e00-\u9fff]{0,8}"
_TOLD = (
    (
        "buyer",
        "采购人",
        re.compile(
            rf"(?:招标人|采购人|采购单位|招标单位|建设单位)为\s*(?P<value>{_ORG})(?=[，,。；;\n（(]|$)"
        ),
    ),
    (
        "buyer",
        "业主",
        re.compile(rf"业主(?:单位)?为\s*(?P<value>{_ORG})(?=[，,。；;\n（(]|$)"),
    ),
    (
        "supplier",
        "中标供应商",
        re.compile(
            rf"(?:(?:^|[，,。；;：:\n])\s*(?:最终)?由?|由|最终)\s*(?P<value>{_ORG}){_ASIDE}以{_PRICE}{{2,40}}?(?:的(?:价格|报价|总价))?"
            r"(?:成交|中标|中选)"
        ),
    ),
    (
        "supplier",
        "中标供应商",
        re.compile(
            rf"(?:确定|确认|评定|推荐|选定)\s*(?P<value>{_ORG})为(?:本项目)?(?:的)?(?:第一)?"
            r"(?:成交|中标|中选)(?:人|供应商|单位|商)"
        ),
    ),
    (
        "supplier",
        "中标供应商",
        re.compile(
            rf"(?:中标|成交|中选)(?:人|供应商|单位|商)为\s*(?P<value>{_ORG})(?=[，,。；;\n（(]|$)"
        ),
    ),
    (
        "supplier",
        "中标供应商",
        re.compile(
            rf"由\s*(?P<value>{_ORG})(?:中标|成交|中选|承接|承担|代购|代付|(?:负责)?提供(?:上述|本项目|该|服务))"
        ),
    ),
    (
        "supplier",
        "中标供应商",
        re.compile(
            rf"(?:^|[，,。；;：:\n])\s*(?P<value>{_ORG})(?:中标|成交|中选)(?=[，,。；;\n]|$)"
        ),
    ),
    (
        "supplier",
        "拟定供应商",
        re.compile(
            r"拟(?:邀请|向|从|由|与|委托|选定|定)[ ]*"
            rf"(?P<value>{_SELLER}){_ASIDE}"
            "(?=以|采用|采取|进行|采购|购买|签订|作为|为|提供|承担)"
        ),
    ),
    (
        "supplier",
        "中标供应商",
        re.compile(
            rf"同意(?:向|从|由|与)[ ]*(?P<value>{_SELLER}){_ASIDE}(?=采购|购买|签订|提供|承担)"
        ),
    ),
    (
        # Not an office of the house, which buys for the others.
        "end_user",
        "使用单位",
        re.compile(
            r"(?:我|本)[校院所](?P<value>(?!信息|网络|采购|招标|资产|后勤|设备|财务|总务|保卫|数据)[\u4e00-\u9fff]{2,16}?"
            r"(?:学院|系|研究中心|测试中心|中心|实验室|研究所|研究院))(?=拟|现有|计划|申请)"
        ),
    ),
    (
        "agency",
        "代理机构",
        re.compile(rf"代理(?:机构|单位|公司)为\s*(?P<value>{_ORG})(?=[，,。；;\n（(]|$)"),
    ),
    (
        "agency",
        "代理机构",
        re.compile(
            rf"(?<![\u4e00-\u9fff])(?P<value>{_AGENCY}(?:公司|中心)){_ASIDE}受[^，,。\n]{{3,40}}委托"
        ),
    ),
    (
        "agency",
        "代理机构",
        re.compile(
            rf"受[^，,。\n]{{3,40}}?的?委托[，,]\s*(?P<value>{_AGENCY}(?:公司|中心))(?=[对就以按])"
        ),
    ),
    (
        "amount",
        "中标金额",
        re.compile(
            rf"以(?P<value>[^，,。；;\n以]{{0,8}}(?:\d|[壹贰叁肆伍陆柒捌玖]){_PRICE}{{0,30}}?元[整]?)(?:[（(][^（）()]*[)）])?"
            r"(?:的(?:价格|报价|总价))?(?:成交|中标|中选)"
        ),
    ),
    (
        "agency",
        "代理机构",
        re.compile(rf"委托\s*(?P<value>{_AGENCY}公司)"),
    ),
)
# A letter of award names its addressee above, and calls him 贵公司.
_LETTER = re.compile(
    rf"^[ ]*(?:致[ ]*[：:][ ]*)?(?P<value>{_ORG})[ ]*[：:]?[ ]*\n(?=(?:[^\n]*\n){{0,3}}?[^\n]*"
    r"贵(?:公司|单位|方)[^。\n]{0,20}(?:中标|成交|中选))",
    re.M,
)
_TELLING = re.compile(
    "成交|中标|中选|委托|代购|代付|承接|承担|由[^，,。；;]{4,40}提供|为(?<=[人主位构司]为)"
    "|[校院所](?<=[我本][校院所])|拟[邀向从由与委选定]|同意[向从由与]"
)


def told_in(text: str) -> Iterator[Told]:
    """Yield what sentences say of prices, winners and agencies."""
    yield from _priced(text)
    yield from _awarded(text)
    yield from ((*said, "") for said in (*defined_in(text), *english_in(text)))


def _priced(text: str) -> Iterator[Told]:
    """Labels without a colon: a name after a space, a price after 为."""
    # What stands before these signs: to seek each word of two characters costs more than to split.
    ends = {part[-1:] + sign for sign in _SIGNS for part in text.split(sign)[:-1]}
    for pattern, hints in _PRICES:
        if not any(hint[-2:] in ends if hint[-1] in _SIGNS else hint in text for hint in hints):
            continue
        for hit in pattern.finditer(text):
            if pattern is _COSTS and _OF_ONE.search(text[max(0, hit.start() - 2) : hit.start()]):
                continue
            label, unit = label_of(f"{hit['label']}价" if pattern is _FINALLY else hit["label"])
            # "供应商名称 供应商地址" are headings.
            if label and not label_of(hit["value"])[0]:
                yield FACT_OF[label], label, *hit.span("value"), unit


def _awarded(text: str) -> Iterator[Told]:
    """Who won for how much, and through whom, in prose."""
    if "贵" in text and (letter := _LETTER.search(text)):
        yield "supplier", "中标供应商", *letter.span("value"), ""
    done = 0
    for word in _TELLING.finditer(text):
        if word.start() < done:
            continue
        start, stop = text.rfind("\n", 0, word.start()) + 1, text.find("\n", word.start())
        done = stop if stop >= 0 else len(text)
        for fact, label, pattern in _TOLD:
            for hit in pattern.finditer(text, start, done):
                yield fact, label, *hit.span("value"), ""
