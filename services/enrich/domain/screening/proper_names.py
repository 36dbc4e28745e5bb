"""What in a Chinese name is a place, a generic word or a proper name of its own."""

import re
from typing import Literal

from contracts.names import CHINESE_FORMS
from services.enrich.domain.screening.places import PLACES

Part = Literal["place", "generic", "proper"]

_GENERIC = (
    "中国 国家 国际 全国 中央 省 市 县 区 大学 学院 研究院 研究所 "
    "研究中心 实验室 重点实验室 中心 学校 医院 科学院 设计院 研究生院 "
    "职业 高等 专科 第一 第二 第三 总部 分院 分校 院 所 厂 局 部 处 "
    "科学 技术 科技 工程 工业 信息 信息技术 电子 通信 通讯 网络 软件 "
    "硬件 数据 数码 智能 人工智能 计算 计算机 超级计算 云计算 系统 "
    "设备 仪器 仪表 机械 机电 电机 电气 电器 电力 电网 自动化 控制 "
    "制造 材料 化学 化工 物理 生物 生命 医学 医药 药科 中医 中医药 "
    "理工 工学 理学 力学 光学 光电 声学 数学 半导体 微电子 集成电路 "
    "集成 电路 芯片 激光 红外 雷达 导航 遥感 测绘 地质 地理 地球 海洋 "
    "船舶 航空 航天 航海 航运 交通 运输 铁路 铁道 公路 建筑 建设 城市 "
    "规划 环境 环保 能源 石油 石化 煤炭 矿业 冶金 钢铁 有色 金属 核 "
    "核工业 核动力 动力 原子能 水利 水力 水电 农业 林业 渔业 食品 轻工 "
    "纺织 师范 示范 民族 财经 经济 经贸 贸易 商业 商务 金融 银行 投资 "
    "管理 服务 咨询 控股 发展 开发 创新 创业 创意 产业 实业 集团 公司 "
    "有限 股份 责任 有限公司 股份有限公司 政法 法学 警察 公安 安全 "
    "国防 军事 兵器 武器 装备 体育 艺术 医术 美术 音乐 戏剧 电影 电视 "
    "广播 传媒 文化 语言 外国语 外语 教育 培训 社会 历史 人民 解放军 "
    "陆军 海军 空军 火箭军 武装 部队 研究 设计 检测 检验 测试 计量 "
    "剂量 标准 质量 应用 先进 现代 新型 高新 综合 联合 合作 协同 "
    "机器人 无人机 卫星 飞行器 发动机 物联网 互联网 大数据 区块链 电信 "
    "移动 联通 数字 物流 供应链 资源 气象 地震 防灾 减灾 水产 畜牧 "
    "兽医 园林 旅游 邮电 邮政 专用 精密 真空 超导 低温 临床 肿瘤 附属 "
    "口腔 疾病 预防 卫生 "
)
GENERIC = frozenset(_GENERIC.split()) | frozenset(CHINESE_FORMS)
"""Words many organisations share. Two of them that sound alike (电气, 电器) are two names."""

_WORDS = sorted({*PLACES, *GENERIC}, key=lambda word: (-len(word), word))
_KNOWN = re.compile("|".join(_WORDS))
_NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百]")


def parts(key: str) -> list[tuple[int, int, Part]]:
    """Return the consecutive parts of a key as (start, end, what it is); they cover it all."""
    found: list[tuple[int, int, Part]] = []
    ended = 0
    for word in _KNOWN.finditer(key):
        if word.start() > ended:
            found.append((ended, word.start(), "proper"))
        kind: Part = "place" if word[0] in PLACES else "generic"
        found.append((word.start(), word.end(), kind))
        ended = word.end()
    return [*found, (ended, len(key), "proper")] if ended < len(key) else found


def part_at(key: str, at: int) -> tuple[int, int, Part]:
    """Return the part of the key that holds the character at `at`."""
    return next(part for part in parts(key) if part[0] <= at < part[1])


def is_numeral(char: str) -> bool:
    """Tell whether the character counts: a digit or a Chinese numeral."""
    return _NUMERAL.fullmatch(char) is not None
