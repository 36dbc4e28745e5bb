"""The grammar of sub-units: what may follow a listed parent's name, and what that makes of it."""

import re
from typing import Literal

from services.enrich.domain.screening.places import (
    ENGLISH_PLACES,
    without_last_place,
    without_place,
)
from services.enrich.domain.screening.proper_names import begins_generic

Unit = Literal["unit", "campus", "affiliated", "college"]

INSTITUTION_ENDINGS = (
    *("大学", "学院", "研究院", "研究所", "设计院", "科学院", "院", "所", "中心", "实验室"),
    *("公司", "集团", "学校", "基地", "厂", "医院", "学会", "协会", "委员会", "办公室", "局", "厅"),
    *("部队", "银行", "联盟", "基金会", "图书馆", "博物馆", "中学", "部", "政府", "兵团", "总队"),
    *("植物园", "天文台", "气象台", "研究会", "总台", "台站", "工作站", "法院", "检察院", "报社"),
)
AFFILIATE_ENDINGS = (
    *("医院", "附属中学", "附属小学", "附中", "附小", "中学", "小学", "幼儿园", "出版社"),
    *("有限公司", "公司", "有限合伙", "独立学院"),
)
UNIT_ENDINGS = (
    *("学院", "研究院", "研究所", "书院", "研究生院", "分院", "院", "所", "中心", "实验室"),
    *("学部", "学系", "系", "校区", "分校", "校园", "研究室", "教研室", "部", "处", "办公室"),
    *("室", "馆", "站", "基地", "平台", "分公司", "分部", "事业部", "办事处", "工厂", "厂"),
    *("大队", "学员队", "委员会", "研究组", "课题组", "创新港", "研究会", "支队", "总队", "分局"),
    *("派出所", "门诊部", "台站", "园区", "科技园", "学工部", "团队", "科", "局", "组", "中队"),
)
STRICT_UNITS = frozenset(
    (
        *("高等研究院", "研究院", "研究所", "先进技术研究院", "创新研究院", "学院", "校区", "分校"),
        *(
            "国家重点实验室",
            "全国重点实验室",
            "重点实验室",
            "实验室",
            "研究中心",
            "中心",
            "创新中心",
        ),
        *("研究生院", "医院", "附属医院", "附中", "附属中学", "附小", "幼儿园", "图书馆", "出版社"),
    )
)
_INDEPENDENT_COLLEGES = (
    "仁爱 锦城 锦江 成都 中山 明德 紫金 泰州科技 金城 华德 华德应用技术 北海 世纪 珠海 南方 新华 "
    "成贤 金陵 嘉庚 珞珈 东湖 文华 武昌 浙江 同科 贤达经济人文 城市 宁波理工 长安 城市科技 里仁 "
    "信息商务 光电信息 苏州理工 信息科技 信息工程 海滨 天津 广州 滨江 通达 华立 莱佛士 燕京 "
    "行知 求真 之江 现代科技 继续科技 涉外经济 潇湘 北方科技 兴湘 树达 张家界 芙蓉 船山 南岳 "
    "应用技术 独立 人文 科技 佰家 中环信息 银杏酒店管理 移通 工商 方德"
)
INDEPENDENT_COLLEGES = frozenset(f"{name}学院" for name in _INDEPENDENT_COLLEGES.split())
_NUMBERED = re.compile(r"(?:\d+院)?\d+所")
_COLLEGE_IN_PLACE = re.compile("(?:科技|理工|应用技术|信息|工商|师范|财经)?学院")
# 天津大学生创业中心 is about students (大学生), 四川大学路 is a street.
_NOT_A_UNIT = (
    *("生", "路", "街", "城", "站", "门", "堂", "桥", "道", "东路", "西路", "南路", "北路"),
    *("东门", "西门", "南门", "北门", "附近", "周边", "对面", "旁", "以", "与", "和", "及", "、"),
)
_STILL_A_UNIT = (
    *("生命", "生物", "生态", "生殖", "生产", "生化", "生医", "生科", "生理", "生工", "生药"),
    *("生育", "城市", "城乡", "城建", "城镇", "道路", "道桥", "桥梁", "门诊", "和平"),
)
_SCHOOLS = ("学院", "研究院", "研究生院", "研究所", "实验室", "学部")
_LONG_ENDINGS = tuple(ending for ending in UNIT_ENDINGS if len(ending) > 1)
MAX_UNIT = 40
SAFE_SHORT_NAME = 3
SAFE_UNIT = 4
"""Characters of a unit's name after a short parent: 计算机学院 is one, 具厂 is none."""

