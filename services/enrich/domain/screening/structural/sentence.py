"""The explanation of a proposal: which words of the two names meet, and which are left over."""

from services.enrich.domain.screening.structural.coverage import Coverage
from services.enrich.domain.screening.structural.names import ListedNames
from services.enrich.domain.screening.structural.question import Question
from services.enrich.domain.screening.structural.stems import spelled_stems

WEAKER = "A weaker candidate beside the first. "


def explain(question: Question, found: Coverage, listed: ListedNames, *, weaker: bool) -> str:
    """Say which words of the two names meet, and which are left over on either side.

    `weaker` candidates would not be proposed alone, and their explanations say so.
    """
    surfaces: dict[int, str] = {}
    for word, stem in spelled_stems(found.name.text):
        if stem in listed.number:  # an acronym in brackets is none of the words compared
            surfaces.setdefault(listed.number[stem], word)
    used = {word for pair in found.pairs for word in pair.words}
    pairs = ", ".join(
        f"{question.text[pair.start : pair.end]} = "
        + " ".join(surfaces[word] for word in sorted(pair.words, key=list(surfaces).index))
        for pair in found.pairs
    )
    left = [surfaces[word] for word in found.name.words if word not in used]
    party = found.name.party
    return (
        f"{WEAKER if weaker else ''}Possible only, "
        f"no Chinese name of {party.name} ({party.list}) is known:"
        f' "{found.name.text}" read word by word, {pairs};'
        f" unexplained there: {', '.join(left) or 'nothing'};"
        f" here: {', '.join(_left(question, found)) or 'nothing'}."
    )


def _left(question: Question, found: Coverage) -> list[str]:
    explained = {at for pair in found.pairs for at in range(pair.start, pair.end)}
    parts = (
        "".join(question.text[at] for at in range(part.start, part.end) if at not in explained)
        for part in question.parts
    )
    return [text.strip() for text in parts if text.strip()]
