"""Whatever Slack or the mail server does: nothing lost, nothing doubled, nobody waits for it."""

import asyncio

import pytest

from contracts.risk import Band
from deploy.local.fake_slack.faults import Fault, FaultKind
from deploy.local.mail_sink.faults import MailFault, MailFaultKind, Step
from tests.integration.notify.conftest import CHANNEL, until
from tests.unit.notify.assessments import assessed, later

pytestmark = pytest.mark.integration

POST = "chat.postMessage"
HISTORY = "conversations.history"


class TestSlack:
    @pytest.mark.parametrize(
        ("fault", "attempts"),
        [
            (Fault(kind=FaultKind.DROP, method=POST, after_commit=True), 1),
            (Fault(kind=FaultKind.DROP, method=POST), 2),
            (
                Fault(kind=FaultKind.ERROR, error="internal_error", method=POST, after_commit=True),
                1,
            ),
            (Fault(kind=FaultKind.ERROR, error="fatal_error", method=POST), 2),
            (Fault(kind=FaultKind.HTTP_ERROR, status=503, method=POST, after_commit=True), 1),
            (Fault(kind=FaultKind.HTML, method=POST), 2),
            (Fault(kind=FaultKind.DELAY, seconds=1.3, method=POST, after_commit=True), 1),
        ],
        ids=lambda value: f"{value.kind}" if isinstance(value, Fault) else str(value),
    )
    async def test_an_unknown_outcome_is_looked_up_before_anything_is_sent_again(
        self, bench, slack, fault, attempts
    ):
        slack.set_fault(fault)
        await bench.feed(assessed())
        async with bench.dispatching():
            await bench.settled()

        (root,) = slack.roots(CHANNEL)
        assert slack.posts_by_delivery() == {root.delivery_id: 1}
        assert slack.stats().attempts_by_delivery == {root.delivery_id: attempts}
        stored = await bench.rows("SELECT provider_ref FROM notify.delivery WHERE kind = 'root'")
        assert (root.ts,) in stored

    async def test_replies_in_doubt_are_looked_up_in_their_thread(self, bench, slack):
        first = assessed()
        async with bench.dispatching():
            await bench.feed(first)
            await bench.settled()
            fault = Fault(kind=FaultKind.DROP, method=POST, after_commit=True, times=2)
            slack.set_fault(fault)
            await bench.feed(later(first, score=71), later(later(first), stage="award"))
            await bench.settled(20)

        assert len(slack.messages(CHANNEL)) == 3
        assert set(slack.posts_by_delivery().values()) == {1}

    async def test_429_waits_as_told_and_is_no_attempt(self, bench, slack):
        slack.set_fault(Fault(kind=FaultKind.RATE_LIMITED, seconds=1, method=POST))
        await bench.feed(assessed())
        async with bench.dispatching():
            await bench.settled()

        assert len(slack.roots(CHANNEL)) == 1
        ended = await bench.rows(
            "SELECT a.ending, a.retry_after, d.attempts FROM notify.delivery_attempt a"
            " JOIN notify.delivery d ON d.id = a.delivery WHERE d.kind = 'root'"
            " AND d.destination LIKE 'slack:%%' ORDER BY a.fence"
        )
        assert ended == [("wait", 1.0, 1), ("sent", 0.0, 1)]

    async def test_a_workspace_without_alert_blocks_gets_plainer_ones(self, bench, slack):
        slack.reject_blocks(["alert"])
        await bench.feed(assessed("blocks"))
        async with bench.dispatching():
            await bench.settled()
            slack.reject_blocks(["alert", "header", "rich_text"])
            await bench.feed(assessed("text"))
            await bench.settled()

        plain, text = slack.roots(CHANNEL)
        assert [b["type"] for b in plain.current.blocks] == ["header", "section"]
        assert text.current.blocks == []
        assert "Entity List" in text.current.text

    async def test_history_that_cannot_be_read_means_a_marked_repeat(self, bench, slack):
        slack.set_fault(
            Fault(kind=FaultKind.DROP, method=POST, after_commit=True),
            Fault(kind=FaultKind.ERROR, error="missing_scope", method=HISTORY, times=None),
        )
        await bench.feed(assessed())
        async with bench.dispatching():
            await bench.settled()

        first, second = slack.roots(CHANNEL)
        assert "possible duplicate" not in first.current.text
        assert "possible duplicate" in second.current.text

    async def test_a_deleted_root_is_posted_anew_and_the_thread_goes_on_there(self, bench, slack):
        first = assessed()
        async with bench.dispatching():
            await bench.feed(first)
            await bench.settled()
            slack.set_fault(
                Fault(kind=FaultKind.ERROR, error="message_not_found", method="chat.update")
            )
            await bench.feed(later(first, score=71))
            await bench.settled()
            await bench.feed(later(later(first), stage="award"))
            await bench.settled()

        _, anew = slack.roots(CHANNEL)
        page = slack.messages(CHANNEL)[-1]
        assert anew.current.text.startswith("HIGH 72")
        assert page.thread_ts == anew.ts

    async def test_a_broken_channel_holds_nothing_up_and_goes_on_when_it_works(
        self, bench, slack, mail
    ):
        slack.set_fault(Fault(kind=FaultKind.ERROR, error="channel_not_found", times=None))
        await bench.feed(assessed("one"), assessed("two", band=Band.CRITICAL, score=91))
        async with bench.dispatching():
            await asyncio.to_thread(mail.wait_for_mails, 4)
            await until(bench.states, lambda s: set(s.get("parked", [])) == {"root"})
            assert slack.messages(CHANNEL) == []
            slack.clear_faults()
            await bench.rows("UPDATE notify.destination SET open_until = now() RETURNING 1")
            await bench.settled(20)

        assert len(slack.roots(CHANNEL)) == 2
        assert set(mail.copies().values()) == {1}

    async def test_slack_that_hangs_does_not_delay_mail(self, bench, slack, mail):
        slack.set_fault(Fault(kind=FaultKind.DELAY, seconds=5, method=POST, times=2))
        await bench.feed(assessed("one"), assessed("two"))
        async with bench.dispatching():
            await asyncio.to_thread(mail.wait_for_mails, 4, None, 2)
        slack.clear_faults()


