"""Who gets what: the shipped routes, and mistakes in a routes file."""

from pathlib import Path

import pytest

from chassis.errors import Misconfigured
from contracts.envelope import Mode
from contracts.risk import Band, Urgency
from services.notify.domain.labels import labels_of
from services.notify.domain.route_reading import read_routes, routes_test
from services.notify.domain.routing import explain
from services.notify.settings import ROUTES
from tests.unit.notify.assessments import assessed

SHIPPED = Path(ROUTES).read_text(encoding="utf-8")
LIVE = ("oncall-slack", "oncall-mail")
DEMO = ("demo-slack", "demo-mail")
RECEIVERS = '[receivers.a]\nkind = "slack"\n[receivers.b]\nkind = "mail"\n'
LAST = '[[routes]]\nname = "last"\n'


@pytest.mark.parametrize(
    ("band", "urgency", "mode", "receivers", "mention"),
    [
        (Band.NONE, Urgency.DIGEST, Mode.LIVE, (), False),
        (Band.LOW, Urgency.NOW, Mode.LIVE, (), False),
        (Band.MEDIUM, Urgency.DIGEST, Mode.LIVE, LIVE, False),
        (Band.MEDIUM, Urgency.NOW, Mode.LIVE, LIVE, False),
        (Band.HIGH, Urgency.NEXT_BUSINESS_DAY, Mode.LIVE, LIVE, False),
        (Band.HIGH, Urgency.NOW, Mode.LIVE, LIVE, True),
        (Band.CRITICAL, Urgency.NOW, Mode.LIVE, LIVE, True),
        (Band.CRITICAL, Urgency.NOW, Mode.DEMO, DEMO, True),
        (Band.MEDIUM, Urgency.DIGEST, Mode.DEMO, DEMO, False),
        (Band.LOW, Urgency.DIGEST, Mode.DEMO, (), False),
        (Band.UNKNOWN, Urgency.UNKNOWN, Mode.LIVE, LIVE, False),
        *((Band.CRITICAL, Urgency.NOW, mode, (), False) for mode in (
            Mode.BACKFILL, Mode.REPLAY, Mode.SHADOW, Mode.CANARY, Mode.UNKNOWN)),
    ],
)  # fmt: skip
def test_the_shipped_routes_follow_the_policy(band, urgency, mode, receivers, mention):
    labels = labels_of(assessed(band=band, urgency=urgency), mode)
    routed = explain(read_routes(SHIPPED), labels)

    assert (routed.receivers, routed.mention) == (receivers, mention)
    assert routed.path
    assert routed.why


def test_off_perspective_reaches_nobody():
    labels = labels_of(assessed(band=Band.CRITICAL, on_perspective=False), Mode.LIVE)

    assert explain(read_routes(SHIPPED), labels).receivers == ()


def test_a_file_cannot_make_a_replay_page_nor_a_demo_reach_the_on_call():
    text = RECEIVERS + '[[routes]]\nname = "all"\nreceivers = ["a", "b"]\nmention = true\n'
    routes = read_routes(text)
    for mode in Mode:
        labels = labels_of(assessed(urgency=Urgency.NOW), mode)
        expected = ("a", "b") if mode is Mode.LIVE else ()
        assert explain(routes, labels).receivers == expected


def test_continue_adds_the_next_routes_and_children_win_over_their_parent():
    text = RECEIVERS + (
        '[[routes]]\nname = "one"\nwhen = ["score >= 70"]\nreceivers = ["a"]\ncontinue = true\n'
        '[[routes]]\nname = "two"\nreceivers = ["a"]\n'
        '[[routes.routes]]\nname = "listed"\nwhen = ["list in EL, MEU"]\nreceivers = ["b"]\n'
    )
    routed = explain(read_routes(text), labels_of(assessed(), Mode.LIVE))

    assert routed.path == "one + two/listed"
    assert routed.receivers == ("a", "b")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("routes = [", "not TOML"),
        ('[[routes]]\nname = "x"\n', "receivers"),
        (RECEIVERS, "routes"),
        (RECEIVERS + '[[routes]]\nname = "x"\nwhen = ["band = high"]\n', "take everything"),
        (RECEIVERS + LAST + '[[routes]]\nname = "never"\n', "ever reached"),
        (RECEIVERS + '[[routes]]\nname = "x"\nwhen = ["colour = red"]\n' + LAST, "unknown label"),
        (RECEIVERS + '[[routes]]\nname = "x"\nwhen = ["band = hihg"]\n' + LAST, "hihg"),
        (RECEIVERS + '[[routes]]\nname = "x"\nwhen = ["band >= high"]\n' + LAST, "high, critical"),
        (RECEIVERS + '[[routes]]\nname = "x"\nwhen = ["score >= a"]\n' + LAST, "whole number"),
        (RECEIVERS + '[[routes]]\nname = "x"\nwhen = ["band"]\n' + LAST, "none of ="),
        (RECEIVERS + '[[routes]]\nname = "x"\nreceivers = ["c"]\n', "called c"),
        (RECEIVERS + '[[routes]]\nname = "x"\nreceiver = "a"\n', "receiver"),
        ('[receivers.a]\nkind = "pager"\n' + LAST, "kind"),
        ('[receivers.a]\nkind = "mail"\nfallback = ["z"]\n' + LAST, "called z"),
    ],
)
def test_a_mistake_in_the_file_is_named(text, words):
    with pytest.raises(Misconfigured, match="routes") as caught:
        read_routes(text)
    assert words in str(caught.value)


def test_routes_test_shows_the_way_and_refuses_unknown_labels():
    lines = routes_test(SHIPPED, {"band": "high", "urgency": "now"})
    assert lines[-1] == ("route urgent: goes to oncall-slack, oncall-mail, mentioning the on-call")
    for labels in ({"colour": "red"}, {"band": "hihg"}, {"mode": "lively"}):
        with pytest.raises(Misconfigured, match="labels"):
            routes_test(SHIPPED, labels)
