"""Drives a running mail sink from a test or the demo."""

import time
from collections import Counter
from types import TracebackType
from typing import Self

import httpx

from deploy.local.mail_sink.faults import MailFault
from deploy.local.mail_sink.mailbox import Mail


class MailSinkControl:
    """The control API, one method per request; all of them block."""

    def __init__(self, url: str, smtp_port: int | None = None) -> None:
        """Take the HTTP address of the sink; the SMTP port is only kept for the caller."""
        self.url = url.rstrip("/")
        self.smtp_port = smtp_port
        # The proxies of the environment must not see loopback traffic.
        self._http = httpx.Client(base_url=self.url, timeout=5, trust_env=False)

    def mails(self, rcpt: str | None = None) -> list[Mail]:
        """Return every mail, or those to one recipient, oldest first."""
        response = self._http.get("/control/mails").raise_for_status()
        mails = [Mail.model_validate(mail) for mail in response.json()["mails"]]
        return [mail for mail in mails if rcpt is None or rcpt in mail.rcpts]

    def copies(self) -> Counter[tuple[str | None, str]]:
        """Count how often each (Message-ID, recipient) arrived."""
        return Counter((mail.message_id, rcpt) for mail in self.mails() for rcpt in mail.rcpts)

    def wait_for_mails(
        self, count: int, rcpt: str | None = None, seconds: float = 10
    ) -> list[Mail]:
        """Return the mails as soon as there are that many; fail after the time."""
        deadline = time.monotonic() + seconds
        while len(found := self.mails(rcpt)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} mails after {seconds:g} s")
            time.sleep(0.05)
        return found

    def set_fault(self, *faults: MailFault) -> None:
        """Queue faults, in this order, behind those that wait."""
        for fault in faults:
            body = fault.model_dump(mode="json")
            self._http.post("/control/faults", json=body).raise_for_status()

    def clear_faults(self) -> None:
        """Let everything work again."""
        self._http.delete("/control/faults").raise_for_status()

    def reset(self) -> None:
        """Delete all mails and faults."""
        self._http.post("/control/reset").raise_for_status()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()
