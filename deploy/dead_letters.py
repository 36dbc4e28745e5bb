"""Dead letters: list them, show one, send it back to its topic, or discard it with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaProducer

from chassis.errors import Invalid
from contracts.topics import DEAD_LETTERS
from deploy.reading import read_all

SETTLES = "dlq_settles"
PREFIX = "dlq_"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A parked record; `id` is service/partition/offset on its dead-letter topic."""

    service: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = field(repr=False)

    @property
    def id(self) -> str:
        """What the operator types."""
        return f"{self.service}/{self.partition}/{self.offset}"

    def fact(self, name: str) -> str:
        """One of the parking facts: reason, error, topic, partition, offset, attempts, at."""
        return dict(self.headers).get(PREFIX + name, b"").decode("utf-8", "replace")


def pending(bootstrap: str, service: str | None = None) -> list[DeadLetter]:
    """Return the dead letters that nobody settled yet, oldest first per partition."""
    found: list[DeadLetter] = []
    for name in [service] if service else list(DEAD_LETTERS):
        if name not in DEAD_LETTERS:
            raise Invalid(f"no service {name!r}: one of {', '.join(DEAD_LETTERS)}")
        letters = list(_read(bootstrap, name))
        settled = {letter.fact("settles") for letter in letters}
        found += [x for x in letters if not x.fact("settles") and x.id not in settled]
    return found


def find(bootstrap: str, letter_id: str) -> DeadLetter:
    """Return one pending dead letter by its id; raises Invalid if there is none."""
    for letter in pending(bootstrap, letter_id.split("/", 1)[0]):
        if letter.id == letter_id:
            return letter
    raise Invalid(f"no pending dead letter {letter_id}: see `exportwatch dead-letters list`")


def replay(bootstrap: str, letters: list[DeadLetter]) -> None:
    """Send each back to the topic it came from, same key, value and headers, then settle it."""
    producer = _producer(bootstrap)
    try:
        for letter in letters:
            own = [(k, v) for k, v in letter.headers if not k.startswith(PREFIX)]
            sent = producer.send(
                letter.fact("topic"), key=letter.key, value=letter.value, headers=own
            )
            sent.get(timeout=30)
            _settle(producer, letter, "replayed", "")
    finally:
        producer.close()


def discard(bootstrap: str, letters: list[DeadLetter], why: str) -> None:
    """Settle each without processing; the record stays readable for the topic's retention."""
    producer = _producer(bootstrap)
    try:
        for letter in letters:
            _settle(producer, letter, "discarded", why)
    finally:
        producer.close()


def _settle(producer: Any, letter: DeadLetter, how: str, why: str) -> None:
    marker = [
        (SETTLES, letter.id.encode()),
        ("dlq_settled", how.encode()),
        ("dlq_settled_why", why.encode()),
    ]
    topic = DEAD_LETTERS[letter.service].name
    producer.send(topic, key=letter.key, value=b"", headers=marker).get(timeout=30)


def _producer(bootstrap: str) -> Any:
    return KafkaProducer(
        bootstrap_servers=bootstrap, acks="all", max_request_size=4 * 1024 * 1024, linger_ms=0
    )


def _read(bootstrap: str, service: str) -> Iterator[DeadLetter]:
    for r in read_all(bootstrap, DEAD_LETTERS[service].name):
        yield DeadLetter(service, r.partition, r.offset, r.key, r.value, tuple(r.headers))
