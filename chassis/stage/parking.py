"""Dead letters: the original bytes and headers, with the reason beside them."""

from datetime import datetime

from chassis.errors import describe
from chassis.stage.decode import ConsumerRecord
from contracts.topics import Topic
from contracts.wire import Record

ERROR_BYTES = 500


def dead_letter(
    record: ConsumerRecord,
    topic: Topic,
    *,
    reason: str,
    error: BaseException,
    attempts: int,
    at: datetime,
) -> Record:
    """Return the record that parks `record` on the service's dead-letter topic."""
    facts = {
        "reason": reason,
        "error": describe(error)[:ERROR_BYTES],
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "attempts": str(attempts),
        "at": at.isoformat(),
    }
    own = tuple((f"dlq_{name}", value.encode()) for name, value in facts.items())
    return Record(topic.name, record.key or b"", record.value or b"", (*record.headers, *own))
