"""Keeps the workspace in a JSON-lines file, so that a killed fake forgets nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

from deploy.local.fake_slack.message import Message

RESET = "reset"


class Journal:
    """Appends each message as it now is; the last line about a message counts."""

    def __init__(self, path: Path) -> None:
        """Cut a line that a kill left half written, then open for appending."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        whole = path.read_bytes()
        path.write_bytes(whole[: whole.rfind(b"\n") + 1])
        self._path = path
        self._file = path.open("a", encoding="utf-8")

    def messages(self) -> Iterator[Message]:
        """Return the latest state of each message, in the order of the first posts."""
        latest: dict[tuple[str, str], Message] = {}
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                if json.loads(line) == RESET:
                    latest.clear()
                    continue
                message = Message.model_validate_json(line)
                latest[message.channel, message.ts] = message
        return iter(latest.values())

    def record(self, message: Message) -> None:
        """Write the message before anybody is told that it was accepted."""
        self._append(message.model_dump_json())

    def record_reset(self) -> None:
        """Forget everything written so far."""
        self._append(json.dumps(RESET))

    def _append(self, line: str) -> None:
        # A flush is enough: kill -9 ends the process, not the operating system.
        self._file.write(line + "\n")
        self._file.flush()
