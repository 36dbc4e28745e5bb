"""Run trials and count; a figure carries its misses, so that they can be read."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.evaluation.screening.trials import Answer, Case, Trial, is_right

Ask = Callable[[str, str | None], Iterable[Answer]]


@dataclass(frozen=True, slots=True)
class Miss:
    """A case that was answered wrongly, and the first answer."""

    case: Case
    said: str

    def __str__(self) -> str:
        wanted = " | ".join(sorted(self.case.entries)) or "nothing"
        return f"{self.case.query}  wanted: {wanted}  said: {self.said or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Figure:
    """How a trial went."""

    trial: Trial
    misses: list[Miss]

    @property
    def share(self) -> float:
        """Share of right answers for ranking trials, of wrong ones otherwise."""
        wrong = len(self.misses) / max(1, len(self.trial.cases))
        return 1 - wrong if self.ranks else wrong

    @property
    def ranks(self) -> bool:
        """Tell whether more is better."""
        return self.trial.rule in ("first", "ten")

    @property
    def holds(self) -> bool:
        """Tell whether the gate holds; a trial without a gate does."""
        bound = self.trial.bound
        if bound is None:
            return True
        return self.share >= bound if self.ranks else self.share <= bound

    def causes(self) -> Counter[str]:
        """Return how many misses there are of each cause that the cases name."""
        return Counter(miss.case.cause for miss in self.misses if miss.case.cause)


def run(trial: Trial, ask: Ask) -> Figure:
    """Ask every case of a trial."""
    misses = []
    for case in trial.cases:
        answers = list(ask(case.query, case.country))
        if not is_right(trial, case, answers):
            first = next(iter(answers), None)
            said = f"{first.listed_name} {first.score} {first.relation}" if first else ""
            misses.append(Miss(case, said))
    return Figure(trial, misses)
