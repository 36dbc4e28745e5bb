"""Makes the deliveries: each kind of receiver has workers of its own, so none delays another."""

import asyncio
import contextlib
import random
import time
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

import structlog

from chassis import metrics
from chassis.clock import Clock
from chassis.errors import Transient, describe
from chassis.faults import fault_point
from chassis.retry import backoff
from services.notify.adapters import sweeping
from services.notify.adapters.ledger import Ledger
from services.notify.adapters.settling import Settlement, settle
from services.notify.adapters.wake import Wake
from services.notify.domain.deliveries import Claimed, Destination, Ending, Outcome, ReadBack, State
from services.notify.domain.moves import Move, after_call, after_reading

log = structlog.get_logger()

WORKERS: Mapping[str, int] = {"slack": 2, "mail": 3}
IDLE_LISTENING, IDLE_POLLING = 2.0, 0.2
SOONEST = 0.02
SWEEP_SECONDS = 1.0
LOOK_SECONDS = 1.0
COUNT_EVERY = 5
STOP_SECONDS = 5.0


class Receiver(Protocol):
    """A kind of receiver: makes one call a delivery, and reads back what is in doubt."""

    kind: str

    async def deliver(self, claimed: Claimed) -> Outcome:
        """Make the call once."""
        ...

    async def read_back(self, doubtful: Sequence[Claimed]) -> dict[UUID, ReadBack]:
        """Look up deliveries of one destination."""
        ...

    async def close(self) -> None:
        """Close connections."""
        ...


class Dispatcher:
    """Runs for the life of the worker; any number of replicas may share one ledger."""

    def __init__(
        self, ledger: Ledger, receivers: Sequence[Receiver], wake: Wake, clock: Clock
    ) -> None:
        """Take one receiver per kind."""
        self._ledger = ledger
        self._receivers = receivers
        self._wake = wake
        self._clock = clock
        self._stopping = False
        self._looked: dict[str, float] = {}

    async def run(self, destinations: Sequence[Destination] = ()) -> None:
        """Work until cancelled; then finish the calls in hand, within five seconds."""
        self._stopping = False
        await self._ledger.refresh(destinations)
        workers = [
            asyncio.create_task(self._work(receiver, self._wake.event(receiver.kind)))
            for receiver in self._receivers
            for _ in range(WORKERS.get(receiver.kind, 1))
        ]
        others = [asyncio.create_task(self._wake.run()), asyncio.create_task(self._sweep())]
        try:
            # Not gather: cancelled, it would cut off the calls in hand.
            ended, _ = await asyncio.wait([*workers, *others], return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            self._stopping = True
            await _stop(others, 0)
            for kind in {receiver.kind for receiver in self._receivers}:
                self._wake.rouse(kind)
            await _stop(workers, STOP_SECONDS)
            for receiver in self._receivers:
                await receiver.close()

    async def step(self, receiver: Receiver) -> bool:
        """Make one delivery or one read-back; False if nothing is due."""
        fault_point("before_claim")
        if self._look_is_due(receiver.kind) and await self._look_up(receiver):
            return True
        claimed = await self._ledger.claim(receiver.kind)
        if claimed is None:
            return await self._look_up(receiver)
        fault_point("after_claim")
        outcome = await receiver.deliver(claimed)
        fault_point("after_request")
        jitter = random.random()  # noqa: S311  spreads retries, guards nothing
        move = after_call(claimed, outcome, jitter, self._ledger.timings[receiver.kind])
        fault_point("before_finish")
        settlement = Settlement.of_call(claimed, outcome, move)
        await settle(self._ledger, settlement, self._clock)
        _tell(claimed, outcome, move)
        metrics.DELIVERIES.labels(receiver=receiver.kind, outcome=outcome.ending.value).inc()
        return True

    def _look_is_due(self, kind: str) -> bool:
        """Whether it is time to look at what is in doubt though a stream of new work goes on."""
        now = time.monotonic()
        due = now - self._looked.get(kind, 0.0) > LOOK_SECONDS
        if due:
            self._looked[kind] = now
        return due

    async def _look_up(self, receiver: Receiver) -> bool:
        doubtful = await self._ledger.doubtful(receiver.kind)
        if not doubtful:
            return False
        answers = await receiver.read_back(doubtful)
        for claimed in doubtful:
            read = answers[claimed.id]
            settlement = Settlement.of_reading(claimed, read, after_reading(claimed, read))
            await settle(self._ledger, settlement, self._clock)
            outcome = f"read_back_{read.found}"
            metrics.DELIVERIES.labels(receiver=receiver.kind, outcome=outcome).inc()
            log.info("read back", delivery=str(claimed.id), found=read.found, error=read.error)
        return True

    async def _work(self, receiver: Receiver, woken: asyncio.Event) -> None:
        delays = backoff(cap=5.0)
        while not self._stopping:
            woken.clear()
            try:
                busy = await self.step(receiver)
                wait = 0.0 if busy else await self._idle(receiver.kind)
                delays = backoff(cap=5.0)
            except (Transient, OSError) as exc:
                log.warning("ledger is away", receiver=receiver.kind, error=describe(exc))
                wait = next(delays)
            except Exception:
                # Its lease will end and the delivery is looked up: the next one must go on.
                log.exception("delivery failed in our own code", receiver=receiver.kind)
                wait = next(delays)
            if wait and not self._stopping:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), wait)

    async def _idle(self, kind: str) -> float:
        """Return seconds to wait for a wake-up before looking again."""
        longest = IDLE_LISTENING if self._wake.listening else IDLE_POLLING
        due = await self._ledger.next_due(kind)
        if due is None:
            return longest
        # Due and still not claimed: held back by another message, so look again soon.
        return min(longest, max(due, SOONEST)) if due > 0 else IDLE_POLLING

    async def _sweep(self) -> None:
        turn = 0
        while True:
            try:
                await sweeping.sweep(self._ledger)
                if turn % COUNT_EVERY == 0:
                    await sweeping.count(self._ledger)
            except (Transient, OSError) as exc:
                log.warning("ledger is away", receiver="sweeper", error=describe(exc))
            except Exception:
                log.exception("sweeping failed in our own code")
            turn += 1
            await asyncio.sleep(SWEEP_SECONDS)


def _tell(claimed: Claimed, outcome: Outcome, move: Move) -> None:
    if outcome.ending is Ending.SENT:
        return
    level = log.error if move.state is State.DEAD else log.warning
    level(
        "delivery not made",
        delivery=str(claimed.id),
        destination=claimed.destination,
        kind=claimed.kind,
        ending=outcome.ending,
        error=outcome.error,
        now=move.state,
        attempt=claimed.attempts,
    )


async def _stop(tasks: Sequence[asyncio.Task[None]], seconds: float) -> None:
    if seconds and tasks:
        await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
