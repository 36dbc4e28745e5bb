"""The arithmetic of 3A090 by the rule of a date, with the official worked vectors."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.data.bundle import catalogue_files
from services.enrich.domain.chips import Chip, Chips
from services.enrich.domain.classification import RULES, classify

CHIPS = Chips.parse(catalogue_files()["accelerators.toml"]).rows
NOW = date(2026, 11, 23)
IN_2024 = date(2024, 5, 10)


def chip(*tops: tuple[float, int], die: float | None = None, market: str = "datacenter") -> Chip:
    return Chip("X", "Maker", ("x",), tops=tops, die_area_mm2=die, market=market)


def test_600_tops_at_8_bit_are_4800() -> None:
    assert chip((600, 8)).tpp == 4800


def test_300_tflops_at_16_bit_are_4800() -> None:
    assert chip((300, 16)).tpp == 4800


def test_of_several_bit_lengths_the_highest_counts() -> None:
    assert chip((100, 16), (600, 8), (1000, 4)).tpp == 4800


@pytest.mark.parametrize(
    ("tpp", "density", "paragraph"),
    [
        (4800, 0.1, "3A090.a"),
        (4799, 5.92, "3A090.a"),
        (1600, 5.92, "3A090.a"),
        (1599, 20.0, "none"),
        (2400, 1.6, "3A090.b"),
        (2399, 1.6, "none"),
        (2400, 1.59, "none"),
        (1600, 3.2, "3A090.b"),
        (1600, 3.19, "none"),
        (4799, 5.91, "3A090.b"),
    ],
)
def test_the_thresholds_of_november_2023(tpp: float, density: float, paragraph: str) -> None:
    row = chip((tpp / 8, 8), die=tpp / density)
    # The die area is chosen so that the density is the threshold itself, up to rounding.
    row = Chip("X", "Maker", ("x",), tops=row.tops, die_area_mm2=tpp / density * (1 - 1e-12))
    assert classify(row, IN_2024).paragraph == paragraph


@pytest.mark.parametrize(
    ("name", "paragraph"),
    [
        ("A100", "3A090.a"),
        ("A800", "3A090.a"),
        ("H100", "3A090.a"),
        ("H200", "3A090.a"),
        ("H20", "none"),
        ("L4", "3A090.a"),
        ("L20", "none"),
        ("L40", "3A090.b"),
        ("A10", "none"),
        ("A30", "3A090.b"),
        ("V100", "none"),
        ("T4", "none"),
        ("MI210", "3A090.b"),
        ("MI300X", "3A090.a"),
        ("RTX 4090", "3A090.a"),
        ("RTX 4090 D", "none"),
        ("RTX 5090 D", "none"),
        ("Ascend 910B", "3A090.a"),
        ("TPU v5e", "needs_classification"),
        ("Inferentia2", "needs_classification"),
    ],
)
def test_catalogue_rows_give_the_paragraph_of_the_reference(name: str, paragraph: str) -> None:
    assert classify(CHIPS[name], NOW).paragraph == paragraph


@pytest.mark.parametrize(
    ("name", "day", "paragraph"),
    [
        ("A100", date(2022, 10, 6), "none"),
        ("A100", date(2022, 10, 7), "3A090.a"),
        ("A800", date(2023, 11, 16), "none"),  # links cut to 400 GB/s for the rule of 2022
        ("A800", date(2023, 11, 17), "3A090.a"),
        ("H800", date(2023, 11, 16), "none"),
        ("H800", date(2023, 11, 17), "3A090.a"),
        ("RTX 4090", date(2023, 6, 1), "needs_classification"),
    ],
)
def test_the_rule_is_that_of_the_date(name: str, day: date, paragraph: str) -> None:
    assert classify(CHIPS[name], day).paragraph == paragraph


def test_a_missing_die_area_matters_only_where_it_decides() -> None:
    assert classify(chip((600, 8)), NOW).paragraph == "3A090.a"
    assert classify(chip((150, 8)), NOW).paragraph == "none"
    undecided = classify(chip((300, 8)), NOW)
    assert undecided.paragraph == "needs_classification"
    assert undecided.controlled  # what could not be classified is never cleared
    assert "die area" in undecided.sentence


def test_h20_needs_a_licence_by_letter_only_from_april_2025() -> None:
    before, after = classify(CHIPS["H20"], date(2025, 4, 1)), classify(CHIPS["H20"], NOW)
    assert (before.controlled, before.licence_note) == (False, None)
    assert after.controlled
    assert after.paragraph == "none"
    assert "April 2025" in (after.licence_note or "")


def test_a_consumer_card_of_4800_names_its_licence_exceptions() -> None:
    assert "NAC/ACA" in (classify(CHIPS["RTX 4090"], NOW).licence_note or "")
    assert classify(CHIPS["RTX A6000"], NOW).paragraph == "none"


def test_the_sentence_shows_the_arithmetic() -> None:
    assert classify(CHIPS["A100"], IN_2024).sentence == (
        "NVIDIA A100: 312 dense TOPS x 16 bit = TPP 4,992; / 826 mm2 = 6.04; 4,800 or more: 3A090.a"
    )


def test_mi300x_clears_the_limit_of_2026_and_b30a_does_not() -> None:
    assert "case-by-case review" in (classify(CHIPS["MI300X"], NOW).licence_note or "")
    assert "above" in (classify(CHIPS["B30A"], NOW).licence_note or "")


def test_every_row_names_its_source_and_grade() -> None:
    for row in CHIPS.values():
        assert row.source
        assert row.grade in {"P", "S", "C", "M"}
        assert row.as_of is not None


def test_rules_are_in_order_of_their_dates() -> None:
    assert [rule.in_force_from for rule in RULES] == sorted(rule.in_force_from for rule in RULES)


@given(
    st.floats(1, 50_000),
    st.floats(50, 2_000),
    st.dates(date(2022, 1, 1), date(2027, 1, 1)),
)
def test_more_throughput_never_loosens_the_paragraph(tops: float, die: float, day: date) -> None:
    order = {"none": 0, "needs_classification": 1, "3A090.b": 1, "3A090.a": 2}
    less = classify(chip((tops, 8), die=die), day)
    more = classify(chip((tops * 2, 8), die=die), day + timedelta(0))
    assert order[more.paragraph] >= order[less.paragraph]
