"""Dead letters: the original bytes and headers, with the reason beside them."""

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import describe
from chassis.stage.decode import ConsumerRecord
from contracts.topics import Topic
from contracts.wire import Record


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a record is parked: a reason code, the error, and how often it was tried."""

    reason: str
    error: BaseException
    attempts: int = 1


def dead_letter(record: ConsumerRecord, topic: Topic, why: Failure, at: datetime) -> Record:
    """Return the record that parks `record` on the service's dead-letter topic."""
    facts = {
        "reason": why.reason,
        "error": describe(why.error),
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "attempts": str(why.attempts),
        "at": at.isoformat(),
    }
    own = tuple((f"dlq_{name}", value.encode()) for name, value in facts.items())
    return Record(topic.name, record.key or b"", record.value or b"", (*record.headers, *own))
