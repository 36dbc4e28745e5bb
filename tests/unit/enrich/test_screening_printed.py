"""What stands around a name: former names, remarks, labels, brackets, several names at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.names import bare_key, evasion_marks, fold, name_key
from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.printed import printed_names
from tests.unit.enrich.test_screening import SCREENER, answers
from tests.unit.enrich.test_screening_sounds import of

SICHUAN = "Sichuan University"


def pieces(printed):
    return [(piece.standing, piece.text.strip()) for piece in printed_names(printed)]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("甲大学（原乙学院）", [("present", "甲大学"), ("former", "乙学院")]),
        ("甲大学（原名：乙学院）", [("present", "甲大学"), ("former", "乙学院")]),
        ("甲大学(曾用名:乙学院)", [("present", "甲大学"), ("former", "乙学院")]),
        ("乙学院（现更名为甲大学）", [("former", "乙学院"), ("present", "甲大学")]),
        ("乙学院更名为甲大学", [("former", "乙学院"), ("present", "甲大学")]),
        ("乙学院已变更为：甲大学。", [("former", "乙学院"), ("present", "甲大学")]),
        ("甲大学，原名乙学院", [("present", "甲大学"), ("former", "乙学院")]),
        (
            "甲大学 曾用名：乙学院、丙学院",
            [("present", "甲大学"), ("former", "乙学院"), ("former", "丙学院")],
        ),
        ("甲大学（由乙学院更名而来）", [("present", "甲大学"), ("former", "乙学院")]),
        (
            "中国科学院（原子能研究所）",
            [("whole", "中国科学院（原子能研究所）"), ("bracketed", "原子能研究所")],
        ),
        ("甲大学（威海）", [("whole", "甲大学（威海）")]),
        ("采购人名称：甲大学", [("whole", "甲大学")]),
        ("甲大学（采购人）（盖章）", [("whole", "甲大学")]),
        ("甲大学（以下简称“甲方”）", [("whole", "甲大学")]),
        ("（甲大学）", [("whole", "甲大学")]),
        ("甲大学", [("whole", "甲大学")]),
        (
            "甲大学、乙研究所",
            [("whole", "甲大学、乙研究所"), ("whole", "甲大学"), ("whole", "乙研究所")],
        ),
    ],
)
def test_names_are_told_from_what_stands_around_them(printed, names):
    assert pieces(printed) == names


@given(st.text(alphabet="甲乙大学原名曾用更为：:（）()、，, 。", max_size=30))
def test_every_piece_stands_where_it_says(printed):
    for piece in printed_names(printed):
        end = piece.start + len(piece.text)
        assert end <= len(printed)
        assert all(
            a in (" ", b) for a, b in zip(piece.text, printed[piece.start : end], strict=True)
        )


@pytest.mark.parametrize(
    "printed",
    [
        "成都某某大学（原四川大学）",
        "成都某某大学（原名：四川大学）",
        "四川大学更名为成都某某大学",
        "成都某某大学更名为四川大学",
        "四川大学（现更名为成都某某大学）",
        "成都某某大学，曾用名：四川大学",
    ],
)
def test_both_sides_of_a_renaming_are_screened(printed):
    first = SCREENER.screen(printed)[0]

    assert (first.relation, first.listed_name, first.score) == ("same", SICHUAN, 0.92)
    assert first.query == printed
    assert printed[slice(*first.name_span)] == "四川大学"
    assert first.explanation.endswith(("former name.", "present name."))


def test_a_unit_of_a_renamed_parent_is_a_unit():
    first = SCREENER.screen("四川大学（原成都某某大学）计算机学院")[0]

    assert (first.relation, first.listed_name) == ("sub-unit-of", SICHUAN)


@pytest.mark.parametrize(
    "suffix",
    [
        *(
            "（盖章）",
            "（本级）",
            "(公章)",
            "（单位公章）",
            "（采购人）",
            "（甲方）",
            "（机关）",
            "盖章",
        ),
        *(
            "（以下简称甲方）",
            "（统一社会信用代码：12100000400000000X）",
            "。",
            "，",
            " ",
            "（总部）",
        ),
    ],
)
def test_stamps_roles_and_remarks_are_no_part_of_a_name(suffix):
    match = SCREENER.screen(f"四川大学{suffix}")[0]

    assert (match.relation, match.listed_name, match.score) == ("same", SICHUAN, 1.0)


def test_a_name_in_brackets_behind_another_only_proposes():
    match = SCREENER.screen("山东省某某中心（国家超级计算济南中心）")[0]

    assert (match.relation, match.score) == ("possible", 0.65)
    assert "brackets" in match.explanation


def test_each_of_several_institutions_is_found():
    found = answers("四川大学、哈尔滨工业大学")

    assert set(found) == {("same", SICHUAN), ("same", "Harbin Institute of Technology")}


@pytest.mark.parametrize("base", ["中国地质大学", "中国石油大学", "中国矿业大学"])
def test_universities_of_one_name_in_two_cities_are_two_bodies(base):
    assert [m.relation for m in of(base).screen(f"{base}（北京）")] == ["possible"]
    assert of(f"{base}（武汉）").screen(f"{base}（北京）") == []


def test_a_listed_city_tells_its_body_from_that_in_another_city():
    screener = Screener(
        [
            {"id": "1", "list": "EL", "name": "A", "aliases": ["云海大学", "云海大学（北京）"]},
        ],
        (),
    )

    assert screener.screen("云海大学（北京）")[0].relation == "same"
    assert screener.screen("云海大学（武汉）")[0].relation == "possible"


def test_a_campus_in_brackets_is_a_unit():
    assert of("华北电力大学").screen("华北电力大学（保定）")[0].relation == "sub-unit-of"


@given(st.text(max_size=200))
def test_folding_and_keys_are_stable_and_never_grow_without_bound(text):
    for normal in (fold, name_key, bare_key):
        once = normal(text)
        assert len(once) <= 20 * len(text)
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)


@given(
    st.text(alphabet="，。、；： （）()\u3000\u200b\ufeff\u202e", max_size=8),
    st.sampled_from(["四川大学", "哈尔滨工业大学（威海）", "四川大学华西医院", "深圳大学"]),
)
def test_what_stands_outside_a_name_changes_no_answer(noise, name):
    plain = [(m.id, m.relation, m.score) for m in SCREENER.screen(name)]

    assert [(m.id, m.relation, m.score) for m in SCREENER.screen(f"{name}{noise}")] == plain


@pytest.mark.parametrize(
    "bad",
    [
        *("", " ", "\x00", "\ud800", "\ud800四川大\udfff", "。" * 900, "（" * 900, "原" * 900),
        *(
            "更名为" * 300,
            "<script>alert('四川大学')</script>",
            "+86 138-0013-8000",
            "四川大学" * 250,
        ),
        *("\ue000\ue001\ue002", "\u202e\u202d\u2066", "Ⅷ㈱㍿", "a" * 1000, "٤٥٦", "😀" * 500),
        *("、" * 1000, "甲大学、" * 240, "四川大学（" * 190, "di" * 500, "xi'an " * 160),
    ],
)
def test_bad_input_gets_an_answer_in_no_time_and_no_alert(bad):
    found = SCREENER.screen(bad)

    assert all(m.score < 0.7 for m in found) or "四川" in bad or "\udfff" in bad


@given(st.permutations(range(6)))
def test_the_order_of_records_changes_no_answer(order):
    names = [
        "云海大学",
        "云海大學",
        "云孩大学",
        "云海大学（北京）",
        "云海大学附属医院",
        "Yunhai Daxue",
    ]
    records = [
        {"id": str(at), "list": "EL", "name": f"Entry {at % 3}", "aliases": [name], "country": "CN"}
        for at, name in enumerate(names)
    ]
    shuffled = Screener([records[at] for at in order], ())
    straight = Screener(records, ())

    for name in (*names, "云海大学计算机学院", "yun hai da xue", "云嗨大学"):
        assert shuffled.screen(name) == straight.screen(name)


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("四\u200b川大学", ["U+200B ZERO WIDTH SPACE"]),
        ("四川\u202e大学", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("四川\ue000大学", ["U+E000 PRIVATE USE"]),
    ],
)
def test_hidden_characters_do_not_hide_a_name_and_are_reported(name, marks):
    assert answers(name) == [("same", SICHUAN)]
    assert list(evasion_marks(name)) == marks
