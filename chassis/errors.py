"""The three ways things fail: invalid input, a passing fault, and (anything else) a bug."""


class Invalid(Exception):
    """The input itself is wrong: retrying cannot help; it is dead-lettered with `reason`."""

    def __init__(self, message: str, reason: str = "invalid") -> None:
        super().__init__(message)
        self.reason = reason


class Transient(Exception):
    """A dependency failed and may recover: the same work is tried again, order kept."""


class Misconfigured(Exception):
    """The operator must change something; the message says what."""


def describe(error: BaseException) -> str:
    """One line for headers and logs: class and message, at most 500 characters, no payload."""
    return f"{type(error).__name__}: {error}".replace("\n", " ")[:500]
