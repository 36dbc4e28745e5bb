"""The words around a mention: its clause, its quote, and what negates or relativises it."""

import re

from contracts.evidence import Evidence

_QUOTE_SIDE = 44
_STOP = "。；;\n\r\t|"
_BEFORE_REACH, _AFTER_REACH = 40, 30
# A list of what is excluded may be long.
_NEGATION_REACH = 90

_NEGATED_BEFORE = re.compile(
    r"((?:禁止|严禁|不得|不允许|不准|不可|拒绝|避免|不应|不宜)[^。；;\n，,]{0,14}?"
    r"(?:使用|采用|采购|选用|提供|接受|调用|部署|配置|涉及|含有|包含|接入|访问)|不含(?!税|运|增值|安装)"
    r"|不包含|不包括|不接受(?!联合体)|不涉及|不(?:采购|采用|使用|选用|调用|接入|部署|租用|购买|引入)"
    r"|无需|不需要|不提供|不支持|排除|未采购|取消采购|(?<!可)替代|取代"
    r"|excluding|exclude|except|other than|without|does not include|not include|"
    r"\bno (?!less|lower)"
    r"|原(?:先)?(?:部署|运行|托管|使用|租用)[^。；;\n，,]{0,6}$|(?:注销|关闭|停用|退订)[^。；;\n，,]{0,6}$"
    r"|(?:替换|更换|淘汰)(?:现有|原有|已有|在用)?的?[^。；;\n，,]{0,6}$)"
    r"[^。；;\n，,]*$"
)
_NEGATED_AFTER = re.compile(
    r"^[^。；;\n，,]{0,20}?(除外|以外|之外|不在.{0,8}范围|不予采购|不予接受|不接受|尚无(?:配额|资源|库存)|无配额|无货|已停产|由[^。；;\n，,]{0,8}另行处置|另行处置|不适用|不得使用|"
    r"不得采用|均不|迁移至|迁移到|迁至|迁往|excluded|not accepted|not included)"
)
# "will not be considered" may end a long list.
_NEGATED_AFTER_ENGLISH = re.compile(
    r"^[^.;\n]{0,100}?(?:(?:will|shall) not be (?:considered|accepted|allowed)|(?:is|are) not"
    r" (?:accepted|permitted|allowed|required)|(?:is|are) excluded|cannot be (?:used|offered))"
)
_LEFT_OUT = re.compile(
    r"^[^。；;\n]{0,40}?(?:本次不采购|不计入总价|不纳入本次|仅需提供单价|仅报单价)"
)
_ENGLISH_REACH = 130
# What is there already and is repaired, moved or given away is not bought.
_EXISTING = re.compile(r"(?:已有|现有|原有|在用|现用|在役)的?[^。；;\n，,]{0,10}$")
_WITH_EXISTING = re.compile(
    r"(?:与|和|同|跟|接入|纳入|兼容)[^。；;\n，,]{0,16}(?:已有|现有|原有|在用)的?[^。；;\n，,]{0,10}$"
)
_LOOKED_AFTER = re.compile(
    r"^[^。；;\n]{0,24}?(?:继续使用|留用|利旧|不在|改造|维修|维保|维护|搬迁|保养|清洁|巡检|散热|回收|报废|处置)"
)
# Spare parts for a machine, or things that work with it, are not the machine.
_FITS = re.compile(r"(?:适用于|适配|配套|兼容|支持|用于)[^。；;\n]{0,40}$")
_PART = re.compile(
    r"^[^。；;\n]{0,16}?(?:电源|风扇|散热|备件|配件|线缆|滑轨|支架|模块|机柜|导风|水冷|机位|摄影|灯光)"
)
_NONE_BOUGHT = re.compile(
    r"(?:不含|不包含|不涉及|不采购|不再采购|无需采购|不提供)[^。；;\n]{0,12}"
    r"(?:gpu|显卡|加速卡|计算卡|服务器|硬件|算力)[^。；;\n]{0,6}(?:采购|购置)?\s*(?:[。；;）)]|$)"
)
_STUDIED = re.compile(r"(?:分析|研究|梳理|调研|评估)[^。；;\n]{0,40}$")
_RULES = re.compile(r"^[^。；;\n]{0,30}?(?:管制|限制|出口|禁令|政策|影响|形势|趋势)")
# A book about it is no purchase of it; a contract or project named so may be.
_BOOK_OPENS = re.compile(r"《[^》\n]{0,40}$")
_BOOK_ENDS = re.compile(r"^[^《》\n]{0,40}(?<!合同)(?<!协议)(?<!项目)(?<!公告)(?<!方案)》")
_FORBIDDEN_CELL = re.compile(
    r"^[^\t\n]{0,10}(?:禁用|禁止|排除|负面清单|不接受|不得)[^\t\n]{0,10}\t"
)
# "在现有8台A100服务器的基础上新增V100S": what is added is sought, not its basis.
_BASIS = re.compile(r"在?(?:现有|原有|已有)[^。；;\n，,]{0,12}$")
_ADDED = re.compile(
    r"^[^。；;\n]{0,24}?(?:的?基础上)[^。；;\n]{0,6}(?:新增|增加|扩充|扩容|增配|增购|补充|再)[^。；;\n]{0,40}"
    r"[a-z]{1,3}\s?\d{2,4}"
)
# "2022年建成首期平台，部署V100 40张", "服务器原已各装2块A30": what the buyer has.
_HELD = re.compile(
    r"(?:(?:已建成|已投运|已投用|已投产)(?:(?!本次|本期|现拟|新增|新购|扩容)[^。；;\n]){0,40}"
    r"|(?:原拟|原计划|原定)(?:采购|采用|使用|配置|选用)[^。；;\n，,]{0,10}"
    r"|(?:业界|市场上?|市面上?|当前|目前)[^。；;\n，,]{0,8}主流[^。；;\n，,]{0,12}(?:包括|有|如|为)[^。；;\n，,]{0,40}"
    r"|\bexisting\b[^.;\n]{0,40}"
    r"|(?:原已|现已|已)(?:经)?各?(?:装有?|安装|配有|配备|部署(?![在于到])|建成|购置|拥有|有|建有)[^。；;\n，,]{0,12}"
    r"|20\d\d年[^。；;\n]{0,10}(?:建成|投用|投产|购入|购置了|采购了|部署了)[^。；;\n]{0,24})$"
)
_ANSWERED_NO = re.compile(r"^[^。；;\n]{0,12}[?？]\s*答[:：]?\s*[不否]")
_ALL_BUT = (
    re.compile(r"除[^。；;\n，,]{0,20}$"),
    re.compile(r"^[^。；;\n，,]{0,12}?外(?![^。；;\n]{0,6}(还|也|另|仍))"),
)
_NOT_NEGATION = re.compile(r"(除[^。；;\n，,]{0,30}(外|以外)[，,]?[^。；;\n]{0,10}还|非常|除此)")
_EQUAL_FIGURE = re.compile(
    r"(性能|算力|配置|能力|水平|指标|规格|档次|参数)[^。；;\n，,]{0,8}"
    r"(不低于|不弱于|不小于|不差于|优于|高于|达到|相当于|等同于|≥|>=)[^。；;\n]{0,16}$"
)
_EQUAL_BEFORE = re.compile(
    r"(不低于|不弱于|不差于|不次于|等效于?|等同于?|相当于|对标|媲美|优于|兼容|适配|类似于?|类|同等于|参照|"
    r"not lower than|no less than|not inferior to|equivalent to|comparable to|similar to)"
    r"[^\d。；;\n，,]{0,16}$"
)
_EQUAL_AFTER = re.compile(
    r"^(级(?!联)|等级|同等|等效|类(?!型)|[^。；;\n]{0,22}?"
    r"(或同等|或等效|或相当|或同级|或同档|或类似|及同等|同等性能|同等算力|性能相当|相当性能|同级别|"
    r"及以上|或以上|以上性能|以上级别|或更高|或优于|或更优|级别|级算力|级gpu|等同性能|"
    r"or equivalent|or equal|or better|or higher|or comparable|equivalent))"
)
# "H100 80G，单台4张；或性能相当的其他型号"
_OR_EQUAL = re.compile(
    r"^[^。\n]{0,40}?[；;，,]\s*或(?:其他|采用)?[^。；;，,\n]{0,6}(?:相当|同等|等效|同档|同级|不低于)"
)
_EQUAL_REACH = 70
_INSUFFICIENT = re.compile(
    r"^[^。；;\n]{0,18}?(无法满足|不能满足|难以满足|满足不了|未能满足|不满足|无法支持|不能支持|不足以|不够|"
    r"无法提供|不能提供|尚不具备|不具备|cannot meet|insufficient|not sufficient|not enough)"
)


