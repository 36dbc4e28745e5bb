"""Slack messages: a ladder of formats, and text of strangers that can do nothing."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.local.fake_slack import limits
from services.notify.domain.content import Line
from services.notify.domain.deliveries import RUNGS, Kind, Rung
from services.notify.domain.plain_text import clean
from services.notify.domain.slack_message import metadata, render
from tests.unit.notify.contents import DELIVERY, content
from tests.unit.notify.golden_files import assert_golden

HOSTILE = [
    "<!channel> <!here> <@U0BOSS> <#C0GENERAL>",
    "<https://evil.example|Official portal>",
    "&lt;!channel&gt; &amp;",
    "*bold* _it_ ~s~ `code` ```block```",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "Z̸̢̛̘͓̲̰̮̘̖͍͉͓̯̱͔̫͇̩̦̲̹̀̀̂̊͌̏̿̏̾̀a" * 50,
    "\x00\x07\x1b[31m\r\nBcc: all@example.com",
    "\u2028\u2029\x85line",
    "👩‍👩‍👧‍👦" * 500,
    "\ud800 lone \udfff",
    "<script>alert(1)</script>",
    "",
    "\U000e0041\U000e0042",
    "X" * 1_000_000,
]
# What Slack would read as markup of its own in top-level text.
MARKUP = re.compile(r"<[!@#h]")


def hostile_content(text, **changes):
    lines = tuple(Line(label="What", text=text) for _ in range(10))
    return content(first_line=text, lines=lines, subject=text, news=text, why=text, **changes)


def texts_outside_data(node):
    """Every string that stands in an object Slack interprets."""
    if isinstance(node, dict):
        assert node.get("type") != "mrkdwn"
        for value in node.values():
            texts_outside_data(value)
    elif isinstance(node, list):
        for value in node:
            texts_outside_data(value)


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_and_within_the_limits(kind, rung, text):
    for given_text in (text, clean(text, 400)):
        arguments = render(kind, hostile_content(given_text), rung, "here")
        assert not MARKUP.search(arguments["text"])
        texts_outside_data(arguments.get("blocks", []))
        if given_text is not text:
            limits.check_blocks(arguments.get("blocks", []), frozenset())
            assert len(arguments["text"].encode()) <= limits.MAX_UPDATE_TEXT_BYTES
            json.dumps(arguments).encode()


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(codec=None), max_size=600))
def test_cleaned_text_never_breaks_a_message(text):
    cleaned = clean(text, 400)
    assert len(cleaned) <= 400
    arguments = render(Kind.ROOT, hostile_content(cleaned), Rung.FULL, None)
    assert not MARKUP.search(arguments["text"])
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", arguments["text"])
    arguments["text"].encode()
    limits.check_blocks(arguments["blocks"], frozenset())


def test_a_message_mentions_only_if_it_is_told_to():
    for mention, element in (
        ("here", {"type": "broadcast", "range": "here"}),
        ("S0ONCALL", {"type": "usergroup", "usergroup_id": "S0ONCALL"}),
        ("U0LEAD", {"type": "user", "user_id": "U0LEAD"}),
    ):
        called = render(Kind.PAGE, content(mention=True), Rung.FULL, mention)
        assert element in called["blocks"][1]["elements"][0]["elements"]
        quiet = render(Kind.PAGE, content(mention=False), Rung.FULL, mention)
        assert element not in quiet["blocks"][1]["elements"][0]["elements"]
    text = render(Kind.PAGE, content(mention=True), Rung.TEXT, "here")["text"]
    assert text.startswith("<!here> HIGH 72")


def test_the_ladder_needs_less_of_slack_on_each_rung():
    types = [
        [block["type"] for block in render(Kind.ROOT, content(), rung, None).get("blocks", [])]
        for rung in RUNGS
    ]
    assert types == [["alert", "rich_text", "context"], ["header", "section"], []]


def test_an_edit_as_text_takes_the_old_blocks_away():
    assert render(Kind.EDIT, content(), Rung.TEXT, None)["blocks"] == []
    assert "blocks" not in render(Kind.ROOT, content(), Rung.TEXT, None)


def test_names_are_not_linked_and_addresses_not_unfurled():
    arguments = render(Kind.ROOT, content(), Rung.FULL, None)
    flags = {name: arguments[name] for name in ("link_names", "unfurl_links", "unfurl_media")}
    assert flags == dict.fromkeys(flags, False)
    assert arguments["parse"] == "none"


def test_metadata_holds_nothing_but_the_delivery():
    assert metadata(DELIVERY) == {
        "event_type": "export_alert",
        "event_payload": {"delivery_id": str(DELIVERY)},
    }


@pytest.mark.parametrize("rung", RUNGS)
def test_a_message_reads_as_its_golden_file(rung):
    page = content(news="Band rose from medium to high.", mention=True)
    shown = render(Kind.PAGE, page, rung, "here")

    assert_golden(f"slack-{rung}.json", json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
