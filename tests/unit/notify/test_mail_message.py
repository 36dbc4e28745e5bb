"""Mails: threads that hold, headers that stop loops, text of strangers that can do nothing."""

import email
import email.policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.domain.content import Line
from services.notify.domain.deliveries import Kind
from services.notify.domain.mail_message import Sender, render, subject
from services.notify.domain.plain_text import clean
from tests.unit.notify.contents import DELIVERY, ROOT, claimed, content
from tests.unit.notify.golden_files import assert_golden
from tests.unit.notify.test_slack_message import HOSTILE

SENDER = Sender("exportwatch@alerts.example")


def parsed(of):
    return email.message_from_bytes(render(of, SENDER).as_bytes(), policy=email.policy.default)


def test_a_root_starts_a_thread_and_says_that_a_machine_wrote_it():
    mail = parsed(claimed())

    assert mail["Message-ID"] == f"<{DELIVERY}@alerts.example>"
    assert mail["In-Reply-To"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert "alerts.alerts.example" in mail["List-Id"]
    assert mail["Date"].datetime.isoformat() == "2026-11-02T12:00:00+00:00"


def test_a_later_mail_answers_the_root():
    mail = parsed(claimed(kind=Kind.PAGE, root=ROOT))

    assert mail["In-Reply-To"] == mail["References"] == f"<{ROOT}@alerts.example>"


def test_the_same_delivery_gives_the_same_id_and_a_repeat_is_marked():
    once, again = parsed(claimed()), parsed(claimed(attempts=3, resent=True))

    assert once["Message-ID"] == again["Message-ID"]
    assert once["X-Exportwatch-Possible-Duplicate"] is None
    assert again["X-Exportwatch-Possible-Duplicate"] == "yes"


def test_text_comes_first_and_reads_as_its_golden_file():
    mail = parsed(
        claimed(content(news="Band rose from medium to high.", url="https://c.example/a"))
    )
    first, second = mail.iter_parts()

    assert first.get_content_type() == "text/plain"
    plain, html = (part.get_content().replace("\r\n", "\n") for part in (first, second))
    assert_golden("mail.txt", f"Subject: {mail['Subject']}\n\n{plain}")
    assert_golden("mail.html", html)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_cleaned_never_refused(text):
    safe = clean(text, 400)
    lines = (Line(label="What", text=safe),)
    mail = parsed(claimed(content(subject=text, first_line=safe, lines=lines, news=safe)))
    plain, html = (part.get_content() for part in mail.iter_parts())

    assert len(mail["Subject"]) <= 150
    assert not set("\r\n\x00\u2028\u2029") & set(mail["Subject"])
    assert mail["Bcc"] is None
    assert "<script>" not in html
    assert plain


@settings(max_examples=50)
@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_any_subject_can_be_sent(text):
    shown = subject(content(subject=text))

    assert len(shown) <= 150
    assert parsed(claimed(content(subject=text)))["Subject"]
