"""Derive mechanically how a name may be written: other script, stamps, units, slips, pinyin."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

STAMPS = (
    *(
        "{}（盖章）",
        "{}（本级）",
        "{}（公章）",
        "{}(盖章)",
        "{} （盖 章）",
        "{}（签章）",
        "{}（单位公章）",
    ),
    *("{}。", "{}；", "“{}”", " {}　", "{}（采购人）", "{}（甲方）", "{}（中标人）"),
)
UNITS = {
    "university": (
        *(
            "计算机科学与技术学院",
            "人工智能学院",
            "先进技术研究院",
            "信息化建设与管理办公室",
            "图书馆",
        ),
        *("量子信息重点实验室", "网络信息中心", "深圳研究院", "采购与招标办公室", "物理学系"),
    ),
    "institute": (
        *("第三研究室", "微系统实验室", "成都分所", "计算中心", "科技处", "采购中心", "研究生部"),
        *("智能计算研究中心", "信息中心", "条件保障处"),
    ),
    "company": (
        *("成都分公司", "北京研究院", "采购部", "上海分公司", "信息中心", "深圳分公司"),
        *("人工智能事业部", "西安研究所", "技术中心", "广州办事处"),
    ),
    "government": ("刑事侦查支队", "科技信息化处", "采购中心", "网络安全保卫支队", "指挥中心"),
    "laboratory": ("智能计算研究部", "办公室", "科研部", "网络通信研究中心"),
    "supercomputing_centre": ("运维部", "应用研发部", "办公室", "高性能计算部"),
}
AFFILIATES = {
    "university": (
        "附属中学",
        "附属第一医院",
        "附属小学",
        "附属口腔医院",
        "第二附属医院",
        "附属幼儿园",
    ),
    "institute": ("附属中学", "职工医院", "幼儿园"),
    "company": ("职工医院", "子弟学校", "幼儿园"),
}
SHORTER = {
    **{"University": "Univ.", "Institute": "Inst.", "Technology": "Tech.", "Science": "Sci."},
    **{"Sciences": "Sci.", "National": "Natl", "International": "Intl", "Academy": "Acad."},
    **{"Corporation": "Corp", "Company": "Co", "Limited": "Ltd", "Center": "Ctr"},
    **{"Laboratory": "Lab", "Electronics": "Elec.", "Electronic": "Elec.", "Research": "Res."},
    **{"Engineering": "Eng.", "Department": "Dept", "Technologies": "Tech.", "Group": "Grp"},
    **{
        "Development": "Dev.",
        "Information": "Info.",
        "Manufacturing": "Mfg",
        "Equipment": "Equip.",
    },
    **{"Communication": "Comm.", "Communications": "Comm.", "Industry": "Ind.", "and": "&"},
}
LEGAL_FORM = re.compile("(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?公司$")
ENGLISH_FORM = re.compile(
    r",?\s+(?:Co\.?|Company|Corp\.?|Ltd\.?|Limited|Inc\.?)\b.*$", re.IGNORECASE
)
HAN = re.compile("[\u4e00-\u9fff]")
NUMERALS = "〇零一二三四五六七八九十百"
_LEVEL_ONE = range(0xB0, 0xD8)
_SHORTEST = 4


def pick(options: Sequence[str], seed: str) -> str:
    """Return the option that the seed always chooses, whatever else is in the set."""
    return options[number(seed) % len(options)] if options else ""


def number(seed: str) -> int:
    """Return the number that stands for a seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6], "big")


def traditional(name: str) -> str:
    """Return the name in traditional characters."""
    return str(_converter("s2t").convert(name))


def japanese(name: str) -> str:
    """Return the name in the forms that Japan prints."""
    return traditional(name).translate(_japanese_forms())


def stamped(name: str, seed: str) -> str:
    """Return the name with what forms print around it, hidden characters, or spaces between."""
    hidden = (f"{name[:2]}\u200b{name[2:]}", f"\u202a{name}\u202c", " ".join(name))
    return pick([*(stamp.format(name) for stamp in STAMPS), *hidden], f"stamp {seed}")


def unit(name: str, kind: str, seed: str) -> str:
    """Return the name followed by a part of such a body."""
    return name + pick(UNITS[kind], f"unit {seed}")


def affiliate(name: str, kind: str, seed: str) -> str:
    """Return the name followed by a body of its own that carries it, or ""."""
    options = AFFILIATES.get(kind)
    return name + pick(options, f"affiliate {seed}") if options else ""


def homophone(name: str, seed: str) -> str:
    """Return the name with one character typed as another of its sound, or "".

    Numerals and the legal form stay: a number that differs is another institute.
    """
    body = LEGAL_FORM.sub("", name)
    syllables = lazy_pinyin(body, errors=list)
    if len(syllables) != len(body):
        return ""
    slips = [
        (at, other)
        for at, syllable in enumerate(syllables)
        for other in _characters().get(syllable, ())
        if other != body[at] and HAN.match(body[at]) and body[at] not in NUMERALS
    ]
    places = sorted({at for at, _ in slips})
    if not places:
        return ""
    at = places[number(f"place {seed}") % len(places)]
    other = pick([other for place, other in slips if place == at], f"slip {seed}")
    return name[:at] + other + name[at + 1 :]


def pinyin(name: str, seed: str) -> str:
    """Return the name as typed in pinyin without tones: apart, together or capitalised."""
    syllables = [word for word in lazy_pinyin(name, v_to_u=False) if word.isalnum()]
    ways = (" ".join(syllables), "".join(syllables), " ".join(map(str.title, syllables)))
    return pick(ways, f"pinyin {seed}")


def misspelt(name: str, seed: str) -> str:
    """Return an English name with one letter swapped, lost, doubled or another."""
    spots = [at for at in range(1, len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()]
    if len(name) < _SHORTEST or not spots:
        return ""
    at = spots[number(f"spot {seed}") % len(spots)]
    ways = (
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[:at] + name[at] * 2 + name[at + 1 :],
        name[:at] + pick("aeiostrn", seed) + name[at + 1 :],
    )
    return pick([way for way in ways if way != name], f"way {seed}")


def shortened(name: str) -> str:
    """Return an English name with usual abbreviations, or ""."""
    found = " ".join(SHORTER.get(word.strip(","), word) for word in name.split())
    return found if found != name else ""


def reordered(name: str) -> str:
    """Return an English name as catalogues sort it: "Institute of Technology, Harbin", or ""."""
    form = ENGLISH_FORM.search(name)
    body = name[: form.start()] if form else name
    words = body.split()
    if len(words) < _SHORTEST or not body.replace(" ", "").isalpha():
        return ""
    return f"{' '.join(words[1:])}, {words[0]}{name[len(body) :]}"


@cache
def _converter(way: str) -> OpenCC:
    return OpenCC(way)


@cache
def _japanese_forms() -> dict[int, str]:
    text = files("opencc").joinpath("dictionary/JPVariants.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {ord(old): new.split(" ")[0] for old, new in pairs if len(old) == 1}


@cache
def _characters() -> dict[str, list[str]]:
    """Return toneless syllable -> the common characters (GB 2312 level one) that are read so."""
    found: dict[str, list[str]] = {}
    for row in _LEVEL_ONE:
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("gb2312", "ignore")
            if char:
                found.setdefault(lazy_pinyin(char, style=Style.NORMAL)[0], []).append(char)
    return found
