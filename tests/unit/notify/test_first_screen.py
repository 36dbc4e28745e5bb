"""The first screen says what policy asks, in the words a person reads on a phone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.evidence import Evidence
from services.notify.domain.first_screen import LINE, first_line, screen_lines
from tests.unit.notify.assessments import assessed
from tests.unit.notify.golden_files import assert_golden
from tests.unit.notify.stories import STORIES


@pytest.mark.parametrize("name", STORIES)
def test_a_first_screen_reads_as_its_golden_file(name):
    data = STORIES[name]()
    lines = [first_line(data), *map(str, screen_lines(data))]

    assert_golden(f"{name}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", STORIES)
def test_a_first_screen_is_an_indicator_within_its_limits(name):
    data = STORIES[name]()
    lines = [first_line(data), *map(str, screen_lines(data))]

    assert len(lines[0]) <= 110
    assert len(lines) <= 11
    assert "Indicator for review" in lines[-1]
    assert "violation" not in "\n".join(lines).lower()


def test_the_first_line_is_the_one_of_the_policy():
    assert first_line(assessed()) == (
        "HIGH 72 · 四川大学 Sichuan Univ (Entity List) -> Azure OpenAI via Xuedong"
        " · awarded · no live account"
    )


def test_a_quote_has_at_most_eighty_characters_and_marks_the_cut():
    data = assessed(quote=Evidence(quote="采" * 300), quote_gloss=None)
    quote = next(line.text for line in screen_lines(data) if line.label == "Quote")

    assert quote == f"“{'采' * 79}…”"


def test_the_three_strongest_contributions_stand_by_size_not_by_order():
    why = next(line.text for line in screen_lines(assessed()) if line.label == "Why")

    assert why.index("+60") < why.index("+25") < why.index("-13")


@settings(max_examples=50)
@given(st.text(max_size=110), st.lists(st.text(max_size=300), max_size=5))
def test_any_text_fits_and_keeps_to_its_line(headline, texts):
    data = assessed(headline=headline, unknowns=tuple(texts), subject_line=headline)
    lines = [first_line(data), *(line.text for line in screen_lines(data))]

    assert all(len(line) <= LINE and "\n" not in line for line in lines)
    assert len(lines[0]) <= 110
