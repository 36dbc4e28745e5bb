"""Run the handler on a batch: retry what passes, isolate what does not, park it with its reason."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from chassis.clock import Clock
from chassis.errors import Invalid, Transient, describe
from chassis.messages import Outgoing, Received
from chassis.retry import backoff
from chassis.stage.decode import ConsumerRecord
from chassis.stage.parking import Failure, dead_letter
from chassis.stage.spec import StageSpec
from contracts.wire import Record

log = structlog.get_logger()

# A passing fault: TimeoutError and ConnectionError are OSErrors.
PASSING = (Transient, OSError)


class Lost(Exception):
    """The batch in hand is no longer ours: its next owner reads it again."""


class Halted(Exception):
    """Too many events in a row could not be processed: a bad release must not drain the topic."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A consumed record and the event it holds."""

    record: ConsumerRecord
    received: Received[Any]


@dataclass(slots=True)
class Handling:
    """Handles batches for one stage; `ours` tells whether the batch may still be worked on."""

    spec: StageSpec
    clock: Clock
    sleep: Callable[[float], Awaitable[Any]]
    retrying: Callable[[BaseException | None], None]
    parked_in_a_row: int = 0

    async def run(self, batch: Sequence[Pair], ours: Callable[[], bool]) -> list[Record]:
        """Return the records to publish for the batch, dead letters among them, order kept.

        Raises Lost if the batch stopped being ours during retries, Halted after too many bugs.
        """
        tries = 0
        delays = backoff()
        while True:
            try:
                outs = await self.spec.handle([pair.received for pair in batch])
            except PASSING as exc:
                await self._wait(exc, next(delays), ours)
            except Exception as exc:  # noqa: BLE001  whatever a handler raises, the next event must go on
                if len(batch) > 1:
                    return await self._halves(batch, ours)
                tries += 1
                if isinstance(exc, Invalid) or tries >= self.spec.tuning.tries:
                    return [self._park(batch[0].record, exc, tries)]
                await asyncio.sleep(next(delays))
            else:
                self.parked_in_a_row = 0
                self.retrying(None)
                return [self._sized(out, batch) for out in outs]

    async def _halves(self, batch: Sequence[Pair], ours: Callable[[], bool]) -> list[Record]:
        half = len(batch) // 2
        return await self.run(batch[:half], ours) + await self.run(batch[half:], ours)

    async def _wait(self, exc: BaseException, delay: float, ours: Callable[[], bool]) -> None:
        self.retrying(exc)
        log.warning("retrying batch", stage=self.spec.group, error=describe(exc))
        await self.sleep(delay)
        if not ours():
            raise Lost from exc

    def _park(self, record: ConsumerRecord, exc: BaseException, tries: int) -> Record:
        if isinstance(exc, Invalid):
            return self.parked(record, Failure(exc.reason, exc, tries))
        self.parked_in_a_row += 1
        if self.parked_in_a_row > self.spec.tuning.parked_in_a_row:
            raise Halted(describe(exc)) from exc
        return self.parked(record, Failure("handler", exc, tries))

    def parked(self, record: ConsumerRecord, why: Failure) -> Record:
        """Return the dead letter of a record, and say so in the log (position only)."""
        log.warning(
            "dead letter",
            stage=self.spec.group,
            reason=why.reason,
            error=describe(why.error),
            partition=record.partition,
            offset=record.offset,
        )
        return dead_letter(record, self.spec.dead_letters, why, self.clock())

    def _sized(self, out: Outgoing, batch: Sequence[Pair]) -> Record:
        size = len(out.record.value)
        if size <= self.spec.tuning.max_record_bytes:
            return out.record
        at = out.cause and (out.cause.partition, out.cause.offset)
        pair = next((p for p in batch if (p.record.partition, p.record.offset) == at), batch[0])
        error = ValueError(f"output of {size} bytes for {out.record.topic}")
        return self.parked(pair.record, Failure("output_too_large", error))
