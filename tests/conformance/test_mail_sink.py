"""The mail sink takes, refuses, drops and delays what the real aiosmtplib sends."""

import shutil
import smtplib
import ssl
import subprocess
from email.message import EmailMessage
from email.policy import SMTP

import aiosmtplib
import httpx
import pytest

from deploy.local.mail_sink.client import MailSinkControl
from deploy.local.mail_sink.faults import MailFault, MailFaultKind, Step
from deploy.local.mail_sink.serving import Options, Tls, running_mail_sink

ALICE, BOB = "alice@example.org", "bob@example.org"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running_mail_sink(Options(tmp_path_factory.mktemp("mails"))) as control:
        yield control


@pytest.fixture
def sink(served):
    served.reset()
    return served


def mail(*rcpts: str, subject: str = "An alert", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "alerts@example.org"
    message["To"] = ", ".join(rcpts)
    message["Subject"] = subject
    message["Message-ID"] = "<delivery-1@notify.example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("采购 plain\n.a line with a dot\n", cte="quoted-printable")
    message.add_alternative("<p onclick='x'>采购 <b>rich</b></p>", subtype="html")
    return message


async def send(sink: MailSinkControl, message: EmailMessage, **options):
    options = {"start_tls": False, "timeout": 5} | options
    return await aiosmtplib.send(message, hostname="127.0.0.1", port=sink.smtp_port, **options)


class TestTaking:
    async def test_a_mail_is_kept_with_envelope_headers_and_bodies(self, sink):
        root = "<root@notify.example.org>"
        message = mail(ALICE, subject="告警 alert", In_Reply_To=root, References=f"{root} <b@x>")

        await send(sink, message)

        [kept] = sink.mails()
        assert (kept.envelope_from, kept.rcpts) == ("alerts@example.org", [ALICE])
        assert kept.message_id == "<delivery-1@notify.example.org>"
        assert (kept.in_reply_to, kept.references) == (root, [root, "<b@x>"])
        assert kept.subject == "告警 alert"
        assert kept.text.splitlines() == ["采购 plain", ".a line with a dot"]
        assert "<b>rich</b>" in kept.html
        assert kept.tls is False

    async def test_a_repeat_is_counted(self, sink):
        await send(sink, mail(ALICE))
        await send(sink, mail(ALICE))

        assert sink.copies()["<delivery-1@notify.example.org>", ALICE] == 2
        assert len(sink.wait_for_mails(2, ALICE)) == 2
        assert sink.mails(BOB) == []

    async def test_mails_outlive_the_sink(self, tmp_path):
        for _ in range(2):
            with running_mail_sink(Options(tmp_path)) as sink:
                await send(sink, mail(ALICE))
                numbers = [kept.number for kept in sink.mails()]

        assert numbers == [1, 2]
        assert (tmp_path / "000002.eml").read_bytes().startswith(b"From: alerts@example.org")

    async def test_undecodable_bytes_are_shown_not_refused(self, sink):
        raw = (
            b"Subject: \xff\xfe\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xff body\r\n"
        )

        async with aiosmtplib.SMTP(
            hostname="127.0.0.1", port=sink.smtp_port, start_tls=False
        ) as smtp:
            await smtp.sendmail("a@example.org", [ALICE], raw)

        assert "body" in sink.mails()[0].text


class TestFaults:
    async def test_one_refused_recipient_of_two_is_a_normal_return(self, sink):
        sink.set_fault(MailFault(kind=MailFaultKind.REFUSE, step=Step.RCPT, address=BOB, code=550))

        errors, _ = await send(sink, mail(ALICE, BOB))

        assert errors[BOB].code == 550
        assert sink.mails()[0].rcpts == [ALICE]

    async def test_a_recipient_refused_for_now(self, sink):
        sink.set_fault(MailFault(kind=MailFaultKind.REFUSE, step=Step.RCPT, code=451))

        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as caught:
            await send(sink, mail(ALICE))

        assert caught.value.recipients[0].code == 451
        assert sink.mails() == []

    @pytest.mark.parametrize("code", [451, 552])
    async def test_data_may_be_refused(self, sink, code):
        sink.set_fault(MailFault(kind=MailFaultKind.REFUSE, code=code))

        with pytest.raises(aiosmtplib.SMTPDataError) as caught:
            await send(sink, mail(ALICE))

        assert caught.value.code == code
        assert sink.mails() == []

    @pytest.mark.parametrize("kept", [False, True])
    async def test_a_drop_after_the_final_dot_leaves_the_outcome_open(self, sink, kept):
        sink.set_fault(MailFault(kind=MailFaultKind.DROP, kept=kept))

        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await send(sink, mail(ALICE))

        assert len(sink.mails()) == (1 if kept else 0)
        await send(sink, mail(ALICE))

    async def test_a_slow_reply_times_out_with_the_mail_accepted(self, sink):
        sink.set_fault(MailFault(kind=MailFaultKind.DELAY, seconds=3, kept=True))

        with pytest.raises(aiosmtplib.SMTPReadTimeoutError):
            await send(sink, mail(ALICE), timeout=0.5)

        assert len(sink.mails()) == 1

    async def test_a_fault_lasts_as_long_as_it_says(self, sink):
        sink.set_fault(MailFault(kind=MailFaultKind.REFUSE, address=ALICE, times=2))

        await send(sink, mail(BOB))
        for _ in range(2):
            with pytest.raises(aiosmtplib.SMTPDataError):
                await send(sink, mail(ALICE))
        await send(sink, mail(ALICE))

        assert [kept.rcpts for kept in sink.mails()] == [[BOB], [ALICE]]


class TestTls:
    @pytest.fixture
    def tls(self, tmp_path):
        if shutil.which("openssl") is None:
            pytest.skip("needs openssl to make a certificate")
        certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"]
        command += ["ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run(command, check=True, capture_output=True)
        return Tls(certificate, key, required=True)

    async def test_starttls_is_offered_and_may_be_required(self, tmp_path, tls):
        trust = ssl.create_default_context(cafile=str(tls.certificate))
        with running_mail_sink(Options(tmp_path / "mails", tls=tls)) as sink:
            await send(sink, mail(ALICE), start_tls=True, tls_context=trust)
            with pytest.raises(aiosmtplib.SMTPException) as refused:
                await send(sink, mail(BOB))

            assert [kept.tls for kept in sink.mails()] == [True]
        assert "530" in str(refused.value)

    async def test_a_sink_without_tls_gets_nothing_from_who_demands_it(self, sink):
        with pytest.raises(aiosmtplib.SMTPException):
            await send(sink, mail(ALICE), start_tls=True)

        assert sink.mails() == []


def test_the_page_lists_mails_newest_first_and_escaped(sink):
    for subject in ("<script>first</script>", "second"):
        with smtplib.SMTP("127.0.0.1", sink.smtp_port) as smtp:
            smtp.send_message(mail(ALICE, subject=subject))

    page = httpx.get(sink.url + "/", trust_env=False)
    part = httpx.get(sink.url + "/mails/1.html", trust_env=False)

    assert "<script" not in page.text
    assert page.text.index("second") < page.text.index("&lt;script&gt;first")
    assert part.headers["content-security-policy"].startswith("sandbox")
    assert httpx.get(sink.url + "/mails/9.html", trust_env=False).status_code == 404
    assert httpx.get(sink.url + "/mails/1.eml", trust_env=False).text.startswith("From:")