def quote(text: str, start: int, end: int, how: str = "lexicon") -> Evidence:
    """Return the evidence for a mention at [start, end): a line of it, with its own offsets."""
    first, last = max(0, start - _QUOTE_SIDE), min(len(text), end + _QUOTE_SIDE)
    before = max(text.rfind(stop, first, start) for stop in _STOP)
    after = [at for stop in _STOP if (at := text.find(stop, end, last)) >= 0]
    first, last = max(first, before + 1), min([last, *after])
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Evidence(quote=text[first:last], start=first, end=last, how=how)


def before(flat: str, start: int, reach: int = _BEFORE_REACH) -> str:
    """Return the flat text before a mention, at most `reach` characters of its line."""
    return _line_end(flat[max(0, start - reach) : start])


def after(flat: str, end: int, reach: int = _AFTER_REACH) -> str:
    """Return the flat text behind a mention, at most `reach` characters of its line."""
    return flat[end : end + reach].split("\n", 1)[0]


def is_negated(flat: str, start: int, end: int) -> bool:
    """Return whether the clause excludes what stands at [start, end)."""
    ahead = before(flat, start, _NEGATION_REACH)
    if _NOT_NEGATION.search(ahead):
        return False
    behind = after(flat, end)
    if _ALL_BUT[0].search(ahead) and _ALL_BUT[1].match(behind):
        return True
    return bool(
        _NEGATED_BEFORE.search(ahead)
        or _NEGATED_AFTER.match(behind)
        or _is_set_aside(flat, start, end)
    )


