"""Settings of notify: where messages go, how fast, and which file says who gets what."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from chassis.settings import ServiceSettings

SLACK_URL = "https://slack.com/api/"
ROUTES = Path(__file__).parents[2] / "deploy" / "config" / "routes.toml"


class NotifySettings(ServiceSettings):
    """Slack needs token and channel, mail needs host, sender and recipients; one must be set up."""

    slack_token: SecretStr | None = Field(
        default=None, description="Bot token; scopes chat:write, channels:history, channels:read"
    )
    slack_base_url: str = Field(default=SLACK_URL, description="Slack's Web API, or a stand-in")
    slack_channel: str | None = Field(default=None, description="Channel id (C...), not its name")
    slack_mention: str | None = Field(
        default="here",
        pattern=r"^(here|[USW][A-Z0-9]+)$",
        description="Whom to call for urgency now: here, a user id or a user group id",
    )
    slack_timeout: float = Field(default=5.0, ge=1, le=60, description="Seconds for one call")
    slack_min_gap: float = Field(
        default=1.0, ge=0, description="Seconds between messages in a channel; Slack allows about 1"
    )
    slack_edit_gap: float = Field(
        default=1.2, ge=0, description="Seconds between edits; Slack allows about 50 a minute"
    )
    slack_burst: int = Field(default=3, ge=1, description="Messages at once after a pause")
    settle_margin: float = Field(
        default=2.0, ge=0, description="Seconds after the time-out before Slack is read back"
    )
    smtp_host: str | None = Field(default=None, description="Mail server")
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Literal["starttls", "implicit", "none"] = Field(
        default="starttls", description="none is taken only for this machine or network"
    )
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout: float = Field(default=20.0, ge=1, le=120, description="Seconds for one step")
    mail_from: str | None = Field(default=None, description="Sender address of alerts")
    mail_to: str = Field(default="", description="Recipients, separated by commas")
    mail_min_gap: float = Field(default=0.0, ge=0, description="Seconds between mails to one")
    demo_slack_channel: str | None = Field(
        default=None, description="Channel for demo events; unset: the usual one of a stand-in"
    )
    demo_mail_to: str = Field(
        default="", description="Recipients of demo events; unset: the usual ones of a stand-in"
    )
    gather_seconds: float = Field(
        default=10.0,
        ge=0,
        description="Seconds the one message of a list change waits for more of what it touches",
    )
    routes_path: Path = Field(default=ROUTES, description="Who gets which alert")
    console_url: str | None = Field(default=None, description="Base address of the console")

    @property
    def slack_is_stand_in(self) -> bool:
        """Whether the Web API is not Slack's own, so that demo events bother nobody."""
        host = urlsplit(self.slack_base_url).hostname or ""
        return host != "slack.com" and not host.endswith(".slack.com")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Recipients of live alerts."""
        return _addresses(self.mail_to)

    @property
    def demo_addresses(self) -> tuple[str, ...]:
        """Recipients of demo alerts."""
        usual = self.addresses if self.smtp_tls == "none" else ()
        return _addresses(self.demo_mail_to) or usual

    @property
    def demo_channel(self) -> str | None:
        """Channel of demo alerts."""
        usual = self.slack_channel if self.slack_is_stand_in else None
        return self.demo_slack_channel or usual


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
