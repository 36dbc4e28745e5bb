"""Invent names of companies and public bodies that no list has, the same ones every time."""

from collections.abc import Iterator

from tests.evaluation.screening.confusables import PLACES
from tests.evaluation.screening.sources import Half, half_of
from tests.evaluation.screening.variants import number, pick

TOWNS = (
    *PLACES[:30],
    *(
        "佛山",
        "东莞",
        "珠海",
        "中山",
        "惠州",
        "温州",
        "绍兴",
        "嘉兴",
        "常州",
        "徐州",
        "南通",
        "扬州",
    ),
    *(
        "泉州",
        "漳州",
        "赣州",
        "九江",
        "洛阳",
        "襄阳",
        "宜昌",
        "岳阳",
        "桂林",
        "遵义",
        "绵阳",
        "泸州",
    ),
    *(
        "包头",
        "大庆",
        "吉林市",
        "唐山",
        "保定",
        "烟台",
        "潍坊",
        "临沂",
        "芜湖",
        "银川",
        "西宁",
        "海口",
    ),
)
BRAND = (
    "华中瑞盛恒泰嘉宏达信远鑫博创智云海天宇德安正大立佳凯利丰源茂通和锐腾飞旭晨星光联合众诚顺捷迅"
)
BRAND += (
    "卓越荣昌隆兴旺福禄祥金银玉龙凤麟鹏鹤松柏兰菊梅竹江河湖泉山岳峰川原野林森田园春夏秋冬科技力"
)
TRADES = (
    *("科技", "信息技术", "电子", "软件", "网络科技", "机械设备", "建筑工程", "医疗器械", "商贸"),
    *("物流", "环保科技", "新能源", "智能科技", "数据", "自动化设备", "贸易", "实业", "投资管理"),
    *(
        "半导体",
        "生物科技",
        "微电子",
        "通信技术",
        "航空科技",
        "光电",
        "仪器仪表",
        "精密机械",
        "材料",
    ),
    *("计算机系统", "安防科技", "测绘", "教育咨询", "文化传媒", "餐饮管理", "园林绿化", "汽车配件"),
)
FORMS = (
    "有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "（集团）有限公司",
    "有限公司分公司",
)
PUBLIC = (
    *("市第三人民医院", "市第一中学", "市人民政府", "市公共资源交易中心", "市教育局", "市水利局"),
    *("职业技术学院", "师范高等专科学校", "市中医院", "市图书馆", "市气象局", "市环境监测站"),
    *("市农业科学研究所", "市规划设计研究院", "市城市建设投资集团", "开发区管理委员会", "海关"),
    *("市疾病预防控制中心", "市妇幼保健院", "市税务局", "市自来水公司", "广播电视台", "市博物馆"),
    *(
        "电子技术研究所",
        "应用化学研究院",
        "工程技术大学",
        "计算机学校",
        "精密仪器厂",
        "机器人研究院",
    ),
)
_PUBLIC_SHARE = 6
_LONG_BRAND = 4


def names(half: Half, count: int) -> list[str]:
    """Return so many different invented names of a half."""
    found: dict[str, None] = {}
    for name in _invented():
        if half_of(name) == half:
            found.setdefault(name)
        if len(found) == count:
            break
    return list(found)


def _invented() -> Iterator[str]:
    at = 0
    while True:
        at += 1
        yield _public_body(at) if at % _PUBLIC_SHARE == 0 else _company(at)


def _company(at: int) -> str:
    length = 3 if number(f"length {at}") % _LONG_BRAND == 0 else 2
    brand = "".join(pick(BRAND, f"brand {at} {place}") for place in range(length))
    return _one(TOWNS, at) + brand + _one(TRADES, at) + _one(FORMS, at)


def _public_body(at: int) -> str:
    town = _one(TOWNS, at).removesuffix("市")
    quarter = pick(
        ("", "", "东区", "西区", "江北", "城南", "新区", "第二", "高新区"), f"quarter {at}"
    )
    return town + quarter + _one(PUBLIC, at)


def _one(options: tuple[str, ...], at: int) -> str:
    return pick(options, f"{options[0]} {at}")
