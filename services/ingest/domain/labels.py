"""The labels of notices and what they name: one table, and how a printed label is folded to it."""

import re
from functools import lru_cache

# Fact -> labels in folded form (see `folded`): 成交, 中选, 拟中标, 预中标 all read as 中标.
# The order within a fact is preference.
LABELS: dict[str, tuple[str, ...]] = {
    "project_number": (
        *("项目编号", "采购项目编号", "招标项目编号", "项目招标编号", "招标编号", "招标文件编号"),
        *(
            "采购编号",
            "采购文件编号",
            "磋商文件编号",
            "询价编号",
            "项目号",
            "竞价编号",
            "竞价单号",
            "公示编号",
            "ifbno",
            "itbno",
            "rfpno",
            "noticeid",
            "招标项目编码",
        ),
        *(
            "采购项目标号",
            "项目编码",
            "招标公告编号",
            "公告编号",
            "采购计划编号",
            "编号",
        ),
        *("原公告的采购项目编号", "原公告项目编号", "原项目编号", "标案案号", "projectno"),
        *("projectnumber", "tenderno", "tendernumber", "referenceno", "referencenumber"),
        *("solicitationnumber", "noticeno"),
    ),
    # A contract's own number names the project only where nothing else does.
    "contract_number": ("合同编号", "合同号", "contractno", "contractnumber"),
    "name_and_number": (
        *("项目名称及编号", "项目名称及项目编号", "采购项目名称及编号", "招标项目名称及编号"),
        *("项目名称和编号", "项目编号及名称"),
    ),
    "project_name": (
        *("采购项目名称", "项目名称", "招标项目名称", "工程名称", "采购标的", "合同名称"),
        *("标段名称", "标的名称", "采购内容名称", "采购项目", "原公告的采购项目名称", "原项目名称"),
        *("所属项目", "设备名称", "项目", "project"),
        *("标案名称", "项目标题", "projectname", "projecttitle", "tendertitle", "contracttitle"),
    ),
    "buyer": (
        *(
            "采购人名称",
            "采购单位名称",
            "采购人",
            "采购单位",
            "招标人名称",
            "招标人",
            "招标单位名称",
        ),
        *(
            "招标单位",
            "采购执行方",
            "采购方",
            "采购主体",
            "业主单位",
            "业主",
            "建设单位",
            "需求单位",
        ),
        *("采购人甲方", "甲方", "买方", "比选人", "询价单位", "采购机构名称", "采购机关"),
        *("采购机构", "填报单位", "采购人单位"),
        *("机关名称", "buyer", "purchaser", "procuringentity", "contractingauthority", "client"),
        *("procuringorganization", "procuringorganisation", "employer", "tenderee"),
    ),
    "end_user": (
        *("最终用户", "最终使用单位", "实际使用单位", "使用单位", "用户单位", "委托单位"),
        *("终端用户", "实际用户", "使用部门", "enduser", "finaluser"),
    ),
    "agency": (
        *("采购代理机构全称", "采购代理机构名称", "采购代理机构", "代理机构名称", "代理机构"),
        *("招标代理机构名称", "招标代理机构", "招标代理单位", "招标代理", "集中采购机构名称"),
        *("集中采购机构", "集中招标机构名称", "代理单位", "招标代理人", "采购代理"),
        *("procurementagency", "procuringagency", "tenderingagency", "biddingagency", "agency"),
    ),
    "supplier": (
        *(
            "中标供应商名称",
            "中标供应商",
            "中标单位名称",
            "中标单位",
            "中标人名称",
            "中标人",
            "中标方",
        ),
        *("中标商", "拟定供应商名称", "拟定供应商", "拟定唯一供应商名称", "拟定的唯一供应商名称"),
        *("单一来源供应商名称", "中标结果", "供应商名称", "供应商乙方", "供应商", "乙方", "卖方"),
        *("得标厂商", "决标厂商", "得标厂商名称", "中标厂商", "中标机构", "承包人", "服务商名称"),
        *("获判给人", "中标供应商全称", "中标服务商", "中标企业"),
        *("supplier", "awardedsupplier", "successfulbidder", "winningbidder", "awardee"),
        *("contractor", "winner", "winningsupplier", "proposedsupplier", "intendedsupplier"),
    ),
    "bidder": ("单位名称", "投标人名称", "投标人", "投标单位"),
    "candidate": (
        *("第一中标候选人", "第二中标候选人", "第三中标候选人", "第一候选人", "第二候选人"),
        *("第三候选人", "中标候选人名称", "中标候选人"),
    ),
    "amount": (
        *("总中标金额", "中标总金额", "合同总金额", "合同总价", "合同金额", "中标金额", "合同价"),
        *(
            "中标价",
            "中标价格",
            "中标总价",
            "中标报价",
            "最终报价",
            "成交报价",
            "决标金额",
            "判给金额",
        ),
        *(
            "决标总价",
            "中标合同金额",
            "中标总金额含税",
            "awardedamount",
            "totalawardvalue",
            "contractvalue",
            "contractamount",
            "awardamount",
        ),
        *("awardvalue", "contractprice", "awardprice", "winningprice"),
    ),
    # Only beside a supplier in the same row: fees and deposits are headed so too.
    "row_amount": ("金额", "总价", "中标合计", "amount"),
    # What a notice pays by, where it states no total.
    "rate": ("中标单价", "中标费率", "下浮率", "中标下浮率", "折扣率", "优惠率", "中标折扣率"),
    "currency": ("币种", "币别", "货币", "currency", "currencycode"),
    "bid": ("投标报价", "谈判报价", "磋商报价", "报价", "投标总价"),
    "budget": (
        *("预算金额", "采购预算金额", "采购项目预算金额", "采购预算", "项目预算", "项目预算金额"),
        *(
            "预算总金额",
            "预算金额合计",
            "拟采购的货物或服务的预算金额",
            "最高限价",
            "控制价",
            "拦标价",
        ),
        *(
            "招标控制价",
            "预算",
            "最高投标限价",
            "预计金额",
            "项目概算",
            "预算总价",
            "budgetamount",
            "budget",
        ),
        *("estimatedvalue", "estimatedbudget", "ceilingprice", "maximumprice"),
    ),
    "published": (
        *(
            "发布时间",
            "公告时间",
            "发布日期",
            "公告日期",
            "公告发布日期",
            "公告发布时间",
            "发文日期",
        ),
        *("信息时间", "公示时间", "公示日期", "公示开始时间", "合同公告日期", "发稿时间", "公告日"),
        *(
            "刊登日期",
            "更正日期",
            "公布日期",
            "publishdate",
            "publisheddate",
            "datepublished",
            "日期",
            "date",
            "publicationdate",
            "dateofpublication",
            "published",
            "posteddate",
            "noticedate",
        ),
    ),
    "type": ("公告类型", "采购公告类型", "公告类别"),
    # Says when a notice without another date is from.
    "signed": ("合同签订日期", "签订日期", "合同签订时间", "签约日期", "决标日期", "定标日期"),
    "place": ("交付地点", "履约地点", "服务地点", "交货地点", "项目地点", "实施地点"),
    "term": ("合同履行期限", "服务期限", "服务期", "租期", "履约期限", "服务时间", "交付时间"),
    "reason": (
        *("项目终止的原因", "终止原因", "废标原因", "流标原因", "采购失败原因", "终止的原因"),
        *("废标理由", "终止理由"),
    ),
    "name": ("名称",),
    "rank": ("排序", "排名", "名次", "推荐排名", "中标排序", "推荐顺序"),
    # A table that scores bidders: who stands in it has won nothing yet.
    "score": (
        *(
            "得分",
            "综合得分",
            "总得分",
            "评审得分",
            "评审总得分",
            "最终得分",
            "价格得分",
            "技术得分",
        ),
        *("商务得分", "资格性审查", "符合性审查", "资格审查", "未中标原因", "评审结果", "是否通过"),
    ),
    "package": ("包号", "包组编号", "标段", "标项", "分包号", "采购包", "合同包", "包组", "标段号"),
    "uscc": ("统一社会信用代码", "组织机构代码", "社会信用代码"),
    # Known so that they end the value before them and are never taken for one.
    "other": (
        *(
            "地址",
            "联系人",
            "联系电话",
            "联系方式",
            "采购方式",
            "行政区域",
            "品目",
            "开标时间",
            "数量",
        ),
        *(
            "单价",
            "规格型号",
            "服务要求",
            "中标供应商地址",
            "供应商地址",
            "评审日期",
            "序号",
            "备注",
        ),
        *(
            "采购人地址",
            "采购单位地址",
            "代理机构地址",
            "项目联系人",
            "服务范围",
            "品牌",
            "工期",
            "总价",
        ),
        *(
            "分包名称",
            "分包内容",
            "中标标的名称",
            "投标工期",
            "质量标准",
            "招标方式",
            "中标供应商联系地址",
        ),
    ),
}
FACT_OF = {label: fact for fact, labels in LABELS.items() for label in labels}
RANK = {label: n for labels in LABELS.values() for n, label in enumerate(labels)}
TOTALS = frozenset(("总中标金额", "中标总金额", "合同总金额", "合同总价", "中标总价"))
"""Labels of the amount of the whole notice, not of one package."""

