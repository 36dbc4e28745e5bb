"""No character that a stranger chooses can keep an alert from being stored."""

from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.storable import NUL, storable
from tests.unit.notify.assessments import assessed


def test_an_ordinary_assessment_stays_as_it_is():
    given_ = assessed()

    assert storable(given_) is given_


@given(text=st.text(st.sampled_from("a\\u0\x00ufd四"), max_size=30))
def test_only_nul_is_replaced_or_a_text_that_spells_its_escape(text):
    kept = storable(assessed(title=text, unknowns=(text,)))

    assert "\x00" not in (kept.title or "")
    assert "\x00" not in kept.unknowns[0]
    assert NUL not in kept.model_dump_json()
    if "\x00" not in text and NUL not in text:
        assert kept.title == text
