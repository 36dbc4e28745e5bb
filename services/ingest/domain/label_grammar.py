"""Labels that no table lists, read word by word: 本次合同签约总金额 names an amount."""

import re

from services.ingest.domain.label_grammar_english import ENGLISH

# What a label may say of the purchase without naming another fact. No word of a fee, a deposit, a
# unit price or a rate is among them, so 履约保证金金额 and 中标服务费 are no amounts.
_OF_IT = (
    "本次|本项目|本合同|本标段|本包|本|该|此|项目|采购|招标|货物|服务|工程|设备|标段|标包|包件|分包|"
    "最终|实际|含税|总|合计|的|人|供应商|单位|投标人|价款|计划|年度|财政|资金|拟|预计|子包|包组|包|标项|分标|各"
)
_WON = "中标|合同|合约|签约|签订|决标|定标|结算|决算|协议|承包|委托|确认|验收"
_LIMIT = (
    "预算|限价|控制价|概算|估算|估价|预估|上限|最高投标|最高响应|最高报|最高总|最高"
    "|投资|经费|暂估|计划金额"
)
_BID = "投标|响应|磋商|谈判|询价|竞价|竞标|唱标|评标"
_SUM = "总报价|总金额|总价款|总价格|总费用|总额|总价|金额|价款|价格|款项|价|额|报价"
_TAIL = "(?:合计|总计|含税|不含税|人民币|大写|小写|为)*"
_LIMIT_TAIL = f"(?:{_SUM}|总|资金|经费|投资|限|安排|{_LIMIT}|{_OF_IT})*"
_NAME = "(?:名称|全称|单位名称|公司名称|企业名称)?"

_GRAMMAR = (
    ("招标机构", f"预算单位{_NAME}"),
    # An amount limits before it is agreed: 合同预算金额 is a budget.
    ("预算总价", f"(?:{_OF_IT}|{_WON}|{_BID})*(?:{_LIMIT})(?:{_LIMIT_TAIL}){_TAIL}"),
    ("中标总额", f"(?:{_OF_IT})*(?:{_WON})(?:{_OF_IT}|{_WON})*(?:{_SUM}){_TAIL}"),
    ("投标报价", f"(?:{_OF_IT})*(?:{_BID})(?:{_SUM}){_TAIL}|报价(?:{_SUM}){_TAIL}"),
    (
        "服务单位",
        "(?:最终|推荐|拟)?(?:中标|定标|决标|入选|签约|承包|承接|承建|承揽|供货|供应)的?"
        f"(?:供应商|供货商|服务商|承包商|集成商|单位|企业|公司|厂商|厂家|机构|商|人|方){_NAME}",
    ),
    (
        "招标机构",
        # Not 申请人, who wants to be admitted as a bidder.
        "(?!申请[人方])(?:采购|招标|需求|询价|询比|比选|遴选|竞价|磋商|谈判|发包|购买|购置|项目|建设|甲|买受|申购|申请|征集|需"
        "|买|招租|发起|组织|意向公开){1,2}"
        f"(?:实施|责任|业主|主管)?(?:单位|主体|实体|业主|法人|机关|人|方){_NAME}|委托[方人]|学校名称",
    ),
    (
        "服务单位",
        "(?:乙方|受托[方人]|卖方|供方|供货方|承租[人方]|竞得(?:人|单位)|履约供应商|服务(?:提供(?:方|商|单位)|机构)"
        "|(?:拟定?|唯一|单一来源)(?:拟定?|采购|采用|邀请|唯一|单一来源|成交|的){0,3}(?:供应商|供货商|服务商)|联合体(?:成员|牵头)(?:人|单位|方)?|中标社会资本)"
        f"{_NAME}",
    ),
    (
        "用户单位",
        "(?:最终|实际|终端)?(?:使用|用户|需求)(?:单位|部门|科室|学院|院系|处室|主体|人|方)"
        f"{_NAME}|用户(?:名称)?",
    ),
    (
        "代理单位",
        f"(?:采购|招标|受托|委托|项目|受委托)?代理(?:服务)?(?:机构|单位|公司|人|方){_NAME}|集采机构{_NAME}",
    ),
    # Not 合同编号, nor the numbers of accounts, papers and persons.
    (
        "项目标号",
        "(?:本|原|政府|采购|招标|投标|项目|标的|标段|竞价|竞谈|询价|询比|谈判|磋商|比选|遴选|申购|交易|公告|公示"
        "|比价|委托|申请|任务|登记|备案|立项|受理|文件|计划|单|书|包)*(?:编号|编码|号码|单号)",
    ),
    # Not 首次公告日期 or 采购公告发布日期, which are days of other notices.
    (
        "刊登日期",
        "(?:系统|网站|平台|网上|本|该|信息|公告|公示|结果|中标|意向|通知)*"
        "(?:(?:发布|公告|公示|公布|公开|发文|刊登|挂网|上网|发出|发稿|登载|录入|上线|签发|落款)(?:的?(?:开始|起始)?(?:时间|日期|日)|于)|发布)",
    ),
    (
        "排名",
        "(?:推荐|中标|候选人|评审|综合|最终|投标人|供应商|的)*(?:排序|排名|名次|次序|顺序|位次|顺位)",
    ),
    (
        "投标人",
        "(?:参与|参加|响应|投标|应答|报价|竞标|参选|报名|磋商|谈判|被推荐)的?供应商(?:名称)?"
        f"|(?:响应|应答|竞标|参选|参与|参加|报价|投标)(?:单位|人|方|企业|公司|厂商|机构){_NAME}",
    ),
    *ENGLISH,
)
"""A known label, of the lowest preference of its fact, and how labels of the same fact are made."""

_RULES = tuple((known, re.compile(rule)) for known, rule in _GRAMMAR)


def composed(label: str) -> str:
    """Return the known label that a label in folded form means, or ""."""
    return next((known for known, rule in _RULES if rule.fullmatch(label)), "")
