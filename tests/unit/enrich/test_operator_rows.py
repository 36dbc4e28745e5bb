"""A file of the operator's decisions: read as CSV or TOML, every row checked."""

import pytest

from chassis.errors import Invalid
from services.enrich.domain.offline import enricher_from
from services.enrich.domain.operator_rows import decisions_in
from tests.unit.enrich.test_alias_decisions import COMPANY, NAME, PARTIES

HEADER = "verdict,name,list,entry,by,at,why,source\n"
ROW = f'confirmed,{NAME},Entity List,"{COMPANY}",Li Wei,2026-11-25,Both are registered.,\n'
TOML = f"""
[[alias]]
name = "{NAME}"
list = "EL"
entry = "{COMPANY}"
by = "Li Wei"
at = 2026-11-25
why = "Both are registered."
"""
LIST = f'name,country,list\n"{COMPANY}",CN,EL\n'.encode()


def test_csv_and_toml_say_the_same() -> None:
    from_csv = decisions_in(f"\ufeff{HEADER}{ROW}", "own.csv", PARTIES)
    from_toml = decisions_in(TOML, "own.toml", PARTIES)
    assert from_csv == from_toml
    assert [(each.list, each.entry, each.verdict) for each in from_csv] == [
        ("EL", COMPANY, "confirmed")
    ]


def test_one_process_screens_with_the_operators_names_only_if_they_are_given() -> None:
    plain = enricher_from(LIST, "own.csv").screener.screen(NAME)
    decided = enricher_from(LIST, "own.csv", (TOML, "own.toml")).screener.screen(NAME)
    assert "same" not in {match.relation for match in plain}
    assert [match.relation for match in decided] == ["same"]


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("name,list\n", "own.csv", "no column entry, by, at, why"),
        (
            HEADER + ROW.replace(NAME, "研究所"),
            "own.csv",
            "own.csv, row 1: 研究所 is a common word",
        ),
        (HEADER + ROW + ROW, "own.csv", "row 2: This pair was confirmed"),
        (HEADER + ROW.replace("confirmed", "maybe"), "own.csv", "confirmed or rejected"),
        (HEADER + ROW.replace("2026-11-25", "soon"), "own.csv", "write it as 2026-11-25"),
        (HEADER + ROW.replace("Li Wei", " "), "own.csv", "row 1: by is empty"),
        (HEADER + ROW.replace(COMPANY, "Nobody at all"), "own.csv", "No list in use has"),
        (HEADER + '"cut off', "own.csv", "cut off"),
        ('"', "own.csv", "cut off"),
        (HEADER + "a\0b" * 9 + "\n", "own.csv", "row 1"),
        ("alias = 1", "own.toml", "no tables [[alias]]"),
        ("[[alias", "own.toml", "is no TOML"),
    ],
)
def test_a_file_that_breaks_a_rule_names_the_row_and_what_to_do(
    text: str, name: str, problem: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decisions_in(text, name, PARTIES)
    assert problem in str(refused.value)
