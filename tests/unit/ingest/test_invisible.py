"""Invisible characters that hide a name stay for screening to report; others are dropped."""

import pytest

from contracts.names import evasion_marks
from tests.unit.ingest.test_layouts import draft

NOTICE = (
    "云计算服务采购中标公告\n\ufeff项目编号\u200b：DC-2025-15\n采购\u200b人\u200b：四\u200b川\ufeff大学\u200b\n"
    "中标供应商：某某数联科技有限公司\n中标金额：5\u200b,398,000元\u200b\n"
)


@pytest.mark.parametrize(
    "text", [NOTICE, "<html><body><p>" + NOTICE.replace("\n", "</p><p>") + "</p></body></html>"]
)
def test_a_hidden_buyer_is_read_with_the_marks_that_hide_it(text: str) -> None:
    found = draft(text)

    assert found.buyer is not None
    assert found.buyer.name == "四\u200b川\ufeff大学"
    assert evasion_marks(found.buyer.name) == (
        "U+200B ZERO WIDTH SPACE",
        "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    )
    evidence = found.buyer.evidence
    assert evidence is not None
    assert evidence.quote in found.text
    assert found.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize("text", [NOTICE])
def test_invisible_characters_around_words_and_numbers_are_dropped(text: str) -> None:
    found = draft(text)

    assert found.project_number is not None
    assert found.project_number.value == "DC-2025-15"
    assert found.amount is not None
    assert found.amount.value == 5_398_000
    assert not found.text.startswith("\ufeff")
