"""The SMTP side: takes every mail, unless a fault says otherwise."""

import asyncio

from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as SmtpEnvelope

from deploy.local.mail_sink.faults import MailFault, MailFaultKind, MailFaults, Step
from deploy.local.mail_sink.mailbox import Mailbox


class SinkHandler:
    """The hooks that aiosmtpd calls; their names are its own."""

    def __init__(self, mailbox: Mailbox, faults: MailFaults) -> None:
        """Share the mailbox and the faults with the HTTP side."""
        self._mailbox = mailbox
        self._faults = faults

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's hook
        self,
        server: SMTP,
        session: Session,
        envelope: SmtpEnvelope,
        address: str,
        options: list[str],
    ) -> str:
        """Accept a recipient."""
        fault = self._faults.draw(Step.RCPT, [address])
        if fault is not None:
            refusal = await _strike(server, fault)
            if refusal is not None:
                return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's hook
        self, server: SMTP, session: Session, envelope: SmtpEnvelope
    ) -> str:
        """Keep a mail, after the final dot."""
        fault = self._faults.draw(Step.DATA, envelope.rcpt_tos)
        if fault is None or fault.kept:
            self._keep(session, envelope)
        if fault is not None:
            refusal = await _strike(server, fault)
            if refusal is not None:
                return refusal
            if not fault.kept:
                self._keep(session, envelope)
        return "250 2.0.0 kept"

    def _keep(self, session: Session, envelope: SmtpEnvelope) -> None:
        raw = envelope.original_content or b""
        sender = envelope.mail_from or ""
        self._mailbox.keep(raw, sender, list(envelope.rcpt_tos), tls=session.ssl is not None)


async def _strike(server: SMTP, fault: MailFault) -> str | None:
    if fault.kind is MailFaultKind.REFUSE:
        return f"{fault.code} {fault.reply}"
    if fault.kind is MailFaultKind.DELAY:
        await asyncio.sleep(fault.seconds)
        return None
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    # aiosmtpd's own way out of a conversation whose connection is gone.
    raise asyncio.CancelledError
