"""Sorts Slack's answers and the network's failures into the endings the ledger knows.

Source: Slack's method pages; `internal_error` and `fatal_error` may come after the message was
posted, so they are unknown outcomes, not failures.
"""

from collections.abc import Mapping

import aiohttp
from slack_sdk.errors import SlackApiError

from services.notify.domain.deliveries import Ending, Outcome

WAIT = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
BROKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "missing_scope",
        "no_permission",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "ekm_access_denied",
        "org_login_required",
        "team_access_not_granted",
        "access_denied",
    }
)
FORMAT = frozenset(
    {
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "metadata_too_large",
        "metadata_must_be_sent_from_app",
        "too_many_attachments",
        "invalid_arguments",
    }
)
LOST_ROOT = frozenset({"message_not_found", "cant_update_message", "thread_not_found"})
HOPELESS = frozenset({"edit_window_closed", "as_user_not_supported"})
REFUSED = frozenset({"accesslimited", "team_added_to_org", "method_deprecated"})
_TABLE: Mapping[str, Ending] = {
    **dict.fromkeys(WAIT, Ending.WAIT),
    **dict.fromkeys(BROKEN, Ending.BROKEN),
    **dict.fromkeys(FORMAT, Ending.FORMAT),
    **dict.fromkeys(LOST_ROOT, Ending.LOST_ROOT),
    **dict.fromkeys(HOPELESS, Ending.HOPELESS),
    **dict.fromkeys(REFUSED, Ending.REFUSED),
}
_PREFIXES = (
    ("invalid_blocks", Ending.FORMAT),
    ("invalid_metadata", Ending.FORMAT),
    ("restricted_action", Ending.BROKEN),
)
TOO_MANY_REQUESTS = 429


def of_api_error(error: SlackApiError) -> Outcome:
    """Return the ending of an answer that is not `ok`."""
    status = int(error.response.status_code)
    code = _code(error)
    if status == TOO_MANY_REQUESTS or code in WAIT:
        after = _retry_after(error)
        return Outcome(Ending.WAIT, status=status, error=code or "429", retry_after=after)
    ending = _TABLE.get(code)
    if ending is None:
        ending = next((e for prefix, e in _PREFIXES if code.startswith(prefix)), None)
    # An answer nobody can read, or a code nobody knows: the message may be there.
    return Outcome(ending or Ending.UNKNOWN, status=status, error=code or f"HTTP {status}")


def of_network_error(error: BaseException) -> Outcome:
    """Return the ending of a call without an answer; only a failed connect proves a loss."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Outcome(Ending.REFUSED, error=name)
    return Outcome(Ending.UNKNOWN, error=name)


def _code(error: SlackApiError) -> str:
    data = error.response.data
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""


def _retry_after(error: SlackApiError) -> float:
    headers = {str(k).lower(): v for k, v in dict(error.response.headers or {}).items()}
    try:
        return float(headers.get("retry-after", "1"))
    except ValueError:
        return 1.0
