"""Contacts of people are covered, everything else and every offset stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.masking import mask

COVERED = [
    ("联系人：张三 电话：0755-26536114", ["张三", "26536114"]),
    ("联 系 人：张三", ["张三"]),
    ("联系人：张三 采购单位：深圳大学", ["张三"]),
    ("项目联系人：李老师", ["李老师"]),
    ("评审专家名单：王一、李二、赵三", ["王一", "李二", "赵三"]),
    ("评审专家（单一来源采购人员）名单：\n王一、李二", ["王一", "李二"]),
    ("项目负责人：王五", ["王五"]),
    ("致电 13812345678 咨询", ["13812345678"]),
    ("致电 138 1234 5678 咨询", ["1234 5678"]),
    ("致电 +86 138-1234-5678", ["138-1234"]),
    ("（0755）26536114", ["26536114"]),
    ("028-85400000转8012", ["85400000"]),
    ("400-888-1234", ["888-1234"]),
    ("zhang.san@scu.edu.cn", ["zhang", "scu.edu.cn"]),
]
KEPT = [
    "项目编号：13812345678901",
    "统一社会信用代码：91440300708461136T",
    "采购人：深圳大学",
    "中标金额：19.9804万元",
    "项目负责人：须具有高级工程师职称并提供证明",
    "联系人：见招标文件",
    "开标时间：2024-03-06 09:30",
]


@pytest.mark.parametrize(("text", "gone"), COVERED)
def test_a_persons_name_telephone_or_mail_is_covered(text: str, gone: list[str]) -> None:
    masked = mask(text)

    assert len(masked) == len(text)
    assert [part for part in gone if part in masked] == []


def test_a_buyer_on_the_line_of_a_contact_stays_readable() -> None:
    assert mask("联系人：张三 采购单位：深圳大学").endswith("采购单位：深圳大学")


@pytest.mark.parametrize("text", KEPT)
def test_numbers_of_projects_money_dates_and_bodies_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text(alphabet="联系人电话：张三 1380-@a.c\n（）█", max_size=80))
def test_masking_keeps_every_offset_and_every_uncovered_character(text: str) -> None:
    masked = mask(text)

    assert len(masked) == len(text)
    assert all(new in (old, "█") for old, new in zip(text, masked, strict=True))
