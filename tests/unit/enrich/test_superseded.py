"""What an amendment replaces is no longer sought; what it says now is."""

import pytest

from services.enrich.domain.flat import FlatText
from services.enrich.domain.superseded import superseded

TABLE = (
    "序号\t更正项\t更正前内容\t更正后内容\n1\t采购需求\t500台，每台8张A100"
    "\t400台，每台8张H20\n其他不变"
)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("原“每台8张A100”更正为“每台8张H20”，其他内容不变。", "A100", "H20"),
        ("采购内容由A800变更为昇腾910B", "A800", "910B"),
        ("更正前：配置8张A100\n更正后：配置8张H20", "A100", "H20"),
        (TABLE, "A100", "H20"),
        ("变更前内容\t变更后内容\nH100 16卡\tL20 16卡", "H100", "L20"),
    ],
)
def test_only_the_words_before_the_change_are_old(text: str, old: str, new: str) -> None:
    spans = superseded(FlatText.of(text).flat)

    assert any(start <= text.index(old) < end for start, end in spans)
    assert not any(start <= text.index(new) < end for start, end in spans)


def test_a_notice_that_changes_nothing_has_no_old_words() -> None:
    assert superseded("租用500台云服务器，每台8张a100，原厂质保三年。") == ()


def test_the_old_column_ends_with_its_table() -> None:
    flat = FlatText.of(TABLE + "\n附件\t一\t需要A100\t二").flat

    assert not any(start <= flat.rindex("a100") < end for start, end in superseded(flat))
