"""Drives a running fake from a test or the demo."""

import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import httpx

from deploy.local.fake_slack.faults import Fault
from deploy.local.fake_slack.message import Json, Message
from deploy.local.fake_slack.statistics import Stats


class FakeSlackControl:
    """The control API, one method per request; all of them block."""

    def __init__(self, url: str) -> None:
        """Take the address of the fake, for example http://127.0.0.1:8071."""
        self.url = url.rstrip("/")
        # The proxies of the environment must not see loopback traffic.
        self._http = httpx.Client(base_url=self.url, timeout=5, trust_env=False)

    @property
    def api_url(self) -> str:
        """What slack_sdk takes as `base_url`."""
        return f"{self.url}/api/"

    def messages(self, channel: str | None = None) -> list[Message]:
        """Return all messages of a channel or of all channels, oldest first."""
        found = self._get("messages", {"channel": channel} if channel else {})["messages"]
        return [Message.model_validate(message) for message in found]

    def roots(self, channel: str | None = None) -> list[Message]:
        """Return the messages that are not replies."""
        return [message for message in self.messages(channel) if not message.is_reply]

    def posts_by_delivery(self) -> dict[str, int]:
        """Return how many visible messages each delivery id led to."""
        counts: dict[str, int] = self._get("messages")["posts_by_delivery"]
        return counts

    def wait_for_messages(
        self, count: int, channel: str | None = None, seconds: float = 10
    ) -> list[Message]:
        """Return the messages as soon as there are that many; fail after the time."""
        deadline = time.monotonic() + seconds
        while len(found := self.messages(channel)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} messages after {seconds:g} s")
            time.sleep(0.05)
        return found

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Write as a person."""
        said = {"channel": channel, "text": text, "thread_ts": thread_ts}
        return Message.model_validate(self._post("messages", said))

    def set_fault(self, *faults: Fault) -> None:
        """Queue faults, in this order, behind those that wait."""
        for fault in faults:
            self._post("faults", fault.model_dump(mode="json"))

    def faults(self) -> list[Fault]:
        """Return the faults that wait."""
        return [Fault.model_validate(fault) for fault in self._get("faults")["faults"]]

    def clear_faults(self) -> None:
        """Let everything work again."""
        self._http.delete("/control/faults").raise_for_status()

    def set_pacing(self, enabled: bool) -> None:
        """Turn Slack's rate limits on or off."""
        self._post("settings", {"pacing": enabled})

    def reject_blocks(self, types: Iterable[str]) -> None:
        """Answer invalid_blocks to these block types, as an older workspace would."""
        self._post("settings", {"rejected_block_types": list(types)})

    def stats(self) -> Stats:
        """Return the counts since the start or the last reset."""
        return Stats.model_validate(self._get("stats"))

    def reset(self) -> None:
        """Forget messages, faults, counts and settings of blocks."""
        self._post("reset", {})

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

    def _get(self, what: str, query: dict[str, str] | None = None) -> Json:
        response = self._http.get(f"/control/{what}", params=query)
        return _checked(response)

    def _post(self, what: str, body: Json) -> Json:
        return _checked(self._http.post(f"/control/{what}", json=body))


def _checked(response: httpx.Response) -> Json:
    if response.is_error:
        raise ValueError(f"the fake answered {response.status_code}: {response.text}")
    found: Json = response.json()
    return found
