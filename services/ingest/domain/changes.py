"""What an amendment's sentences change: “预算金额：720万元”更正为“预算金额：768万元”."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.pair import Pair, amended_from, trimmed

_WORD = r"(?:更正|变更|修改|修正|调整|更改)"
_SUM = r"[¥￥\d]|人民币"
_SIGNS = ("更", "改", "修正", "调整", "原内容", "原公告内容")
"""One of them is in every text that tells a change: most notices are done with here."""
# Sought by its own characters first: what may stand before it begins at any of the text's.
_BECOMES = re.compile(rf"(?:{_WORD}(?:成|为)|(?<!作)改为)[：:]?[ ]?")
_LEADS = re.compile(r"[，,、]?[ ]?(?:现|拟|已|均|应)?$")
_LEAD_REACH = 3
# The label and the value that end before the verb, or begin behind it, perhaps in quotes.
_LABEL = r"(?P<label>[\u4e00-\u9fff（）()]{2,16}?)"
_BEFORE = re.compile(
    rf"{_LABEL}[”」]?(?:[：:]|由|从|为|(?={_SUM}|[“「\"]))\s*[“「\"]?"
    r"(?P<value>[^“”「」\"：:，；;。\n]{1,60})[”」\"]?$"
)
_BEHIND = re.compile(
    rf"[“「\"]?(?:{_LABEL}(?:[：:]|为|(?={_SUM}))\s*)?"
    r"(?P<value>(?:[^“”「」\"：:，,；;。\n]|(?<=\d)[,，](?=\d{3})){1,60})"
)
_OLD = re.compile(
    r"^(?:原|将|把|由|从)(?:(?:(?:招标|采购|中标|成交|结果|磋商|谈判)*(?:公告|文件|公示)|结果)(?:中|的)?)?"
)
# "更正前内容：预算金额：720万元" in one line, "更正后内容：预算金额：768万元" in the next.
_WAS_LINE = re.compile(
    rf"^[ ]*(?:\d{{1,2}}[.、．])?[ ]*(?:{_WORD}前(?:的?内容)?|原(?:公告)?内容)[：:]?[^\n]*$", re.M
)
_NOW_LINE = re.compile(
    rf"[ ]*(?:\d{{1,2}}[.、．])?[ ]*(?:{_WORD}(?:后|为)(?:的?内容)?|现内容)[：:]?"
)
_SAID = re.compile(
    r"(?P<label>[\u4e00-\u9fff（）()]{2,16})(?:[：:]|为)\s*(?P<value>[^“”\"：:；;。\n]{1,60})"
)
_REACH = 90
_MOST = 100


class Change(NamedTuple):
    """The pair as it reads now, and the stretch of the text that says what was."""

    now: Pair
    was: tuple[int, int]


def changes_in(text: str) -> Iterator[Change]:
    """Yield the changes of facts that we know, told in sentences or line by line."""
    if not any(sign in text for sign in _SIGNS):
        return
    for verb in islice(_BECOMES.finditer(text), _MOST):
        lead = _LEADS.search(text, max(0, verb.start() - _LEAD_REACH), verb.start())
        ends = lead.start() if lead else verb.start()
        left = max(text.rfind("\n", 0, ends) + 1, ends - _REACH)
        before = _BEFORE.search(text, left, ends)
        behind = _BEHIND.match(text, verb.end())
        if before and behind:
            known = _known(behind["label"] or "") or _known(before["label"])
            if known:
                yield _change(text, known, behind.span("value"), (before.start(), ends))
    yield from _line_by_line(text)


def _line_by_line(text: str) -> Iterator[Change]:
    for was in islice(_WAS_LINE.finditer(text), _MOST):
        now = _NOW_LINE.match(text, was.end() + 1)
        stop = text.find("\n", was.end() + 1)
        said = _SAID.search(text, now.end(), stop if stop >= 0 else len(text)) if now else None
        if said and (known := _known(said["label"])):
            yield _change(text, known, said.span("value"), was.span())


def _known(label: str) -> tuple[str, str] | None:
    """The label that a stretch is, or ends with."""
    bare = _OLD.sub("", label)
    found = label_of(bare)
    return found if found[0] and FACT_OF[found[0]] != "other" else None


def _change(
    text: str, known: tuple[str, str], now: tuple[int, int], was: tuple[int, int]
) -> Change:
    label, unit = known
    old = text[slice(*was)].strip()[:_REACH]
    now_ = Pair(FACT_OF[label], label, *trimmed(text, *now), unit, amended_from(old))
    return Change(now_, was)
