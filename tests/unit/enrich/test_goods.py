"""Machines that a notice counts elsewhere than beside the chip: rows, heads, lists, other lines."""

import pytest

from services.enrich.domain.outline import Outline
from tests.unit.enrich.notices import counts, enriched


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The quantity of the row, whichever column holds it.
        (
            "序号\t名称\t规格参数\t数量\t单位\t限价\n"
            "1\t训练服务器\tCPU 2颗；显卡：8张NVIDIA A100 80GB；电源4个\t3\t台\t900000\n"
            "2\t交换机\t32口\t5\t台\t20000",
            {"A100": 24},
        ),
        ("名称\t参数\t计量单位\t预估数量\n推理机\t2路，单台8卡H20，8块网卡\t台\t4", {"H20": 32}),
        ("包号\t内容\t数量\t预算\n1\t8卡A800服务器，CPU 2颗，网卡4块\t2台\t285", {"A800": 16}),
        ("1\t推理服务器（8卡L40S）\t4(台)\t详见文件\t312万", {"L40S": 32}),
        ("1\tGPU卡 NVIDIA A30 24GB\t4\t块\t全新", {"A30": 4}),
        # The head of the list that the line belongs to.
        (
            "2. 加速节点：20台。每台处理器1颗；\n2.1 配置A100加速卡4块；\n2.2 内存128GB",
            {"A100": 80},
        ),
        ("GPU服务器三台，每台配备：\n处理器两颗；\nNVIDIA L40S 48GB八张；", {"L40S": 24}),
        ("1. 推理服务器两台，每台8张加速卡，任选：\na) NVIDIA H20；\n2. 交换机1台", {"H20": 16}),
        # A table of goods, and a section under the name of one of them.
        (
            "名称\t数量\t单位\nGPU计算节点\t6\t台\n存储节点\t2\t台\n"
            "（一）GPU计算节点\n1. 内存512GB\n2. 单台配置4块NVIDIA L40S\n（二）存储节点：12块硬盘",
            {"L40S": 24},
        ),
        (
            "1\tAI训练节点（昇腾910B）\t16节点\t60天\n2\t通用节点\t24节点\t60天\n"
            "5.1 AI训练节点：每节点8卡，处理器4颗",
            {"Ascend 910B": 128},
        ),
        # Packages and types by their label; nodes within a chassis.
        (
            "包号\t物资名称\t计量单位\t数量\n01\t训练服务器\t台\t4\n02\t推理服务器\t台\t6\n"
            "01包：单台配置4块NVIDIA A100\n02包：单台配置L40S加速卡2块",
            {"A100": 16, "L40S": 12},
        ),
        (
            "名称\t单位\t数量\n一体机A型\t台\t3\n一体机B型\t台\t5\n"
            "4.1 A型：整机8卡，GPU型号H20\n4.2 B型：整机4卡，GPU型号L20",
            {"H20": 24, "L20": 20},
        ),
        (
            "品目1：刀箱式GPU计算系统\t3\t套\n"
            "1、刀箱式GPU计算系统：每套为1个刀箱，内含4个计算节点；每节点配置A30加速卡4块",
            {"A30": 48},
        ),
        # The line before one that says what each machine holds.
        (
            "货物：推理服务器 10台\n单台配置要求：\n1）CPU：2颗；\n2）GPU：2×NVIDIA A30；",
            {"A30": 20},
        ),
        ("分析服务器共15台，部署于15座车站；\n每台配置T4推理卡4张；", {"T4": 60}),
        # Once for all machines, and columns of cards.
        ("第一年：A800服务器8台；\n上述服务器均为8卡机型，每台2颗CPU", {"A800": 64}),
        (
            "名称\t数量（台）\t每台GPU数量（块）\tGPU总数（块）\nH200 服务器\t6\t8\t48",
            {"H200": 48},
        ),
        ("序号\t名称\t型号\t数量\t单价\n1\tGPU卡\tNVIDIA T4 16GB\t16\t18000", {"T4": 16}),
        # Another line of the same list.
        ("（1）服务器数量：3台\n（2）GPU：每台≥8张，A100或性能相当产品", {"A100": 24}),
        ("(1) GPU型号：A800 80GB；\n(2) 可用卡数不少于16张，同一机房；", {"A800": 16}),
        ("1\tGPU服务器数量\t2台\t3台\n2\tGPU服务器配置\t每台4块A40\t每台4块L40S", {"L40S": 12}),
    ],
)
def test_cards_are_multiplied_by_the_machines_counted_elsewhere(
    text: str, expected: dict[str, int]
) -> None:
    found = counts(text)

    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPU节点数量\t8台，每台8卡A800\t7台，每台8卡A800", {"A800": 64}),
        ("训练服务器2台（HGX B200，每台8卡），管理节点1台", {"B200": 16}),
        ("为12所学校各配备10台工作站，每台配RTX 4090显卡1块", {"RTX 4090": 120}),
        ("H20算力租赁，资源池规模不少于256卡，GPU按卡时结算", {"H20": 256}),
        ("推理加速卡\t寒武纪\tMLU370-S4\t48(张)\t13,000.00", {"MLU370": 48}),
        ("人像比对服务器：叁台，每台配置NVIDIA A10 24G显卡4块", {"A10": 12}),
        ("建设总规模1024卡的智算集群，采用昇腾910B加速卡", {"Ascend 910B": 1024}),
        ("AIGC服务器5台：8卡机，GPU型号为RTX 4090 24GB", {"RTX 4090": 40}),
        ("训练服务器（HGX底板，A100，8卡）10台", {"A100": 80}),
        ("工作站×4，每台双卡RTX 6000 Ada；GPU服务器×1，4张A100", {"RTX 6000 Ada": 8, "A100": 4}),
        ("8卡H20服务器12台、RTX 6000 Ada 推理工作站10台（单卡）", {"H20": 96, "RTX 6000 Ada": 10}),
        ("Inference servers (quantity: 10). Each server with two NVIDIA L4 cards", {"L4": 20}),
        ("6 x 8-GPU bare metal servers. The GPU shall be H100 80GB SXM", {"H100": 48}),
        ("p4d.24xlarge x 4，租期6个月，GPU实例", {"A100": 32}),
        ("平台\t实例规格\t数量\t计费\n亚马逊云\tp5.48xlarge\t4\t预留", {"H100": 32}),
        ("显卡：2块GeForce RTX 4090 24GB；工作站6台，GPU", {"RTX 4090": 12}),
        (
            "昇腾910B训练服务器96台（单台8卡），昇腾310P推理服务器10台（单台4卡）",
            {"Ascend 910B": 768, "Ascend 310": 40},
        ),
        ("不少于32张H800或同等性能加速卡，单机8卡", {"H800": 32}),
    ],
)
def test_numbers_beside_the_chip_are_the_chips(text: str, expected: dict[str, int]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("1\t教师机\tRTX 4090×2\t台\t2\n2\t学生机\tRTX 4090×1\t台\t15", 19),
        ("采购8卡RTX 4090服务器3台、双卡RTX 4090工作站6台", 36),
        ("1. 训练服务器4台，每台8张RTX 4090\n2. 推理服务器5台，每台2张RTX 4090", 42),
    ],
)
def test_goods_with_one_chip_add_up(text: str, total: int) -> None:
    assert counts(text) == {"RTX 4090": total}


