from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Misconfigured
from services.enrich.adapters.english_scorer import scorer_of
from services.enrich.domain.screening import Screener

BIT = "Beijing Institute of Technology"
RADIO = "Nanjing Panfeng Radio Electronics Technology Co., Ltd."
RECORDS = [
    *({"id": name, "list": "EL", "name": name} for name in (BIT, RADIO)),
    {"id": "harbin", "list": "EL", "name": "Harbin Engineering University"},
    {"id": "cetc14", "list": "EL", "name": "Huaxing Micro Group 14th Research Institute (HMG 14)"},
    {"id": "key", "list": "EL", "name": "State Key Laboratory of Rheology"},
    {"id": "tianjin", "list": "EL", "name": "Tianjin University"},
    {"id": "hang", "list": "EL", "name": "Bei Hang Sensor Works"},
    {"id": "nudt", "list": "EL", "name": "National University of Defense Technology (NUDT)"},
    {
        "id": "inspur",
        "list": "EL",
        "name": "Inspur Group Co., Ltd.",
        "aliases": ["Incubic", "Number Media Ltd."],
    },
    {"id": "v1", "list": "SDN", "name": "HYUNDAI STAR", "type": "Vessel"},
    {"id": "p1", "list": "DPL", "name": "Obaidullah Khan", "type": "Individual"},
]
SCREENER = Screener(RECORDS, aliases=())


def first(name):
    found = SCREENER.screen(name)
    return (found[0].relation, found[0].id) if found else None


def is_alert(name):
    return any(match.score >= 0.7 for match in SCREENER.screen(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Beijing Insitute of Technology", BIT),
        ("Bejiing Institute of Technology", BIT),
        ("Beijing Institute of Tecnology", BIT),
        ("Beijing Institute off Technology", BIT),
        ("Nanjing Panfeg Radio Electronics Technology Co., Ltd.", RADIO),
        ("Nanjing Panfeng Radio Electronics Technology Co., Limiyted", RADIO),
        ("Harbin Enginering Univeristy", "harbin"),
        ("Inspir Group", "inspur"),
        ("Nanjing Panfeng Radyo Electronisc Technologies", RADIO),
    ],
)
def test_a_typo_finds_the_entry(name, expected):
    assert first(name) == ("same", expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Beijing Inst. of Tech.", BIT),
        ("Beijing Inst. Technol.", BIT),
        ("Harbin Eng. Univ.", "harbin"),
        ("St. Key Lab of Rheology", "key"),
        ("Nanjing Panfeng Radio Elec. Tech.", RADIO),
        ("Natl Univ. of Defence Tech.", "nudt"),
        ("Huaxing Micro Grp 14th Res. Inst.", "cetc14"),
    ],
)
def test_an_abbreviated_name_finds_the_entry(name, expected):
    assert first(name) == ("same", expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Radio Electronics Panfeg Technology Nanjing", RADIO),
        ("Beihang Sensor Works", "hang"),
        ("Nanjing Pan Feng Radio Electronics Technology", RADIO),
        ("Beijing Institute of Technology (BIT)", BIT),
        ("Huaxing Micro Group Fourteenth Research Institute", "cetc14"),
        ("HMG 14th Research Institute", "cetc14"),
        ("Nanjing Panfeng Radio Electronics Technological Company", RADIO),
        ("InspurLtd", "inspur"),
    ],
)
def test_order_joints_initials_and_word_forms_find_the_entry(name, expected):
    assert SCREENER.screen(name)[0].id == expected


@pytest.mark.parametrize(
    "name",
    [
        "Huaxing Micro Group 41st Research Institute",
        "Huaxing Micro Group Fifteenth Research Institute",
        "Huaxing Micro Group Research Institute",
        "Nanjing Panfeng 2 Radio Electronics Technology Co., Ltd.",
        "Beijing 5th Institute of Technology",
        "Shanghai Panfeng Radio Electronics Technology Co., Ltd.",
        "Nanjing Institute of Technology",
        "Shanghai Institute of Technology",
        "Tianjin University of Technology",
        "Tianjin Medical University",
        "National Tianjin University",
    ],
)
def test_another_number_place_or_university_is_another_organisation(name):
    assert SCREENER.screen(name) == []


@pytest.mark.parametrize(
    "name",
    [
        "Inspur Beijing",
        "Panfeng",
        "Panfeng Bank",
        "Harbin Naval Engineering Institute",
        "Panfeng Radio",
        "Incubic Systems",
        "Incubik",
        "Number Medias",
        "Numbers Media Ltd.",
    ],
)
def test_a_place_a_kind_or_an_alias_of_one_word_never_decides(name):
    assert not is_alert(name)


