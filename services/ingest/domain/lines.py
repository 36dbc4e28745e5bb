"""Label/value pairs in the lines of a text: behind a colon, in brackets, behind a space."""

import re
from collections.abc import Iterator
from dataclasses import replace

from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.lots import LOT, LOT_LEAD
from services.ingest.domain.organisations import is_sure, names_in
from services.ingest.domain.pair import Pair, trimmed

_COLON = re.compile(r"[：:]")
_LEFT = re.compile(r"[\n\t；;。，,]")
_VALUE_END = re.compile(r"[\n\t；;。]")
# Another label in the same line ends the value before it.
_NEXT_LABEL = re.compile(r"\s+(?:[\u4e00-\u9fff（）()/][ ]?){2,14}[：:]|【")
_LABEL_HERE = re.compile(r"[\u4e00-\u9fff（）()/ ]{2,14}[：:]")
_CLOSING = re.compile(r"[（(][^（）()]*[）)]|(?P<end>[）)])")
_INNER = re.compile(r"(?<=[\s）)】：:【\[])")
_MEMBER = re.compile(
    r"[；;](?:[^；;。\n\t]{3,60}?[（(][^（）()]{0,4}(?:联合体|成员|牵头)[^（）()]{0,6}[）)]"
    r"|\s*[（(](?:成|成员|副)[）)][^；;。\n\t]{3,60}"
    r"|\s*[（(]?\d{1,2}[）)]?[、.．][^；;。：:\n\t]{3,60})"
)
_BARE_MEMBER = re.compile(
    r"[；;]\s*[\u4e00-\u9fff（）()]{3,40}?(?:公司|院|所|大学|集团)(?=[；;。\n\t]|$)"
)
# Commas inside a label's own brackets do not end it.
_ASIDE = re.compile(r"[（(](?:或|如)[^（）()\n]{0,50}[）)]")
_LABEL_REACH = 90
_MAX_VALUE = 300
_LONGEST_BELOW = 80
# "【项目编号】X"
_FRAMED = re.compile(r"[【〖](?P<label>[^【】〖〗\n：:]{2,14})[】〗][ ]*[：:]?[ ]*(?=[^\s【〖])")
# "采购单位 示例大学": only a space between them, and nothing else in the line.
_SPACED = re.compile(
    r"\n[ ]*+(?P<label>[\u4e00-\u9fff（）()]{3,14}+)[ ]+(?P<value>[^：:\t\n。]{2,80})$", re.M
)
# "采购人（甲方）示例大学；供应商（乙方）示例公司": the part in brackets, then the name.
_ROLED = re.compile(
    r"[（(][\u4e00-\u9fff]{1,6}[方人商位][）)]"
    r"(?=[ ]?(?P<value>[\u4e00-\u9fff][\u4e00-\u9fff（）()]{3,40})(?:[；;，,。\n]|$))",
    re.M,
)
_ROLE_BEFORE = re.compile(r"(?:^|[：:；;，,。 \n])(?P<label>[\u4e00-\u9fff]{2,8})$")
_LONGEST_ROLE = 9
_PARTIES = frozenset(("buyer", "agency", "supplier", "candidate", "end_user"))
_SPOKEN = frozenset((*_PARTIES, "amount", "budget", "project_number", "project_name", "published"))
_DIGIT = re.compile(r"\d")
# "中标单位名称、地址及中标金额": one value tells both.
_AND_MONEY = re.compile(
    r"[、及和与/](?:中标|成交|中选)?总?(?:金额|价格?|报价)(?:[（(][^（）()]{0,8}[）)])?\s*$"
)
_NUMBERED = re.compile(r"\n[ ]*[（(]?\d{1,2}[）)]?[、.．][ ]*(?P<value>[^\n：:\t]{3,80})")
_IN_BRACKETS = re.compile(r"[（(][^（）()\n]*[）)]")
_LOT = re.compile(LOT_LEAD)
_LOT_END = re.compile(rf"[\n\t；;。]|[，,、]?(?={LOT_LEAD})")
_LOT_FACTS = frozenset(("supplier", "amount", "budget", "candidate"))
_OF_A_LOT = re.compile(rf"\s*{LOT}")  # 采购包1预算：X
_MAX_LOTS = 40


def lines_of(text: str) -> Iterator[Pair]:
    """Yield the pairs that stand in lines."""
    for colon in _COLON.finditer(text):
        left = text[max(0, colon.start() - _LABEL_REACH) : colon.start()]
        said = _LEFT.split(_ASIDE.sub("", left))[-1]
        label, unit = _known(said)
        if label:
            found = list(_behind(text, colon.end(), label, unit))
            if FACT_OF[label] in _LOT_FACTS and _OF_A_LOT.match(said):
                found = [replace(pair, how="lot") for pair in found]
            yield from found
            if FACT_OF[label] == "supplier" and _AND_MONEY.search(said):
                yield from (Pair("amount", "中标金额", p.start, p.end, unit, p.how) for p in found)
    yield from _framed(text)
    # Sought by the line's end before it, and so from the text's second line on.
    for hit in _SPACED.finditer(text):
        yield from _set_apart(text, hit["label"], hit.span("value"))
    # By the bracket: the label before it begins as any word does.
    for hit in _ROLED.finditer(text):
        before = _ROLE_BEFORE.search(text[max(0, hit.start() - _LONGEST_ROLE) : hit.start()])
        if before:
            yield from _set_apart(text, before["label"] + hit[0], hit.span("value"))


