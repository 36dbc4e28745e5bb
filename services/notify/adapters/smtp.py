"""Sends mail: one SMTP transaction for one recipient, its outcome told apart at each step."""

import asyncio
import email.message
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import aiosmtplib
import structlog

from services.notify.domain import mail_message
from services.notify.domain.deliveries import Claimed, Ending, Found, Outcome, ReadBack

log = structlog.get_logger()

PERMANENT = 500
# RCPT codes that speak of this recipient only, not of the whole service.
BROKEN_CODES = frozenset({530, 534, 535, 538})


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over; `tls` is `implicit`, `starttls` or `none`."""

    host: str
    port: int
    tls: str
    user: str | None = None
    password: str | None = None
    timeout: float = 20.0


class SmtpReceiver:
    """Delivers mail; a connection serves one message."""

    kind = "mail"

    def __init__(self, server: Server, sender: mail_message.Sender) -> None:
        """Take the server and whom mails are from."""
        self._server = server
        self._sender = sender

    async def close(self) -> None:
        """Nothing stays open."""

    async def deliver(self, claimed: Claimed) -> Outcome:
        """Send once and say how it ended; never raises for what the server does."""
        message = mail_message.render(claimed, self._sender)
        client = connection(self._server)
        try:
            async with asyncio.timeout(self._server.timeout):
                await open_session(client, self._server)
                await client.mail(self._sender.address)
                await client.rcpt(claimed.target)
        except aiosmtplib.SMTPException as exc:
            client.close()
            return _before_data(exc)
        except OSError as exc:
            client.close()
            return Outcome(Ending.REFUSED, error=type(exc).__name__)
        return await self._hand_over(client, message)

    async def read_back(self, doubtful: Sequence[Claimed]) -> dict[UUID, ReadBack]:
        """A mailbox cannot be read: sent again under the same Message-ID, marked as a repeat."""
        return {each.id: ReadBack(Found.UNREADABLE, error="mail") for each in doubtful}

    async def _hand_over(
        self, client: aiosmtplib.SMTP, message: email.message.EmailMessage
    ) -> Outcome:
        try:
            await client.data(message.as_bytes())
        except aiosmtplib.SMTPResponseException as exc:
            return _by_code(exc.code, exc)
        except (aiosmtplib.SMTPException, OSError) as exc:
            # Lost after the final dot: the server may have taken it.
            return Outcome(Ending.UNKNOWN, error=type(exc).__name__)
        finally:
            client.close()
        return Outcome(Ending.SENT, ref=message["Message-ID"])


def connection(server: Server) -> aiosmtplib.SMTP:
    """Return an unconnected client with our deadline and TLS policy."""
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=server.timeout,
        use_tls=server.tls == "implicit",
        start_tls=server.tls == "starttls",
        validate_certs=True,
    )


async def open_session(client: aiosmtplib.SMTP, server: Server) -> None:
    """Connect, secure and log in."""
    await client.connect()
    await client.ehlo()
    if server.user and server.password:
        await client.login(server.user, server.password)


def _before_data(error: aiosmtplib.SMTPException) -> Outcome:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _by_code(error.code, error)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return _by_code(error.recipients[0].code, error)
    return Outcome(Ending.REFUSED, error=type(error).__name__)


def _by_code(code: int, error: Exception) -> Outcome:
    name = type(error).__name__
    if isinstance(error, aiosmtplib.SMTPAuthenticationError) or code in BROKEN_CODES:
        return Outcome(Ending.BROKEN, status=code, error=name)
    ending = Ending.HOPELESS if code >= PERMANENT else Ending.REFUSED
    return Outcome(ending, status=code, error=name)