def _is_set_aside(flat: str, start: int, end: int) -> bool:
    """Return whether longer wording excludes a mention, or says that it is there already."""
    ahead, behind = before(flat, start, _NEGATION_REACH), after(flat, end, _ENGLISH_REACH)
    if _BOOK_OPENS.search(ahead) and _BOOK_ENDS.match(behind):
        return True
    if _EXISTING.search(ahead) and (_LOOKED_AFTER.match(behind) or _NONE_BOUGHT.search(behind)):
        return True
    if _FITS.search(ahead) and (_PART.match(behind) or _NONE_BOUGHT.search(behind)):
        return True
    if _HELD.search(ahead) or _WITH_EXISTING.search(ahead):
        return True
    if _STUDIED.search(ahead) and _RULES.match(behind):
        return True
    if _BASIS.search(ahead) and _ADDED.match(behind):
        return True
    found = (
        _NEGATED_AFTER_ENGLISH.match(behind)
        or _LEFT_OUT.match(behind)
        or _ANSWERED_NO.match(behind)
    )
    return bool(found or _FORBIDDEN_CELL.match(_line_to(flat, start)))


def _line_to(flat: str, start: int) -> str:
    return flat[flat.rfind("\n", 0, start) + 1 : start]


def is_equivalence(masked: str, start: int, end: int) -> bool:
    """Return whether the mention only sets a level: 不低于A100, A100或同等, A100级, 类A100.

    `masked` is the flat text with other model numbers blanked, so that their digits do not end
    the reach; "不低于8张A100" is a quantity, not a level.
    """
    ahead, behind = before(masked, start), after(masked, end)
    if _EQUAL_FIGURE.search(ahead) or _EQUAL_BEFORE.search(ahead):
        return True
    if _EQUAL_AFTER.match(behind):
        return True
    return _OR_EQUAL.match(after(masked, end, _EQUAL_REACH)) is not None


def is_insufficient(flat: str, end: int) -> bool:
    """Return whether what ends at `end` is named as not good enough."""
    return _INSUFFICIENT.match(flat[end : end + _AFTER_REACH]) is not None


def _line_end(text: str) -> str:
    return text.rsplit("\n", 1)[-1]
