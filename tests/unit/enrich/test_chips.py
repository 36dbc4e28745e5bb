"""Which model numbers are accelerators, how many, and under what wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.tenders import Item
from tests.unit.enrich.notices import AWARD, counts, enriched, items, kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("采购英伟达A100显卡", ["A100"]),
        ("采购 NVIDIA H100/H200 GPU", ["H100", "H200"]),
        ("GPU 型号 A 100", ["A100"]),
        ("GPU 型号 A-100", ["A100"]),
        ("全角 ＮＶＩＤＩＡ Ａ１００ ＧＰＵ", ["A100"]),
        ("RTX4090 与 RTX 4090、RTX-4090 显卡", ["RTX 4090"]),
        ("RTX 4090D 显卡", ["RTX 4090 D"]),
        ("GeForce RTX 4090 D 显卡", ["RTX 4090 D"]),
        ("GPU：A100-80G、A100-PCIE、A100 SXM4", ["A100"]),
        ("配置A800或H800GPU服务器", ["A800", "H800"]),
        ("GPU卡H20", ["H20"]),
        ("GPU卡H200", ["H200"]),
        ("GB200 NVL72 液冷整机柜", ["GB200"]),
        ("GPU为B200", ["B200"]),
        ("NVIDIA A10 推理卡", ["A10"]),
        ("昇腾910B服务器", ["Ascend 910B"]),
        ("昇腾 910C", ["Ascend 910C"]),
        ("Ascend-910B", ["Ascend 910B"]),
        ("AMD MI300X 加速卡", ["MI300X"]),
        ("L40S GPU", ["L40S"]),
        ("算力平台，Ａ\u200b100 显卡", ["A100"]),
        ("GPU型号：А100（西里尔字母）", ["A100"]),
        ("採購輝達 NVIDIA A100 顯示卡伺服器，GPU", ["A100"]),
        ("Procurement of NVIDIA A100 GPU servers", ["A100"]),
        ("8×A100 GPU服务器", ["A100"]),
        ("搭载A100的云主机", ["A100"]),
        ("DGX H100", ["H100"]),
        ("TPU v5p 算力", ["TPU v5p"]),
        ("4090显卡 8张", ["RTX 4090"]),
        ("英伟达4090", ["RTX 4090"]),
        ("NVIDIA Tesla A100-SXM4-80GB", ["A100"]),
        ("NVIDIA® A100 Tensor Core GPU", ["A100"]),
        ("NVIDIA-A100 GPU", ["A100"]),
        ("H20-3e GPU", ["H20"]),
        ("RTX 3090 Ti", ["RTX 3090 Ti"]),
        ("人工智能实训室：RTX A5000显卡工作站", ["RTX A5000"]),
        ("昇腾AI云服务，昇腾910B 32卡", ["Ascend 910B"]),
        ("昇腾AI服务器", ["Ascend"]),
        ("EC2 p5.48xlarge", ["H100"]),
    ],
)
def test_accelerators_are_found_however_they_are_written(text: str, names: list[str]) -> None:
    assert [chip.name for chip in enriched(text).chips] == names


@pytest.mark.parametrize(
    "text",
    [
        "A100会议室家具采购",
        "教室A100桌椅采购，服务器上传",
        "A100室 GPU服务器安装地点",
        "交付地点：图书馆A座一层A100会议室，GPU服务器",
        "空客A100机型",
        "A100路公交站改造",
        "品牌：现代（Hyundai）；规格型号：H100；数量：4辆",
        "会议桌 H100×W240 2张",
        "项目编号：KJ-A100，采购GPU服务器",
        "物料编码A100-3B，GPU配件",
        "采购A100一批",
        "A1000 打印机，显卡驱动",
        "GA100、XH100 GPU",
        "H100mm 显卡支架",
        "水泵A100 两台，服务器机柜",
        "A10路灯，智慧杆",
        "规格L4、T4 各2张",
        "国道H100 算力产业园区建设",
        "公司地址：云谷路A100号，算力服务",
        "显卡 4090元/张",
        "单价3090元，GPU支架",
        "L4级自动驾驶实验平台，含计算单元GPU",
        "T4航站楼改造项目 GPU视频分析服务器",
        "H3C服务器、H20-RAID卡",
        "寒武纪地层古生物标本采购",
    ],
)
def test_rooms_vehicles_and_part_numbers_are_no_accelerators(text: str) -> None:
    assert enriched(text).chips == ()


def test_what_was_not_an_accelerator_is_said() -> None:
    assert "not_about_compute" in kinds(enriched("A100会议室家具采购"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("租用云服务器500台，每台配置8张 NVIDIA A100 计算卡", 4000),
        ("数量：500台；配置：每台云服务器配备8张A100（NVIDIA，80GB）；服务时间：分批", 4000),
        ("500台云服务器，每台8张A100", 4000),
        ("8卡A100服务器 2 台，GPU", 16),
        ("2台8卡A100 GPU服务器", 16),
        ("八卡A100 GPU服务器三台", 24),
        ("GPU A100 80G*8", 8),
        ("采购GPU A100 4000张", 4000),
        ("采购4,000张A100 GPU", 4000),
        ("GPU 云服务器1台，8卡 NVIDIA H100", 8),
        ("A100 显卡，数量：16", 16),
        ("共计32张A100 GPU", 32),
        ("4台服务器，每台8卡，NVIDIA A100 80G", 32),
        ("A100 80G GPU服务器，每台8卡，共4台", 32),
        ("8×A100 80GB SXM4 GPU服务器 4台", 32),
        ("NVIDIA DGX A100 2台", 16),
        ("采购A100显卡八张", 8),
        ("H100 80GB SXM5 GPU 8卡", 8),
        ("A100 (80GB) 显卡 4 块", 4),
        ("500 cloud servers, each with 8 NVIDIA A100 GPUs", 4000),
        ("采购H200 141GB GPU共计384张", 384),
        ("48台服务器，每台8块H200 GPU", 384),
        ("GPU服务器\n配置：8*A100 80G\n数量\n2\n台", 16),
        ("租用A800 80G 8卡GPU服务器16台，租期12个月", 128),
        ("64卡H800 GPU集群", 64),
        ("千卡A100 GPU集群", 1000),
        ("每节点8卡A100，共32节点，GPU算力", 256),
        ("32个节点，每个节点8张A100 GPU", 256),
        ("采购GPU服务器4台，配置8块A100 80G", 32),
        ("GPU：8块NVIDIA A100；数量：4台", 32),
        ("GPU服务器4台，显卡：NVIDIA A100 80GB 8块", 32),
        ("2台GPU服务器，共16张H100", 16),
        ("交换机2台，8卡A100 GPU服务器4台", 32),
        ("8卡A100 GPU服务器4台，交换机2台", 32),
        ("采购交换机2台、A100 GPU 8张", 8),
        ("单机8卡A100 GPU，共4台", 32),
        ("A100 GPU服务器（8卡/台）2台", 16),
        ("A100 GPU服务器1台（8卡）", 8),
        ("GB200 NVL72 2套", 144),
        ("16 NVIDIA A100 GPUs", 16),
        ("GPU加速卡A100，数量8块", 8),
        ("显卡4090 24G 8张", 8),
        ("NVIDIA® RTX™ 4090显卡4块", 4),
        ("A100显卡*8，整机2台", 16),
        ("AI训练服务器2台，每台配置：CPU 2颗；内存1TB；GPU 8块 NVIDIA HGX A800；硬盘 4块", 16),
        ("租用H20算力64卡（8台8卡服务器）", 64),
        ("GPU：NVIDIA A100（或同等性能产品）；数量：8张；预算：120万元", 8),
        ("GPU服务器 型号：SYS-420GP（A100*8） 数量：2 单位：台", 16),
        ("H100-80G-8卡裸金属GPU 10台/月", 80),
        ("超算中心8个GPU节点，每节点配置4块NVIDIA Tesla V100-SXM2-32GB", 32),
        ("单节点：8×NVIDIA A100；节点数：16", 128),
        ("GPU 384张H200（48台×8卡）", 384),
        ("不少于16台GPU服务器，单台配置8块NVIDIA H800 80GB", 128),
        ("AWS EC2 p4d.24xlarge实例2台", 16),
        ("租用4台*8卡A100 GPU服务器", 32),
        ("总计64卡A100 GPU（8台）", 64),
        ("共计8台，每台8卡，总计64卡A100 GPU", 64),
        ("每台8卡A100，GPU租用时长3个月，台数：2台", 16),
        ("1\tGPU服务器\tA100 80G 8卡\t4\t台\t280000\n2\t交换机\tS5720\t9\t台", 32),
        ("A100显卡\t8\t张\t12.5\n机柜\t2\t台", 8),
        ("1\t服务器\tA100*4\t2台\n2\t存储\t\t3台", 8),
        ("深度学习服务器\t单台配置8张A100 GPU\t500台", 4000),
        ("租用Standard_ND96asr_v4实例4台", 32),
    ],
)
def test_counts_are_read_with_their_servers(text: str, expected: int) -> None:
    (count,) = counts(text).values()
    assert count == expected


@pytest.mark.parametrize(
    "text",
    [
        "租用A100 GPU服务器 10台",
        "租用8卡A100 GPU服务器一年",
        "A100 GPU 10000卡时",
        "A100算力100P，GPU",
        "租用亚马逊云（AWS）A100与H100计算卡，按实际使用时长计费",
        "每台配备8张A100 GPU，台数以通知为准",
        "A100 80GB 显卡，预算20万元",
        "8卡A100 GPU服务器，交换机2台",
        "交换机2台，A100 GPU服务器",
        "提供A100 GPU算力，服务器机柜2台",
        "A100 GPU，合同签订后30天内交付，质保3年",
        "A100 GPU 第1包 2024年5月",
        "云服务器实例规格 p5.48xlarge",
        "RTX A5000显卡工作站 30台",
    ],
)
def test_a_count_that_is_not_stated_is_not_guessed(text: str) -> None:
    assert set(counts(text).values()) == {None}


def test_the_sum_is_shown() -> None:
    (chip,) = enriched("租用云服务器500台，每台配置8张 NVIDIA A100 计算卡").chips
    assert chip.count_sentence == "500 servers x 8 A100 = 4,000"


def test_alternatives_share_a_number_and_are_counted_once() -> None:
    chips = enriched("采购8张NVIDIA A100或H100 GPU").chips
    assert [(c.name, c.count, c.alternative_group) for c in chips] == [
        ("A100", 8, 1),
        ("H100", 8, 1),
    ]


def test_each_of_two_chips_gets_the_number_that_each_has() -> None:
    chips = enriched("采购GPU A100、H100各8张").chips
    assert [(c.name, c.count, c.alternative_group) for c in chips] == [
        ("A100", 8, None),
        ("H100", 8, None),
    ]


def test_items_with_own_numbers_are_no_alternatives() -> None:
    chips = enriched("采购GPU：A100 8张、H100 16张").chips
    assert [(c.name, c.count, c.alternative_group) for c in chips] == [
        ("A100", 8, None),
        ("H100", 16, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "单卡性能不低于A100或同等性能产品，GPU",
        "GPU性能不低于NVIDIA A100",
        "不低于A100/H100 GPU",
        "A100或同等性能GPU",
        "NVIDIA A100 80GB（或同等性能）显卡",
        "等效A100的GPU算力",
        "性能相当于A100的GPU",
        "A100级GPU算力",
        "类A100 GPU算力",
        "GPU卡A100及以上",
        "A100 GPU or equivalent",
        "GPU performance not lower than A100",
        "算力不低于8张A100，GPU",
        "软件须兼容NVIDIA A100 GPU",
    ],
)
def test_a_level_is_no_chip_by_name(text: str) -> None:
    assert all(chip.equivalent_wording for chip in enriched(text).chips)


@pytest.mark.parametrize(
    "text",
    ["数量不低于8张A100 GPU", "显存不低于80GB的A100 GPU", "采购A100 GPU，内存不低于128GB"],
)
def test_a_minimum_of_something_else_is_no_level(text: str) -> None:
    (chip,) = enriched(text).chips
    assert not chip.equivalent_wording


def test_an_award_that_names_the_model_settles_it() -> None:
    text = "技术要求：GPU性能不低于A100。\n品牌型号：NVIDIA A100 显卡 8张"
    assert enriched(text).chips[0].equivalent_wording
    assert not enriched(text, stage=AWARD).chips[0].equivalent_wording


@pytest.mark.parametrize(
    "text",
    [
        "本项目GPU不含A100",
        "GPU不得使用A100、H100等受限芯片",
        "A100、H100除外的GPU",
        "本项目不涉及A100等受限GPU的采购",
        "不接受A100 GPU",
        "除A100外的GPU",
        "国产GPU，用于替代A100、H100",
        "GPU, excluding A100",
    ],
)
def test_an_excluded_chip_is_negated(text: str) -> None:
    assert all(chip.negated for chip in enriched(text).chips)
    assert enriched(text).chips


@pytest.mark.parametrize(
    "text",
    [
        "不含税单价，A100 GPU",
        "不含税总价A100 GPU 8张",
        "不接受联合体投标，提供A100 GPU",
        "包括但不限于A100 GPU",
        "除A100外，还需提供H100 GPU",
    ],
)
def test_other_negations_do_not_reach_the_chip(text: str) -> None:
    assert not any(chip.negated for chip in enriched(text).chips)


def test_quantities_of_items_are_used() -> None:
    rows = items(("GPU云服务器（每台8张 NVIDIA A100）", 500, "台"))
    assert counts("GPU云服务器（每台8张 NVIDIA A100）", items=rows) == {"A100": 4000}
    rows = items(("NVIDIA A100 GPU", 8, "张"), ("NVIDIA A100 GPU", 16, "块"))
    assert counts("NVIDIA A100 GPU", items=rows) == {"A100": 24}


def test_pieces_of_a_card_are_cards_and_pieces_of_a_server_are_not() -> None:
    assert counts("GPU A100", items=items(("A100 GPU卡", 4, "个"))) == {"A100": 4}
    assert counts("A100 GPU服务器", items=items(("A100 GPU服务器", 4, "个"))) == {"A100": None}


@pytest.mark.parametrize("text", ["采购A\u200b100 GPU", "采购\u0410100 GPU"])
def test_letters_that_hide_a_model_number_are_marked(text: str) -> None:
    result = enriched(text)
    assert [chip.name for chip in result.chips] == ["A100"]
    assert result.evasion_marks
    assert enriched("采购A100 GPU\u200b").evasion_marks == ()


def test_a_model_column_counts_as_the_item() -> None:
    row = Item(name="GPU服务器", model="8卡A100", quantity=2, unit="台")  # type: ignore[arg-type]
    assert counts("GPU服务器 8卡A100", items=(row,)) == {"A100": 16}


@given(st.text(alphabet="采购GPUA100 8卡张台，。每不低于或H20/×*\n", max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    enriched(text)
