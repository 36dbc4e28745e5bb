"""A buyer without a label is the one who announces or signs, or, unsure, whom the title names."""

import pytest

from services.ingest.domain.said_buyer import said_buyers


@pytest.mark.parametrize(
    ("text", "title", "name", "how"),
    [
        ("江州大学就服务器采购（采购编号：J-1）组织了磋商", "", "江州大学", "sentence"),
        ("云岭省图书馆拟对阅读平台进行竞争性磋商采购", "", "云岭省图书馆", "sentence"),
        (
            "现将结果公示如下\n江州师范大学招标与采购中心\n2025年1月15日",
            "",
            "江州师范大学",
            "signature",
        ),
        ("算力服务", "江州大学算力服务采购公告", None, None),
        ("江州大学算力服务采购公告\n一、内容", "江州大学算力服务采购公告", "江州大学", "title"),
        ("江州正衡招标代理有限公司就服务器采购组织了磋商", "", None, None),
    ],
)
def test_who_buys_is_found(text: str, title: str, name: str | None, how: str | None) -> None:
    found = next(said_buyers(text, title), None)

    assert (found and text[found.start : found.end]) == name
    assert (found and found.how) == how
