"""The stage of a notice, from the thirteen legal types and the words portals use."""

import pytest

from contracts.tenders import NoticeStage
from services.ingest.domain.stages import stage_of

TITLES = [
    ("深圳大学2024年5月政府采购意向", NoticeStage.PLANNING),
    ("云平台服务资格预审公告", NoticeStage.TENDER),
    ("云平台服务公开招标公告", NoticeStage.TENDER),
    ("云平台服务竞争性谈判公告", NoticeStage.TENDER),
    ("云平台服务竞争性磋商公告", NoticeStage.TENDER),
    ("云平台服务询价公告", NoticeStage.TENDER),
    ("云平台服务邀请招标公告", NoticeStage.TENDER),
    ("云平台服务单一来源采购公示", NoticeStage.SINGLE_SOURCE),
    ("云平台服务单一来源成交结果公告", NoticeStage.AWARD),
    ("云平台服务更正公告（第一次）", NoticeStage.AMENDMENT),
    ("云平台服务延期公告", NoticeStage.AMENDMENT),
    ("云平台服务中标候选人公示", NoticeStage.CANDIDATE),
    ("云平台服务中标（成交）结果公告", NoticeStage.AWARD),
    ("内蒙古大学办公家具公开招标中标结果公告", NoticeStage.AWARD),
    ("云平台服务成交公告", NoticeStage.AWARD),
    ("成 交 公 示", NoticeStage.AWARD),
    ("云平台服务废标公告", NoticeStage.CANCELLED),
    ("云平台服务终止公告", NoticeStage.CANCELLED),
    ("云平台服务采购合同公告", NoticeStage.CONTRACT),
    ("云平台服务验收结果公告", NoticeStage.ACCEPTANCE),
    # The project's own name is not the notice's type.
    ("深圳大学合同管理系统采购项目招标公告", NoticeStage.TENDER),
    ("竣工验收档案数字化服务公开招标公告", NoticeStage.TENDER),
    ("变更登记平台采购项目中标公告", NoticeStage.AWARD),
    ("云平台服务", NoticeStage.UNKNOWN),
    ("", NoticeStage.UNKNOWN),
]


@pytest.mark.parametrize(("title", "stage"), TITLES)
def test_a_title_says_its_stage_at_its_end(title: str, stage: NoticeStage) -> None:
    assert stage_of(title) == stage


def test_what_the_portal_says_goes_before_the_title() -> None:
    assert stage_of("中标公示", "拟中标人情况") == NoticeStage.AWARD