_NUMBERING = re.compile(
    r"^(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]?\s*[、.．:：)）]\s*|[●•·※*★\-—]\s*)+"
)
_UNIT = re.compile(r"[（(【]([^（）()【】]{0,8}(?:元|万|亿)[^（）()【】]{0,4})[）)】]")
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]{0,12}[）)】\]]")
_SAME = re.compile(r"拟中标|预中标|拟成交|预成交|中标[、/]?成交|成交[、/]?中标|成交|中选|入围")
# "项目编号（或招标编号、政府采购计划编号等，如有）" is the label 项目编号.
_OR = re.compile(r"[（(](?:或|如)[^（）()]*[）)]")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
MAX_LABEL = 28


def folded(text: str) -> tuple[str, str]:
    """Return a printed label in folded form, and the unit in its brackets.

    "七、中标（成交）金额（万元）" gives ("中标金额", "万元"); not a label: whatever is left.
    """
    text = _OR.sub("", _NUMBERING.sub("", _SPACES.sub("", text)).rstrip("：:"))
    if len(text) > MAX_LABEL:
        return "", ""
    unit = _UNIT.search(text)
    bare = _BRACKETS.sub("", _BRACKETS.sub("", text)).casefold().rstrip(".").replace("_", "")
    return _SAME.sub("中标", bare).strip("：:、"), unit.group(1) if unit else ""


@lru_cache(maxsize=8192)
def label_of(text: str) -> tuple[str, str]:
    """Return the known label of a text and its unit, else two empty texts."""
    if len(text) > 3 * MAX_LABEL:
        return "", ""
    label, unit = folded(text)
    if label in FACT_OF:
        return label, unit
    short = label.removesuffix("为").removesuffix("如有")
    return (short, unit) if short in FACT_OF else ("", "")