def _behind(text: str, at: int, label: str, unit: str) -> Iterator[Pair]:
    """What stands behind a label: a value, one for each package, or the line below."""
    fact = FACT_OF[label]
    lots = list(lots_of(fact, text, at))
    if lots:
        yield from (Pair(fact, label, *trimmed(text, *lot), unit, "lot") for lot in lots)
        return
    start, end = value_at(text, at)
    if fact == "supplier":
        end = _with_members(text, end)
    how = "label"
    if start == end and fact in ("supplier", "candidate") and (listed := list(_listed(text, end))):
        yield from (Pair(fact, label, *span, unit, "line below") for span in listed)
        return
    if start == end:
        start, end, how = *_next_line(text, end), "line below"
    yield Pair(fact, label, *trimmed(text, start, end), unit, how)


def _listed(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Spans of the names in numbered lines below a label: 1、X, 2、Y."""
    while (line := _NUMBERED.match(text, at)) and fits("supplier", text, line.span("value")):
        yield trimmed(text, *line.span("value"))
        at = line.end()


def lots_of(fact: str, text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of what each package has of a fact, if it is one of packages."""
    for lot in _lots(text, at) if fact in _LOT_FACTS else ():
        # "包1：服务器采购" is what is bought.
        if fact not in ("supplier", "candidate") or fits(fact, text, lot):
            yield lot


def _lots(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Spans of "标段1：X；标段2：Y", also one package in each line below the label."""
    for _ in range(_MAX_LOTS):
        lead = _LOT.match(text, at)
        if lead is None or _LABEL_HERE.match(text, lead.end()):
            return
        stop = _LOT_END.search(text, lead.end(), lead.end() + _MAX_VALUE)
        end = stop.start() if stop else min(len(text), lead.end() + _MAX_VALUE)
        yield lead.end(), end
        at = stop.end() if stop else end


def _framed(text: str) -> Iterator[Pair]:
    for hit in _FRAMED.finditer(text) if "【" in text or "〖" in text else ():
        label, unit = label_of(hit["label"])
        if label:
            span = trimmed(text, *value_at(text, hit.end()))
            yield Pair(FACT_OF[label], label, *span, unit)


def _set_apart(text: str, said: str, value: tuple[int, int]) -> Iterator[Pair]:
    """The pair of a value that no colon sets apart from its label, if it is plainly of its fact."""
    label, unit = label_of(said)
    span = trimmed(text, *value)
    if label and FACT_OF[label] in _SPOKEN and fits(FACT_OF[label], text, span):
        yield Pair(FACT_OF[label], label, *span, unit)


def fits(fact: str, text: str, span: tuple[int, int]) -> bool:
    """Tell whether a value without a colon before it is plainly one of its fact."""
    if fact in _PARTIES:
        names = names_in(text, *span)
        return bool(names) and all(is_sure(text[slice(*name)]) for name in names)
    return fact == "project_name" or bool(_DIGIT.search(text, *span))


def _with_members(text: str, end: int) -> int:
    """The end of a supplier's value: members of a consortium stand behind semicolons."""
    leads = "牵头" in text[text.rfind("\n", 0, end) + 1 : end + 1]
    while member := _MEMBER.match(text, end) or (leads and _BARE_MEMBER.match(text, end)):
        end = member.end()
    return end


def _known(before: str) -> tuple[str, str]:
    """The label at the end of a stretch: all of it, or what follows a space or a bracket."""
    whole = label_of(before)
    if whole[0]:
        return whole
    for cut in _INNER.finditer(before):
        found = label_of(before[cut.start() :])
        if found[0]:
            return found
    # "（项目编号：X）" in running text: an open bracket also starts a label.
    opened = re.split(r"[（(]", before)[-1]
    return label_of(opened) if opened != before else ("", "")


def value_at(text: str, start: int) -> tuple[int, int]:
    """Return the span of a value that begins here: to the line's end or the next label."""
    # Behind "采购人: " the value begins, not another label that the space sets apart.
    while text.startswith(" ", start):
        start += 1
    if (next_ := _LABEL_HERE.match(text, start)) and label_of(next_[0][:-1])[0]:
        return start, start
    stop = _VALUE_END.search(text, start)
    end = min(stop.start() if stop else len(text), start + _MAX_VALUE)
    if another := _NEXT_LABEL.search(text, start, end):
        end = another.start()
    for bracket in _CLOSING.finditer(text, start, end):
        if bracket["end"]:
            end = bracket.start()
            break
    return (start, end) if text[start:end].strip() else (start, start)


def _next_line(text: str, end: int) -> tuple[int, int]:
    """The line below a label without a value, if it is short and no label itself."""
    if end >= len(text) or text[end] != "\n":
        return end, end
    stop = text.find("\n", end + 1)
    stop = len(text) if stop < 0 else stop
    line = text[end + 1 : stop]
    told = _IN_BRACKETS.sub("", line)
    plain = len(line) <= _LONGEST_BELOW and not _COLON.search(told) and "\t" not in line
    headings = sum(bool(label_of(word)[0]) for word in line.split()) > 1
    return (end + 1, stop) if plain and not headings else (end, end)
