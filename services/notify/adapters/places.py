"""Turns settings into destinations and receivers, and refuses what could never work."""

import hashlib

from chassis.errors import Misconfigured
from services.notify.adapters.hosts import is_private
from services.notify.adapters.slack import SlackReceiver
from services.notify.adapters.smtp import Server, SmtpReceiver
from services.notify.domain.deliveries import Destination
from services.notify.domain.mail_message import Sender
from services.notify.domain.planning import Receivers
from services.notify.domain.routing import Receiver, Routes
from services.notify.settings import NotifySettings


def receivers_of(settings: NotifySettings, routes: Routes) -> Receivers:
    """Return the destinations of each receiver of the routes; () for a channel not set up."""
    found = {r.name: _destinations(settings, r) for r in routes.receivers}
    fallbacks = {
        r.name: tuple(d.id for name in r.fallback for d in found[name]) for r in routes.receivers
    }
    return {
        name: tuple(
            Destination(d.id, d.kind, d.target, d.gap, d.edit_gap, d.burst, fallbacks[name])
            for d in destinations
        )
        for name, destinations in found.items()
    }


def channels_of(settings: NotifySettings) -> list[SlackReceiver | SmtpReceiver]:
    """Return what makes the calls; raises Misconfigured naming what lacks."""
    found = [each for each in (slack_of(settings), mail_of(settings)) if each]
    if not found:
        raise Misconfigured("set SLACK_TOKEN and SLACK_CHANNEL, or SMTP_HOST, MAIL_FROM, MAIL_TO")
    return found


def slack_of(settings: NotifySettings) -> SlackReceiver | None:
    """Return the Slack receiver, or None if Slack is not set up."""
    if settings.slack_token is None:
        return None
    if not settings.slack_channel:
        raise Misconfigured("SLACK_TOKEN is set: set SLACK_CHANNEL to the channel's id as well")
    token = settings.slack_token.get_secret_value()
    return SlackReceiver(
        token, settings.slack_base_url, settings.slack_timeout, settings.slack_mention
    )


def mail_of(settings: NotifySettings) -> SmtpReceiver | None:
    """Return the mail receiver, or None if mail is not set up."""
    server = server_of(settings)
    if server is None:
        return None
    if not settings.mail_from or not settings.addresses:
        raise Misconfigured("SMTP_HOST is set: set MAIL_FROM and MAIL_TO as well")
    return SmtpReceiver(server, Sender(settings.mail_from))


def server_of(settings: NotifySettings) -> Server | None:
    """Return the mail server; raises Misconfigured for one that would be spoken to in the clear."""
    if settings.smtp_host is None:
        return None
    if settings.smtp_tls == "none" and not is_private(settings.smtp_host):
        raise Misconfigured("SMTP_TLS=none is for this machine or network: use starttls, implicit")
    password = settings.smtp_password
    return Server(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        timeout=settings.smtp_timeout,
    )


def _destinations(settings: NotifySettings, receiver: Receiver) -> tuple[Destination, ...]:
    demo = receiver.audience == "demo"
    if receiver.kind == "slack":
        channel = settings.demo_channel if demo else settings.slack_channel
        usable = channel if settings.slack_token else None
        return (_channel(settings, usable),) if usable else ()
    addresses = settings.demo_addresses if demo else settings.addresses
    usable_addresses = addresses if settings.smtp_host else ()
    return tuple(_address(settings, address) for address in usable_addresses)


def _channel(settings: NotifySettings, channel: str) -> Destination:
    gap, edit_gap = settings.slack_min_gap, settings.slack_edit_gap
    return Destination(f"slack:{channel}", "slack", channel, gap, edit_gap, settings.slack_burst)


def _address(settings: NotifySettings, address: str) -> Destination:
    # The id stands in logs and the audit, so it does not show the address.
    digest = hashlib.sha256(address.lower().encode()).hexdigest()[:12]
    return Destination(f"mail:{digest}", "mail", address, settings.mail_min_gap)
