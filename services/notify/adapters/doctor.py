"""Looks whether Slack and mail would take an alert, without sending one."""

from dataclasses import dataclass
from typing import Any

import aiosmtplib
from slack_sdk.errors import SlackApiError

from services.notify.adapters import slack_endings
from services.notify.adapters.places import server_of, slack_of
from services.notify.adapters.slack import NETWORK, SlackReceiver
from services.notify.adapters.smtp import Server, connection, open_session
from services.notify.settings import NotifySettings

WHAT_TO_DO = {
    "invalid_auth": "SLACK_TOKEN is not a token of this workspace: install the app, take its token",
    "not_authed": "SLACK_TOKEN is empty",
    "token_revoked": "reinstall the Slack app and set the new SLACK_TOKEN",
    "token_expired": "set a new SLACK_TOKEN",
    "account_inactive": "the app's user was removed: reinstall the Slack app",
    "missing_scope": "add the scopes chat:write, channels:history and channels:read, reinstall",
    "channel_not_found": "SLACK_CHANNEL must be the id (C...) of a channel the app can see",
    "not_in_channel": "invite the app into the channel: /invite @app",
    "is_archived": "unarchive the channel, or set another SLACK_CHANNEL",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `advice` says what to do if it is not well."""

    name: str
    ok: bool
    advice: str = ""


async def doctor(settings: NotifySettings) -> list[Check]:
    """Check Slack (token, channel, membership, history) and mail (connection, TLS, login)."""
    return [*await _slack(settings), *await _mail(settings)]


async def _slack(settings: NotifySettings) -> list[Check]:
    slack = slack_of(settings)
    if slack is None or not settings.slack_channel:
        return [Check("slack", False, "not set up: set SLACK_TOKEN and SLACK_CHANNEL to use it")]
    channel = settings.slack_channel
    try:
        return [
            await _call(slack, "slack token", "auth.test", {}),
            await _member(slack, channel),
            await _call(
                slack,
                "slack history",
                "conversations.history",
                {"channel": channel, "limit": 1, "include_all_metadata": True},
            ),
        ]
    finally:
        await slack.close()


async def _member(slack: SlackReceiver, channel: str) -> Check:
    name = "slack channel"
    found: dict[str, Any] = {}
    check = await _call(slack, name, "conversations.info", {"channel": channel}, found)
    info = found.get("channel") or {}
    if check.ok and info.get("is_archived"):
        return Check(name, False, WHAT_TO_DO["is_archived"])
    if check.ok and info.get("is_member") is False:
        return Check(name, False, WHAT_TO_DO["not_in_channel"])
    return check


async def _call(
    slack: SlackReceiver,
    name: str,
    method: str,
    arguments: dict[str, Any],
    found: dict[str, Any] | None = None,
) -> Check:
    try:
        answer = await slack.client().api_call(method, params=arguments)
    except SlackApiError as exc:
        error = slack_endings.of_api_error(exc).error
        return Check(name, False, WHAT_TO_DO.get(error, f"Slack answered {error} to {method}"))
    except NETWORK as exc:
        kind = type(exc).__name__
        return Check(name, False, f"no answer from SLACK_BASE_URL ({kind}): check the network")
    if found is not None and isinstance(answer.data, dict):
        found.update(answer.data)
    return Check(name, True)


async def _mail(settings: NotifySettings) -> list[Check]:
    server = server_of(settings)
    if server is None:
        return [Check("mail", False, "not set up: set SMTP_HOST, MAIL_FROM, MAIL_TO to use it")]
    client = connection(server)
    name = f"mail server ({server.tls})"
    try:
        await open_session(client, server)
    except aiosmtplib.SMTPAuthenticationError:
        return [Check(name, False, "login refused: check SMTP_USER and SMTP_PASSWORD")]
    except (aiosmtplib.SMTPException, OSError) as exc:
        return [Check(name, False, _mail_advice(server, exc))]
    finally:
        client.close()
    return [Check(name, True)]


def _mail_advice(server: Server, error: Exception) -> str:
    kind = type(error).__name__
    if isinstance(error, aiosmtplib.SMTPConnectError | OSError):
        return f"no connection to SMTP_HOST:SMTP_PORT ({kind}): check both and the network"
    return f"SMTP_TLS={server.tls} failed ({kind}): the server may want another one, or its name"
