"""What legal forms, slashes and common words say about English names."""

import pytest

from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.legal_forms import FormWeights, are_exclusive, legal_forms


def best(name, listed, aliases=()):
    record = {"id": "1", "list": "EL", "name": listed, "aliases": list(aliases)}
    found = Screener([record], aliases=()).screen(name)
    return (found[0].relation, found[0].score >= 0.7) if found else None


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        ("volna limited liability company", {"llc"}),
        ("obshchestvo s ogranichennoi otvetstvennostyu volna", {"llc"}),
        ("open joint stock company volna", {"jsc"}),
        ("panfeng trading co ltd", {"co", "ltd"}),
        ("siemens aktiengesellschaft", {"ag"}),
        ("as sabil trading", {"as"}),
        ("union of sa iron workers", set()),
        ("ag", set()),
    ],
)
def test_the_forms_of_a_name_are_read_in_their_short_writing(key, forms):
    assert legal_forms(key) == forms


@pytest.mark.parametrize(
    ("one", "other", "exclusive"),
    [
        ({"ag"}, {"gmbh"}, True),
        ({"ano"}, {"llc"}, True),
        ({"co", "gmbh", "kg"}, {"gmbh"}, False),
        ({"ltd"}, {"llc"}, False),
        ({"inc"}, {"ag"}, False),
        ({"ag"}, set(), False),
    ],
)
def test_only_forms_of_one_law_exclude_each_other(one, other, exclusive):
    assert are_exclusive(one, other) is exclusive
    assert are_exclusive(other, one) is exclusive


def test_a_form_says_the_more_the_fewer_names_state_it():
    ltd, plc = frozenset(("ltd",)), frozenset(("plc",))
    weights = FormWeights([ltd] * 900 + [plc] * 6 + [frozenset()] * 200)

    assert weights.agreement(ltd, ltd) < 0.1
    assert weights.agreement(plc, plc) > 0.9
    assert weights.agreement(ltd, plc) == weights.agreement(frozenset(), frozenset()) == 0


@pytest.mark.parametrize(
    ("name", "listed", "verdict"),
    [
        ("Vimora plc", "Vimra plc", ("same", True)),
        ("Vimora Ltd", "Vimra Ltd", ("possible", False)),
        ("Vimora", "Vimra plc", ("possible", False)),
        ("Bimra plc", "Vimra plc", ("possible", False)),
        ("Pelontaris N.V.", "Pelostaric N.V.", ("same", True)),
        ("Pelontaris N.V.", "Pelostaric", ("possible", False)),
        ("Pelonta Inc.", "Pelosta OOO", ("possible", False)),
        ("Pelonta OOO", "Pelosta LLC", ("same", True)),
    ],
)
def test_a_rare_form_in_common_vouches_for_one_misspelt_word(name, listed, verdict):
    assert best(name, listed) == verdict


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Vimra Holding AG", "Vimra Holding GmbH"),
        ("ANO Volna Mir", "Limited Liability Company Volna Mir"),
        ("Joint Stock Company Volna Mir", "OOO Volna Mir"),
    ],
)
def test_a_name_of_two_words_with_another_form_of_its_law_only_proposes(name, listed):
    assert best(name, listed) == ("possible", False)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("AO Volna Murmansk Sonar Buoys", "OOO Volna Murmansk Sonar Buoys"),
        ("Zakrytoe Aktsionernoe Obshchestvo Volna Mir", "PAO Volna Mir"),
        ("Panfeng Sonar Inc.", "Panfeng Sonar Co., Ltd."),
    ],
)
def test_a_long_name_a_renamed_form_or_a_translated_one_is_the_same(name, listed):
    assert best(name, listed) == ("same", True)


def test_a_short_word_with_another_letter_is_a_slip_beside_three_equal_words():
    listed = "Hov Zarnik Pelma Sonar Works"

    assert best("Hovo Zarnik Pelma Sonar Works", listed) == ("same", True)
    assert best("Hok Zarnik Pelma Sonar Works", listed) == ("same", True)
    assert best("Hok Zarnik Works", "Hov Zarnik Works") == ("possible", False)


@pytest.mark.parametrize(
    "name", ["Vimra al-Pelont", "Zarnik Sonar", "Vimra al-Pelont/Zarnik Sonar"]
)
def test_each_side_of_a_slash_is_a_name(name):
    assert best(name, "Vimra al-Pelont/Zarnik Sonar") == ("same", True)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Vimra Machinery Import", "Vimra Machinery Import/Export Zarnik Pelont"),
        ("Zarnik Airlines", "Vimra Airlines D/B/A Zarnik Airlines"),
        ("Islamic Army", "Vimra al-Pelont/Islamic Army"),
        ("Zarnik Organization", "Vimra Organization / Zarnik Organization"),
    ],
)
def test_not_every_slash_parts_two_names(name, listed):
    assert best(name, listed) != ("same", True)


@pytest.mark.parametrize("name", ["Digital Cloud Ltd.", "Digital Cloud", "Digital Clouds Ltd"])
def test_an_alias_of_common_words_only_proposes(name):
    assert best(name, "Vimra Taiwan", ["Digital Cloud Ltd."]) == ("possible", False)


@pytest.mark.parametrize(
    ("name", "listed", "alias"),
    [
        ("Digital Cloud", "Digital Cloud Vimra Co., Ltd.", "Digital Cloud"),
        ("OOO Digital Cloud", "Vimra", "OOO Digital Cloud"),
        ("Pelont Cloud", "Vimra", "Pelont Cloud"),
        ("Digital Cloud Satellite Works", "Vimra", "Digital Cloud Satellite Works"),
    ],
)
def test_an_alias_of_its_own_decides(name, listed, alias):
    assert best(name, listed, [alias]) == ("same", True)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Pelonts AG", "PelontsAG"),
        ("PelontsAG", "Pelonts AG"),
        ("Limited Liability CompanyPelonta", "Limited Liability Company Pelonta"),
        ("Zarnik Pelonta PteLtd", "Zarnik Pelonta Pte Ltd"),
        ("Pelon Tarika", "Pelontarka"),
    ],
)
def test_a_form_glued_to_a_word_and_a_word_cut_in_two_do_not_keep_names_apart(name, listed):
    assert best(name, listed) == ("same", True)


def test_words_of_their_own_are_not_joined_to_a_likeness():
    assert best("Solar Pelont", "Solarpelond") is None


@pytest.mark.parametrize(
    ("name", "listed", "verdict"),
    [
        ("PJdSC Pelontar", "PJSC Pelontar", ("same", True)),
        ("Pelontar LL", "Pelontar LLC", ("same", True)),
        ("Pelt LL", "Pelt LLC", ("possible", False)),
    ],
)
def test_a_misspelt_form_beside_the_one_word_of_a_name_is_a_slip(name, listed, verdict):
    assert best(name, listed) == verdict