@pytest.mark.parametrize(
    "text",
    [
        "一、概况：A100服务器4台，每台8卡\n二、要求：A100服务器4台，每台8卡",
        "采购A100服务器4台，每台8张A100，其中2台服务器每台8张A100用于教学",
        "1. GPU服务器4台，每台8张A100\n2. 交付：A100共32张",
    ],
)
def test_goods_told_twice_count_once(text: str) -> None:
    assert counts(text) == {"A100": 32}


@pytest.mark.parametrize(
    "text",
    [
        # The machines in the list are others, or there are two kinds that could be meant.
        "名称\t数量\t单位\n存储节点\t2\t台\n技术要求\n配置8张A100",
        "1. 训练服务器 4台\n2. 推理服务器 6台\n三、参数\n配置8张A100 GPU",
        # Cards have a quantity of their own.
        "一、GPU服务器4台\n1. A100显卡 8张",
    ],
)
def test_other_machines_do_not_multiply(text: str) -> None:
    assert counts(text) == {"A100": 8}


def test_parts_beside_the_cards_are_not_taken_for_cards() -> None:
    text = "GPU计算服务器：配置8张NVIDIA A100，共4台；每台配置2颗处理器、4块硬盘"

    assert counts(text) == {"A100": 32}


@pytest.mark.parametrize(
    "text",
    [
        "招标人2022年建成首期平台，部署V100加速卡40张，现拟租赁32张H800 GPU",
        "加装6块H800 GPU，服务器原已各装2块V100，拆下后另行保管",
        "在原有8节点V100集群（64卡）基础上扩容2个节点，每节点8张H800 GPU",
        "一期集群已建成，含64台V100服务器（共512张V100）。本次新增H800 GPU服务器32台",
        "采购H800 GPU 8张；现用的2台V100工作站由采购人自行利旧",
        "采购H800 GPU 8张，须与学院现有的4台V100服务器（共32卡）统一纳管",
        "当前业界主流GPU包括V100等，经调研选定H800，采购8张",
        "Supply of 8 H800 GPUs; the existing cluster of 40 V100 GPUs remains",
    ],
)
def test_what_the_buyer_has_is_not_sought(text: str) -> None:
    chips = {chip.name: chip.negated for chip in enriched(text).chips}

    assert chips == {"V100": True, "H800": False}


def test_the_outline_lists_lines_under_their_heads() -> None:
    lines = Outline("一、采购内容\n1. 服务器\n1.1 显卡\n1.2 内存\n2. 其他\n二、联系").lines

    assert [line.parent for line in lines] == [-1, 0, 1, 1, 0, -1]
