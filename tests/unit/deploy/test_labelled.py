"""The comparison with labels: every figure counts what it says, and no miss is hidden."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from deploy.commands.assess import app
from deploy.facts import BANDS, FACTS
from deploy.labelled import Figure, LabelError, figures, judge, labels_of, misses
from deploy.labelled_report import report


def label(**facts):
    row = {"file": "a.html", "record": 1, "layout": "page", "half": "judge"} | facts
    return labels_of(json.dumps(row))


def record(**facts):
    return {"file": "folder/a.html", "record": 1, "status": "assessed"} | facts


def of(checks):
    return {figure.name: (figure.hits, figure.total) for figure in figures(checks)}


def test_equal_facts_are_hits_and_absent_labels_are_not_judged():
    found = of(judge(label(stage="award"), [record(stage="award", number="7")]))
    assert found == {"stage": (1, 1)}


def test_a_record_that_was_not_found_misses_every_fact():
    wrong = misses(judge(label(stage="award", suppliers=[], total_accelerators=0), []))
    assert {check.figure for check in wrong} == {"stage", "suppliers", "total_accelerators"}


def test_the_buyer_is_compared_by_its_printed_name():
    assert of(judge(label(buyer="甲大学"), [record(buyer={"name": "甲大学", "name_en": None})]))[
        "buyer"
    ] == (1, 1)
    assert of(judge(label(buyer="甲大学"), [record(buyer=None)]))["buyer"] == (0, 1)


def test_the_order_of_suppliers_says_nothing_but_a_missing_one_does():
    two = label(suppliers=["乙", "丙"])
    assert of(judge(two, [record(suppliers=["丙", "乙"])]))["suppliers"] == (1, 1)
    assert of(judge(two, [record(suppliers=["乙"])]))["suppliers"] == (0, 1)


def test_chips_are_f1_over_names_and_counts_are_a_figure_of_their_own():
    wanted = label(chips={"A100": 8, "H20": None})
    chips = [{"name": "A100", "count": 4}, {"name": "H200", "count": 1}]
    found = of(judge(wanted, [record(chips=chips)]))
    assert found["chips"] == (2, 4)  # one right, one invented, one overlooked
    assert found["counts"] == (0, 1)


def test_no_chips_wanted_and_none_found_is_neither_a_hit_nor_a_miss():
    figure = figures(judge(label(chips={}), [record(chips=[])]))[0]
    assert (figure.total, figure.percent) == (0, 100.0)


def test_an_invented_chip_where_none_is_sought_lowers_f1():
    figure = figures(judge(label(chips={}), [record(chips=[{"name": "A100", "count": None}])]))[0]
    assert figure.percent == 0.0


def test_a_file_as_a_whole_sums_its_assessed_records_and_unites_their_chips():
    wanted = label(record=0, chips={"H20": 48}, total_accelerators=48, buyer="甲")
    rows = [
        record(chips=[{"name": "H20", "count": 48}], total_accelerators=48, buyer={"name": "甲"}),
        record(record=2, chips=[], total_accelerators=0, buyer={"name": "甲"}),
        record(record=3, status="quarantined"),
    ]
    assert misses(judge(wanted, rows)) == []


def test_records_that_disagree_are_a_miss_of_the_file_as_a_whole():
    rows = [record(buyer={"name": "甲"}), record(record=2, buyer={"name": "乙"})]
    assert of(judge(label(record=0, buyer="甲"), rows))["buyer"] == (0, 1)


def test_a_trap_is_lost_by_what_it_could_spoil_and_by_nothing_else():
    wanted = label(traps=["negation"], chips={}, number="7")
    assert of(judge(wanted, [record(chips=[], number="8")]))["trap: negation"] == (1, 1)
    invented = [{"name": "A100", "count": 1}]
    assert of(judge(wanted, [record(chips=invented, number="7")]))["trap: negation"] == (0, 1)


def test_a_trap_of_money_is_lost_by_a_wrong_amount():
    wanted = label(traps=["rate"], amount_cny=None)
    assert of(judge(wanted, [record(amount_cny=0.05)]))["trap: rate"] == (0, 1)


@pytest.mark.parametrize(
    ("found", "hit"),
    [
        ([record(status="quarantined")], 1),
        ([record(unread_content=True)], 1),
        ([record()], 0),
        ([], 0),
    ],
)
def test_malformed_input_must_come_out_in_an_allowed_way(found, hit):
    wanted = label(layout="malformed", status="quarantined|unread")
    assert of(judge(wanted, found))["malformed"] == (hit, 1)


@given(st.sampled_from(BANDS), st.sampled_from(BANDS))
def test_a_band_may_lie_below_its_label_but_never_above(most, band):
    hits, _ = of(judge(label(band_at_most=most), [record(band=band)]))["band_at_most"]
    assert hits == int(BANDS.index(band) <= BANDS.index(most))


def test_unread_content_is_no_low_band():
    assert of(judge(label(band_at_most="low"), [record(band=None)]))["band_at_most"] == (0, 1)


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_gate_passes_exactly_from_its_percentage_on(hits, more):
    figure = Figure("buyer", hits, hits + more)
    assert figure.passes == (hits * 100 >= 97 * (hits + more))


@pytest.mark.parametrize("line", ["{", "[]", '{"file": "a"}', '"text"'])
def test_a_line_that_is_no_label_is_refused_with_its_number(line):
    good = json.dumps({"file": "a", "layout": "x", "half": "tune"})
    with pytest.raises(LabelError, match="line 2"):
        labels_of(f"{good}\n{line}\n")


def test_a_fact_nobody_can_judge_is_refused():
    with pytest.raises(LabelError, match="weather"):
        label(weather="fair")


@given(st.sampled_from(sorted(FACTS)))
def test_every_fact_can_be_read_of_no_record_at_all(name):
    want = {"chips": {}, "band_at_most": "low", "status": "assessed"}.get(name, [])
    FACTS[name]([], want)


def test_the_report_prints_every_figure_and_every_miss_with_both_values():
    checks = judge(label(stage="award", number="7"), [record(stage="tender", number="7")])
    text = "\n".join(report(checks, as_json=False))
    assert "stage" in text
    assert "0/1" in text
    assert "expected award" in text
    assert "found    tender" in text
    rows = [json.loads(line) for line in report(checks, as_json=True)]
    assert [row["percent"] for row in rows if "percent" in row] == [0.0, 100.0]
    assert [row["miss"] for row in rows if "miss" in row] == ["stage"]


def test_the_command_prints_figures_of_a_folder_that_holds_its_own_labels(tmp_path):
    page = "<h1>示例学院桌椅中标公告</h1><p>采购人：示例学院</p><p>中标人：示例家具有限公司</p>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    row = {"file": "a.html", "layout": "page", "half": "judge", "buyer": "示例学院"}
    (tmp_path / "labels.jsonl").write_text(json.dumps(row), encoding="utf-8")
    labels = str(tmp_path / "labels.jsonl")
    ran = CliRunner().invoke(app, [str(tmp_path), "--labels", labels, "--json"])
    assert ran.exit_code == 0
    assert [json.loads(line)["hits"] for line in ran.output.splitlines()] == [1]


def test_a_label_file_that_cannot_be_used_says_which_line(tmp_path):
    (tmp_path / "labels.jsonl").write_text("{}", encoding="utf-8")
    ran = CliRunner().invoke(app, [str(tmp_path), "--labels", str(tmp_path / "labels.jsonl")])
    assert "line 1" in str(ran.exception)


def test_account_events_have_figures_of_their_own():
    wanted = label(kind="account", chips={"H100": 8}, stage="event")
    found = of(judge(wanted, [record(stage="event", chips=[{"name": "H100", "count": 8}])]))
    assert set(found) == {"account: chips", "account: counts", "account: stage"}
