"""The error with which a Slack method answers `ok: false`."""

from deploy.local.fake_slack.message import Json


class Refused(Exception):
    """Slack answers HTTP 200 with `ok: false` and this code."""

    def __init__(self, code: str, **details: object) -> None:
        """Keep the documented code and whatever Slack sends beside it."""
        super().__init__(code)
        self.code = code
        self.details = details

    def as_slack(self) -> Json:
        """Return the body of the answer."""
        return {"ok": False, "error": self.code, **self.details}
