"""How many accelerators: servers and cards, totals, tables, alternatives, and silence."""

import pytest

from contracts.tenders import Item
from tests.unit.enrich.notices import counts, enriched, items


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
        ("H100算力节点16个，单节点8卡，NVLink全互联", 128),
        ("供应商须提供不低于NVIDIA A100性能的GPU卡64张，接受同等性能产品", 64),
        ("配置H20服务器64台，共512卡", 512),
        ("A100云服务器40台×8卡，租期12个月", 320),
        ("服务器8台，单台≥8张GPU，GPU显存≥80GB，性能不低于H100", 64),
        ("GPU工作站12台，每台配置NVIDIA RTX 5090显卡1张；机器人控制器20套", 12),
        ("GB200 NVL72机柜算力服务1套（72卡）", 72),
        ("便携工作站10台：RTX 4080显卡1块", 10),
        ("1.深度学习服务器2台：每台配置4块A6000显卡；\n2.便携工作站10台", 8),
        ("H100 GPU服务器（8卡）数量：12", 96),
        ("提供NVIDIA A100 GPU 不少于 128 卡的算力资源", 128),
        ("本次租用H800共128卡，分16个节点部署", 128),
        ("算力资源池：A100（80G）×64、GPU", 64),
        ("租赁裸金属服务器16台，8卡H100 SXM", 128),
        ("8卡H200服务器一台，GPU", 8),
        ("四台八卡A100服务器，GPU", 32),
        ("GPU型号：NVIDIA H100；GPU数量：64", 64),
        ("GPU卡型号：A100-PCIE-40GB，GPU卡数：16张", 16),
        ("单价：25元/卡时；卡型：H100；卡数：256卡", 256),
        ("每台服务器含H100 GPU 8张，共计25台", 200),
        ("A100 GPU算力服务 256卡*12个月", 256),
        ("拟租用 A100-80G 显卡 128 张（16 台服务器）", 128),
        ("采购8台AI服务器（单台8*H20 141G），GPU", 64),
        ("提供算力规模为512张H100的训练集群", 512),
        ("集群共计128个计算节点，每个计算节点配置8块NVIDIA A800 GPU", 1024),
        ("租用英伟达H100GPU服务器20台（160卡）", 160),
        ("NVIDIA L40S 48G GPU卡，共24张", 24),
        ("RTX 4090 24GB GPU 8卡服务器 3 台", 24),
        ("提供100台H100云主机，每台1卡，GPU", 100),
        ("1 台配置 2 块 NVIDIA A100 80GB GPU 的服务器", 2),
        ("GPU服务器：2台；每台GPU：4*NVIDIA A40", 8),
        ("AI算力服务器（型号：H3C R5500，GPU：8*A800 80GB）\t5\t台", 40),
        ("A100 GPU实例 8卡/实例 × 10实例", 80),
        ("H100 GPU：8卡 × 4 节点", 32),
        ("NVIDIA H100 80GB GPU ×32", 32),
        ("两台服务器，每台搭载八块NVIDIA H100 GPU", 16),
        ("采购NVIDIA A100 GPU卡四十块", 40),
        ("租用3000张NVIDIA H100 GPU卡", 3000),
        ("算力需求：H100，1,024卡，GPU", 1024),
        ("1万张A100 GPU", 10000),
        ("A100 GPU 0.5万卡", 5000),
        (
            "GPU nodes, quantity: 6 sets. Each node shall be equipped with eight (8) "
            "AMD Instinct MI300X accelerators.",
            48,
        ),
        ("AWS p4d.24xlarge 实例（每实例8×A100 40GB GPU）2个，租期三个月", 16),
        ("云桌面终端300台、云桌面服务器6台（每台配2张T4 GPU显卡）、交换机12台", 12),
        ("A800计算服务器一台（内含GPU 8片）；备用A800卡2片", 10),
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


def test_a_semicolon_ends_the_servers_of_the_item_before() -> None:
    two = counts("GPU：H20服务器两台，每台八卡；L4服务器五台，每台四卡")
    racks = counts("GPU：GB200 NVL72机柜2套（每套72颗GPU）；B200八卡服务器5台")

    assert two == {"H20": 16, "L4": 20}
    assert racks == {"GB200": 144, "B200": 40}


def test_items_with_own_numbers_are_no_alternatives() -> None:
    chips = enriched("采购GPU：A100 8张、H100 16张").chips
    assert [(c.name, c.count, c.alternative_group) for c in chips] == [
        ("A100", 8, None),
        ("H100", 16, None),
    ]


def test_quantities_of_items_are_used() -> None:
    rows = items(("GPU云服务器（每台8张 NVIDIA A100）", 500, "台"))
    assert counts("GPU云服务器（每台8张 NVIDIA A100）", items=rows) == {"A100": 4000}
    rows = items(("NVIDIA A100 GPU", 8, "张"), ("NVIDIA A100 GPU", 16, "块"))
    assert counts("NVIDIA A100 GPU", items=rows) == {"A100": 24}


def test_pieces_of_a_card_are_cards_and_pieces_of_a_server_are_not() -> None:
    assert counts("GPU A100", items=items(("A100 GPU卡", 4, "个"))) == {"A100": 4}
    assert counts("A100 GPU服务器", items=items(("A100 GPU服务器", 4, "个"))) == {"A100": None}


def test_a_model_column_counts_as_the_item() -> None:
    row = Item(name="GPU服务器", model="8卡A100", quantity=2, unit="台")  # type: ignore[arg-type]
    assert counts("GPU服务器 8卡A100", items=(row,)) == {"A100": 16}
