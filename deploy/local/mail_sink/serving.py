"""Starts the SMTP and the HTTP side, from the command line or inside a test."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller

from deploy.local.loopback import LoopbackServer
from deploy.local.mail_sink.client import MailSinkControl
from deploy.local.mail_sink.faults import MailFaults
from deploy.local.mail_sink.mailbox import Mailbox
from deploy.local.mail_sink.smtp import SinkHandler
from deploy.local.mail_sink.web import build_web
from deploy.local.ports import free_port


@dataclass(frozen=True)
class Tls:
    """A certificate to offer STARTTLS with, and whether mail without it is refused."""

    certificate: Path
    key: Path
    required: bool = False

    def context(self) -> ssl.SSLContext:
        """Load the certificate."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key)
        return context


@dataclass(frozen=True)
class Options:
    """Where the sink listens and keeps its mails; port 0 means a free one."""

    folder: Path
    smtp_port: int = 0
    http_port: int = 0
    host: str = "127.0.0.1"
    tls: Tls | None = None


@contextmanager
def smtp_server(options: Options, handler: SinkHandler) -> Iterator[int]:
    """Serve SMTP in a thread and yield its port."""
    # aiosmtpd's Controller cannot start on port 0, so a free port is chosen before.
    port = options.smtp_port or free_port()
    controller = Controller(
        handler,
        hostname=options.host,
        port=port,
        server_hostname="mail-sink.localhost",
        tls_context=options.tls.context() if options.tls else None,
        require_starttls=options.tls is not None and options.tls.required,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def build_parts(options: Options) -> tuple[SinkHandler, LoopbackServer]:
    """Wire the SMTP handler and the HTTP server over one mailbox."""
    mailbox, faults = Mailbox(options.folder), MailFaults()
    web = LoopbackServer(build_web(mailbox, faults), options.http_port, options.host)
    return SinkHandler(mailbox, faults), web


@contextmanager
def running_mail_sink(options: Options) -> Iterator[MailSinkControl]:
    """Serve the sink for as long as the block runs."""
    handler, web = build_parts(options)
    with (
        web,
        smtp_server(options, handler) as port,
        MailSinkControl(web.url, port) as control,
    ):
        yield control
