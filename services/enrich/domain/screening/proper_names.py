"""What in a Chinese name is a place or known name, a generic word, or a proper name of its own."""

import re
from typing import Literal

from contracts.names import CHINESE_FORMS
from services.enrich.domain.screening.places import PLACES

Part = Literal["name", "generic", "proper"]

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
    "口腔 疾病 预防 卫生 学会 协会 委员会 政府 功能 理论 基础 基础设施 "
    "影视 教育厅 公安厅 公安局 卫生厅 技师 师范大学 理工大学 高级 中学 "
    "小学 工艺 海洋大学 科研 研发 微结构 生产 建设兵团 兵团 飞机 火箭 "
    "导弹 运载 电源 化学物理 空气动力 空间 空天 宇航 推进 舰船 潜艇 "
    "坦克 车辆 光纤 微波 天线 频率 密码 保密 情报 测控 通用 特种 重型 "
    "轻型 燃料 电池 汽车 轨道 医科 医科大学 农业大学 科技大学 工程大学 "
    "工业大学 航空航天 技术学院 职业技术学院 重点 教育部 植物 动物 "
    "植物园 气候 生态 污染 商学院 印刷 固体 电缆 疗养院 运动 光源 "
    "动力学 岩土 遗传 青年 促进会 繁育 附属医院 中心医院 人民医院 "
    "航空发动机 航发 航天科工 航天科技 航空工业 兵器工业 船舶重工 核电 "
    "微系统 传感 测量 信号 图像 视觉 语音 认知 神经 脑科学 免疫 病毒 "
    "疫苗 制药 药物 骨科 眼科 妇幼 保健 康复 养老 残疾 慈善 宗教 统战 "
    "宣传 组织 纪检 审计 税务 海关 检疫 边防 消防 应急 救援 司法 监狱 "
    "法院 检察院 档案 图书馆 博物馆 出版社 报社 日报 电视台 "
)
GENERIC = frozenset(_GENERIC.split()) | frozenset(CHINESE_FORMS)
"""Words many organisations share. Two of them that sound alike (电气, 电器) are two names."""

_INSTITUTIONS = (
    "暨南 江南 江汉 燕山 华侨 复旦 同济 清华 南开 河海 东华 中原 三峡 长江 黄淮 黄河 嘉应 韩山 "
    "五邑 岭南 齐鲁 鲁东 渤海 塔里木 井冈山 赣南 东吴 闽江 闽南 湘南 辽东 太行 豫章 三江 珠江 "
    "松花江 北方 南方 西京 欧亚 华夏 琼州 钱江 之江 紫金 西华 西湖 宁夏 汉江 江苏 淮海 淮阴 "
    "昆仑 天山 北斗 中科 中航 中船 中兴 华为 华威 浪潮 曙光 东方 东软 航信"
)
_SOUND_LIKE_PLACES = (
    "一行 东华 主将 义行 亮相 伊吾 伺隙 余数 信仰 信箱 信誉 俯仰 倾倒 "
    "冒名 利税 匀称 化冻 北房 北斗 华侨 华夏 南头 厂纪 取景 古猿 合璧 "
    "同乡 同人 同仁 同僚 同化 同济 同级 同龄 吴中 商海 嘉应 场记 坏话 "
    "复信 复建 复检 大力 大历 大礼 大统 大荔 大通 大青 大洲 夹衣 女将 "
    "宣称 家蝇 将息 将门 尽忠 山头 山系 岭南 平巷 广远 异型 心语 急难 "
    "悍将 意兴 戏场 战将 扇动 打理 打通 报头 搭理 散沙 新著 新语 新雨 "
    "无为 无疆 无疑 曲径 武将 武戏 汗衫 江南 河港 洗净 浆洗 海难 浸种 "
    "燎原 燕山 物种 畏难 疫疠 相反 相烦 石堰 石盐 砚台 种姓 程度 稽首 "
    "答理 纪元 纸浆 细长 绥宁 背景 自供 自尽 自禁 艳称 花被 观感 言教 "
    "计息 议场 议长 评量 详细 语系 负担 超乎 辽远 近场 进化 进场 通令 "
    "通缉 酒浆 重围 重圆 重型 重氢 长度 长机 长江 阿爸 集宁 雇员 食盐 "
    "食言 徽州 涪州 长洲 眉州 肃州 甬州 金州 晋州 彬州 通州 集安 建安 "
    "紫阳 桂阳 宝山 钟山 庆元 溧水 临邑 临猗 弋阳 郓城 潮阳 富阳 涪阳 "
    "铜乡 安西 集阳 济阳 暨阳 泰源 太远 太安 信义 暨宁 苍州 商水 惠东 宜川 "
    "伊川 金华 京华 锦华 安清 渭河 浑河 衡山 恒山 恒阳 横阳 岳洋 湘阳 "
    "祥云 天宝 丰城 凤城 石家 合川 河川 盐城 海城 新洲 星州 兴州 兴城 "
)
WORDS_LIKE_PLACES = frozenset(_SOUND_LIKE_PLACES.split())
"""Words of the dictionary and lesser towns that sound like a place: typed, they mean themselves."""

_NAMES = PLACES | frozenset(_INSTITUTIONS.split())
"""Places, and proper names so well known that a homophone (济南, 暨南) is another body's."""

_ALL = sorted({*_NAMES, *GENERIC}, key=lambda word: (-len(word), word))
_KNOWN = re.compile("|".join(_ALL))
_NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百]")
_COUNTED = frozenset("所院厂局部处号分中小大医")


def parts(key: str) -> list[tuple[int, int, Part]]:
    """Return the consecutive parts of a key as (start, end, what it is); they cover it all."""
    found: list[tuple[int, int, Part]] = []
    ended = 0
    for word in _KNOWN.finditer(key):
        if word.start() > ended:
            found.append((ended, word.start(), "proper"))
        kind: Part = "name" if word[0] in _NAMES else "generic"
        found.append((word.start(), word.end(), kind))
        ended = word.end()
    return [*found, (ended, len(key), "proper")] if ended < len(key) else found


def part_at(key: str, at: int) -> tuple[int, int, Part]:
    """Return the part of the key that holds the character at `at`."""
    return next(part for part in parts(key) if part[0] <= at < part[1])


def begins_generic(key: str) -> bool:
    """Tell whether the key begins with a generic word of two or more characters (软件学院)."""
    found = _KNOWN.match(key)
    return found is not None and found[0] in GENERIC and len(found[0]) > 1


def counts(key: str, at: int) -> bool:
    """Tell whether the character at `at` is part of a number: a digit, 第七, 七院, 七七一."""
    if not _NUMERAL.fullmatch(key, at, at + 1):
        return False
    before, after = key[max(at - 1, 0) : at], key[at + 1 : at + 2]
    return key[at].isdigit() or before == "第" or after in _COUNTED or _is_numeral(before + after)


def _is_numeral(chars: str) -> bool:
    return _NUMERAL.search(chars) is not None
