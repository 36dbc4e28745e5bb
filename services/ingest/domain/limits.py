"""How much one sender may hand in: a bucket that fills evenly, so that bursts are fine."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Bucket:
    """At most `per_minute` in the long run, and as many at once after a quiet minute."""

    per_minute: float
    level: float = -1.0
    at: datetime | None = None

    def take(self, now: datetime, amount: float = 1.0) -> float:
        """Take so much; return 0, or after how many seconds there will be enough.

        More than a whole minute's worth passes with a full bucket: it could never pass otherwise.
        """
        if self.at is None:
            self.level, self.at = self.per_minute, now
        passed = max(0.0, (now - self.at).total_seconds())
        self.level = min(self.per_minute, self.level + passed * self.per_minute / 60.0)
        self.at = max(self.at, now)
        lacking = min(amount, self.per_minute) - self.level
        if lacking > 0:
            return lacking * 60.0 / self.per_minute
        self.level -= amount
        return 0.0
