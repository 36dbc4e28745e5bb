"""Which model numbers are accelerators, how many, and under what wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.enrich.notices import AWARD, enriched, kinds


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


@pytest.mark.parametrize("text", ["采购A\u200b100 GPU", "采购\u0410100 GPU"])
def test_letters_that_hide_a_model_number_are_marked(text: str) -> None:
    result = enriched(text)
    assert [chip.name for chip in result.chips] == ["A100"]
    assert result.evasion_marks
    assert enriched("采购A100 GPU\u200b").evasion_marks == ()


@given(st.text(alphabet="采购GPUA100 8卡张台，。每不低于或H20/×*\n", max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    enriched(text)