class TestMail:
    async def test_each_recipient_has_its_own_outcome(self, bench, mail):
        refusal = MailFault(
            kind=MailFaultKind.REFUSE, step=Step.RCPT, code=550, address="lead@alerts.example"
        )
        mail.set_fault(refusal)
        await bench.feed(assessed())
        async with bench.dispatching():
            await bench.settled(kind="mail")

        assert sorted(await bench.states("mail")) == ["dead", "sent"]
        assert [m.rcpts for m in mail.mails()] == [["oncall@alerts.example"]]

    async def test_a_temporary_refusal_is_tried_again_later(self, bench, mail):
        mail.set_fault(MailFault(kind=MailFaultKind.REFUSE, code=451, times=2))
        await bench.feed(assessed())
        async with bench.dispatching():
            waiting = "SELECT extract(epoch FROM run_at - now()) FROM notify.delivery WHERE"
            found = await until(
                lambda: bench.rows(f"{waiting} last_ending = 'refused'"), lambda r: len(r) == 2
            )
            assert all(5 < float(seconds) <= 60 for (seconds,) in found)
            await bench.rows("UPDATE notify.delivery SET run_at = now() RETURNING 1")
            await bench.settled(kind="mail")

        assert len(mail.mails()) == 2

    async def test_a_lost_answer_is_sent_again_under_the_same_id_and_marked(self, bench, mail):
        mail.set_fault(MailFault(kind=MailFaultKind.DROP, kept=True, address="lead@alerts.example"))
        await bench.feed(assessed())
        async with bench.dispatching():
            await bench.settled(kind="mail")

        first, second = mail.mails("lead@alerts.example")
        assert first.message_id == second.message_id
        marked = [dict(m.headers).get("X-Exportwatch-Possible-Duplicate") for m in (first, second)]
        assert marked == [None, "yes"]

    async def test_nothing_is_sent_in_the_clear_where_tls_is_asked_for(self, bench, mail):
        settings = bench.settings.model_copy(update={"smtp_tls": "starttls"})
        bench.settings = settings
        await bench.feed(assessed())
        async with bench.dispatching():
            await until(lambda: bench.states("mail"), lambda s: len(s.get("pending", [])) == 2)
            errors = "SELECT last_error FROM notify.delivery WHERE destination LIKE 'mail:%%'"
            await until(lambda: bench.rows(errors), lambda r: all(e for (e,) in r))

        assert mail.mails() == []