@pytest.mark.parametrize("name", ["Yunda", "Yunda Express Co., Ltd.", "Baidu", "Baidu Inc.", "Inc"])
def test_a_name_inside_another_word_is_no_match(name):
    assert SCREENER.screen(name) == []


@pytest.mark.parametrize("name", ["HYUNDAI STARS", "Obaidulah Khan", "Khan Obaidullah"])
def test_persons_and_vessels_are_never_alerts(name):
    assert not is_alert(name)


def test_two_words_of_their_own_are_no_misspelling_of_each_other():
    screener = Screener([{"id": "1", "list": "EL", "name": "Hunan Trading"}], aliases=())

    assert screener.screen("Henan Trading") == []


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Ansgar University", "Angar LLC"),
        ("Kipa Foundation", "Kipas Ltd."),
        ("Institute of Archaeology", "Arch Company"),
        ("Atlas Shipping", "Atlantic Shipping"),
        ("Metal Mine Safety Works", "Metal Nine Safety Works"),
    ],
)
def test_chance_likeness_is_no_match(name, listed):
    screener = Screener([{"id": "1", "list": "EL", "name": listed}], aliases=())

    assert screener.screen(name) == []


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Siemens Aktiengesellschaft", "Siemens AG"),
        ("Pro Traffic SRL", "Societatea cu Răspundere Limitată Pro Traffic"),
        ("Volna Open Joint Stock Company", "OAO Volna"),
        ("Brigade Forty-Four", "Brigade 44"),
        ("QVX Limited", "QVX Ltd."),
        ("US Panfeng Industrial Works", "United States Panfeng Industry Works"),
        ("Académie Panfeng Zélande", "Academie Panfeng Zelande"),
    ],
)
def test_forms_number_words_and_accents_do_not_keep_names_apart(name, listed):
    screener = Screener([{"id": "1", "list": "EL", "name": listed}], aliases=())

    assert screener.screen(name)[0].relation == "same"


def test_a_short_name_of_another_legal_form_only_proposes():
    screener = Screener([{"id": "1", "list": "EL", "name": "QVX Ltd."}], aliases=())

    assert {match.relation for match in screener.screen("QVX GmbH")} == {"possible"}


def test_initials_alone_only_propose():
    screener = Screener([{"id": "1", "list": "EL", "name": "Ostrov Labs of Neon Gear"}], aliases=())

    (match,) = screener.screen("OLNG")

    assert (match.relation, match.score) == ("possible", 0.5)


def test_the_explanation_says_how_the_words_correspond():
    match = SCREENER.screen("Nanjing Panfeg Radio Elec. Tech. Trading")[0]

    assert "panfeg = panfeng (typo)" in match.explanation
    assert "elec = electronic (abbreviation)" in match.explanation
    assert '"trading" only in the query' in match.explanation


def test_a_scorer_may_raise_a_score_but_lifts_no_doubt():
    screener = Screener(RECORDS, aliases=(), scorer=lambda query, listed: 1.0)

    assert (
        screener.screen("Nanjing Panfeng Radio Trade")[0].score
        > SCREENER.screen("Nanjing Panfeng Radio Trade")[0].score
    )
    assert screener.screen("Inspur Beijing")[0].relation == "possible"
    assert screener.screen("Tianjin University of Technology") == []


def test_a_scorer_is_asked_about_sixty_names_at_most():
    asked = []
    records = [
        {"id": str(n), "list": "EL", "name": f"Panfeng {word} Works"}
        for n, word in enumerate(f"{a}{b}rin" for a in "bcdfgklmnp" for b in "aeioustrlm")
    ]

    def scorer(query, listed):
        asked.append(listed)
        return 0.0

    Screener(records, aliases=(), scorer=scorer).screen("Panfeng Works")

    assert 0 < len(asked) <= 60


@given(st.permutations(["Nanjing", "Panfeg", "Radio", "Elec.", "Technologies"]))
def test_the_order_of_words_does_not_change_the_relation(words):
    assert first(" ".join(words)) == ("same", RADIO)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_screened_without_a_crash(text):
    assert all(0 < match.score <= 1 for match in SCREENER.screen(text))


def test_no_scorer_is_asked_unless_the_setting_names_one():
    assert scorer_of("none") is None


@pytest.mark.skipif(find_spec("nomenklatura") is not None, reason="nomenklatura is installed")
def test_a_scorer_that_is_not_installed_says_what_to_do():
    with pytest.raises(Misconfigured, match="install nomenklatura"):
        scorer_of("logic-v2")


@pytest.mark.skipif(find_spec("nomenklatura") is None, reason="nomenklatura is not installed")
def test_logic_v2_tells_names_apart():
    scorer = scorer_of("logic-v2")

    assert scorer("Boeing", "Airbus") < 0.5 < scorer("Siemens Aktiengesellschaft", "Siemens AG")