_ENGLISH_UNITS = frozenset(
    (
        *("institute", "school", "college", "campus", "department", "faculty", "laboratory"),
        *("lab", "center", "centre", "academy", "branch", "division", "library", "hospital"),
    )
)
_ENGLISH_AFFILIATES = frozenset(("hospital", "affiliated", "press"))
_JOINERS = frozenset(("of", "at", "the"))


def chinese_unit(parent: str, rest: str) -> Unit | None:
    """Tell what `rest`, the text after the parent's name, makes of the whole name.

    After a short name (北航, 中科大) less may follow: 中科大洋 and 南理工具厂 are no units.
    """
    if not rest or len(rest) > MAX_UNIT or _is_no_unit(rest):
        return None
    plain = without_place(rest)
    short = not ends_as_institution(parent)
    if not plain:
        return None if short and len(parent) < SAFE_SHORT_NAME else "campus"
    if short and not (_may_follow_short_name(parent, plain) or _NUMBERED.fullmatch(rest)):
        return None
    if _is_independent_college(rest, plain):
        return "college"
    if _is_affiliated(rest):
        return "affiliated"
    if plain in ("校区", "分校", "校园"):
        return "campus"
    return "unit" if without_last_place(rest).endswith(UNIT_ENDINGS) else None


def ends_as_institution(key: str) -> bool:
    """Tell whether a name ends in what it is (大学, 研究所), or in that and a place."""
    return without_last_place(key).endswith(INSTITUTION_ENDINGS)


def _may_follow_short_name(parent: str, plain: str) -> bool:
    if plain in STRICT_UNITS:
        return True
    if len(plain) < SAFE_UNIT:
        return False
    if len(parent) < SAFE_SHORT_NAME:
        return plain.endswith(_SCHOOLS) and begins_generic(plain)
    return plain.startswith("附属") or without_last_place(plain).endswith(_LONG_ENDINGS)


def english_unit(before: list[str], after: list[str], set_apart: bool) -> Unit | None:
    """Tell what the words before or after a parent's English name make of the whole name.

    `set_apart`: a comma stands before the parent ("School of Software, Beihang University").
    """
    if before and after:
        return None
    words = before or after
    if before and not set_apart and before[-1] not in _JOINERS | _ENGLISH_UNITS:
        return None
    if after and after[0] in ("of", "for", "and"):
        return None
    if after and ENGLISH_PLACES.issuperset(after):
        return "campus"
    if _ENGLISH_AFFILIATES.intersection(words):
        return "affiliated"
    return "unit" if _ENGLISH_UNITS.intersection(words) else None


def _is_no_unit(rest: str) -> bool:
    return rest.startswith(_NOT_A_UNIT) and not rest.startswith(_STILL_A_UNIT)


def _is_independent_college(rest: str, plain: str) -> bool:
    """Tell whether X大学Y学院 is run by another body: a known one, or named after a place."""
    in_place = plain != rest and _COLLEGE_IN_PLACE.fullmatch(plain) is not None
    return in_place or rest in INDEPENDENT_COLLEGES or rest.endswith("独立学院")


def _is_affiliated(rest: str) -> bool:
    if rest.endswith("分公司"):
        return False
    return rest.startswith("附属") or rest.endswith(AFFILIATE_ENDINGS)
