"""Dates are read as printed in Chinese and English, and never invented."""

from datetime import date

import pytest

from services.ingest.domain.dates import date_in, dates_alone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间：2025-04-02 10:20:00", date(2025, 4, 2)),
        ("2025年4月2日", date(2025, 4, 2)),
        ("12 May 2025", date(2025, 5, 12)),
        ("posted on May 3rd, 2025", date(2025, 5, 3)),
        ("2nd of June", None),
        ("2025年13月40日", None),
        ("项目编号2025-061", None),
    ],
)
def test_the_first_date_is_read(text: str, expected: date | None) -> None:
    found = date_in(text)

    assert (found and found.value) == expected


def test_a_notice_is_signed_with_the_last_date_that_fills_a_line() -> None:
    text = "（2025-04-02）\n投标截止 2025年5月1日 9时\n采购办\n2025 年 4 月 3 日\n"

    assert [found.value for found in dates_alone(text)] == [date(2025, 4, 3), date(2025, 4, 2)]
