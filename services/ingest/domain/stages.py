"""The stage of a notice from its type and title (财办库〔2020〕50号 and the portals' own words)."""

import re

from contracts.tenders import NoticeStage

# What a title says last decides: 公开招标中标结果公告 is an award. Of two that end together the
# first in this table: 验收结果公告 is an acceptance.
_OF = r"(?:of(?:the)?(?:tender|contract|procurement|award|bid)\w{0,8})?"
STAGES: tuple[tuple[str, NoticeStage], ...] = (
    (
        r"终止(?:招标|采购|磋商|谈判|询价|成交)?|废标|流标|采购失败|取消采购|关于取消|取消本次|无法决标"
        rf"|(?i:cancell?ation{_OF}|cancell?ed|terminat(?:ion|ed){_OF})",
        NoticeStage.CANCELLED,
    ),
    (
        r"中止|暂停|更正|变更|澄清|延期|补充公告|答疑|(?i:amendment|corrigendum|addendum|modification)",
        NoticeStage.AMENDMENT,
    ),
    (r"验收|履约|(?i:acceptance(?:certificate|report|notice))", NoticeStage.ACCEPTANCE),
    (
        r"合同(?!包|履行|签订|编号|金额|期限|名称)|签约|(?i:contract(?!award|ing))",
        NoticeStage.CONTRACT,
    ),
    (
        r"候选人|评标结果|评审结果|拟中标(?!结果)|预中标|预成交|(?i:candidate)",
        NoticeStage.CANDIDATE,
    ),
    (
        r"单一来源(?:采购)?(?:方式)?|直购|直接采购|(?i:(?:single|sole)-?source)",
        NoticeStage.SINGLE_SOURCE,
    ),
    (
        r"中标|成交|中选|采购结果|结果|定标|竞价结果|决标|得标|判给|判授|(?i:award(?:ed|s)?(?:of(?:the)?contract)?)",
        NoticeStage.AWARD,
    ),
    (
        r"意向|(?i:priorinformation|plannedprocurement)|采购需求(?=公[示告])|需求调查",
        NoticeStage.PLANNING,
    ),
    (
        r"招标|磋商|谈判|询价|比选|采购(?=公告)|竞价|资格预审|邀请|遴选|公开征集|公开(?:取得|征求)|企划书"
        r"|(?i:tender|invitationtobid|invitationforbids|requestfor(?:proposals?|quotations?))",
        NoticeStage.TENDER,
    ),
)
_COMPILED = tuple(
    (re.compile(rf"(?:{pattern})(?:结果|情况)?(?:公[告示]|公开)?"), stage)
    for pattern, stage in STAGES
)
KIND_FIRST = (
    r"(?:【[\u4e00-\u9fff]{0,10}(?:公告|公示|通知书?)】|[\u4e00-\u9fff]{2,10}(?:公告|公示|通知书?)[：:])"
    r"(?=[^\s\d])"
)
"""What a title says first, if it begins with the kind of the notice: 竞价公告：X."""
_KIND_FIRST = re.compile(KIND_FIRST)
_SPACES = re.compile(r"\s+")
_HEADLINE = re.compile(r"意向$|公[告示](?:表|信息|书)?(?:[（(][^（）()]{1,8}[）)])?$|通知书?$")
_ANNOUNCED = re.compile(r"现[将就][^。\n]{2,80}(?:如下|公布|公示|公告)")
# The type stands at the end of a title; what stands before is the project's own name, which may
# be a "合同管理系统" or a "验收平台".
TAIL = 14
_HEAD_LINES = 15
_HEADLINE_LENGTH = 30


def stage_of(*texts: str | None) -> NoticeStage:
    """Return the stage that the first telling text gives, by its end before its whole."""
    for text in texts:
        bare = _SPACES.sub("", text or "")
        kind = _KIND_FIRST.match(bare)
        for part in (kind[0] if kind else "", bare[-TAIL:], bare):
            found = _last(part)
            if found is not None:
                return found
    return NoticeStage.UNKNOWN


def _last(text: str) -> NoticeStage | None:
    """The stage whose word ends last."""
    ends = [
        (max(hit.end() for hit in pattern.finditer(text)), -order, stage)
        for order, (pattern, stage) in enumerate(_COMPILED)
        if pattern.search(text)
    ]
    return max(ends)[2] if ends else None


def announcements(text: str) -> tuple[str, ...]:
    """Return what a notice says it is: short headlines, its opening sentence, its head."""
    lines = [_SPACES.sub("", line) for line in text.split("\n")[:_HEAD_LINES]]
    heads = [x for x in lines if len(x) <= _HEADLINE_LENGTH and _HEADLINE.search(x)]
    opening = _ANNOUNCED.search(text[:1500])
    return (*heads, opening.group() if opening else "", text[:200])


def notice_type(title: str) -> str | None:
    """Return the legal type at a title's end as printed, e.g. 中标公告."""
    found = re.search(
        r"(?:公开招标|竞争性磋商|竞争性谈判|询价|单一来源|中标|成交|采购|招标|终止|废标|合同|验收|更正)"
        r"[\u4e00-\u9fff（）()]{0,6}公[告示]",
        title,
    )
    return found.group() if found else None
