"""Clouds, AI services and wording of notices, with what they are confused with."""

import pytest

from tests.unit.enrich.notices import enriched, kinds


def clouds(text: str) -> list[str]:
    return [cloud.name for cloud in enriched(text).clouds]


def services(text: str) -> list[str]:
    return [service.name for service in enriched(text).ai_services]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("采购亚马逊云科技（AWS）海外区域云主机", ["AWS"]),
        ("AWS账号", ["AWS"]),
        ("租用ＡＷＳ云服务器", ["AWS"]),
        ("微软智能云", ["Azure"]),
        ("Azure 虚拟机", ["Azure"]),
        ("谷歌云 GCP", ["Google Cloud"]),
        ("甲骨文云OCI", ["OCI"]),
        ("阿里云、腾讯云、华为云", ["Alibaba Cloud", "Tencent Cloud", "Huawei Cloud"]),
        ("天翼云", ["China Telecom Cloud"]),
        ("使用AWS中国区", ["AWS China"]),
        ("由光环新网运营的AWS云服务", ["AWS China"]),
        ("西云数据提供的亚马逊云服务", ["AWS China"]),
        ("世纪互联运营的Azure", ["Azure China"]),
        ("AWS中国（北京）区域", ["AWS China"]),
        ("海外AWS云主机，AWS中国区亦可", ["AWS", "AWS China"]),
        ("採購亞馬遜雲端服務 AWS 雲", ["AWS"]),
        ("Amazon Web Services cloud account", ["AWS"]),
        ("不接受AWS中国区，须为AWS海外云", ["AWS China", "AWS"]),
    ],
)
def test_clouds_are_named_with_their_china_regions_apart(text: str, names: list[str]) -> None:
    assert clouds(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "自动气象站AWS设备采购",
        "药物临床试验GCP培训",
        "世纪互联机房托管",
        "光环新网带宽",
        "OCI 船用涂料",
        "DAWSON 仪器",
        "移动云台摄像机",
    ],
)
def test_names_of_other_things_are_no_clouds(text: str) -> None:
    assert clouds(text) == []


def test_a_cloud_that_is_not_enough_is_said() -> None:
    result = enriched("现有阿里云资源不能满足需求，拟采购亚马逊云（AWS）海外云服务")
    assert [(c.name, c.insufficient) for c in result.clouds] == [
        ("Alibaba Cloud", True),
        ("AWS", False),
    ]


def test_a_cloud_that_is_left_is_not_sought() -> None:
    result = enriched("将现有AWS云资源迁移至天翼云")
    assert [(c.name, c.negated) for c in result.clouds] == [
        ("AWS", True),
        ("China Telecom Cloud", False),
    ]


def test_an_excluded_cloud_is_negated() -> None:
    (cloud,) = enriched("云平台不得使用AWS").clouds
    assert cloud.negated


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("采购微软 Azure OpenAI 服务的 Token 额度，调用 GPT-4 系列模型", ["Azure OpenAI", "GPT-4"]),
        ("通过AWS Bedrock调用Claude 3大模型", ["Amazon Bedrock", "Claude 3"]),
        ("Claude 3.5 Sonnet", ["Claude 3.5"]),
        ("GPT-4o、GPT4、GPT-3.5", ["GPT-4o", "GPT-4", "GPT-3.5"]),
        ("ChatGPT账号", ["ChatGPT"]),
        ("Vertex AI", ["Vertex AI"]),
        ("谷歌Gemini大模型API", ["Gemini"]),
        ("通义千问大模型", ["Qwen"]),
        ("DeepSeek 一体机", ["DeepSeek"]),
        ("GPT-4.1 接口", ["GPT-4.1"]),
        ("OpenAI API", ["OpenAI"]),
    ],
)
def test_ai_services_are_named_as_catalogued(text: str, names: list[str]) -> None:
    assert services(text) == names


@pytest.mark.parametrize(
    "text",
    ["Claude Monet 画册采购", "GeoGPT云计算服务", "Gemini 双子座天文望远镜", "硬件令牌 Token"],
)
def test_names_of_other_things_are_no_services(text: str) -> None:
    assert services(text) == []


def test_a_service_brings_its_cloud() -> None:
    assert clouds("采购Azure OpenAI服务") == ["Azure"]
    assert clouds("采购Amazon Bedrock大模型服务") == ["AWS"]


def test_supply_tells_us_domestic_and_china_regions_apart() -> None:
    result = enriched("AWS海外云、阿里云、Azure中国区")
    assert {c.name: c.supply for c in result.clouds} == {
        "AWS": "us",
        "Alibaba Cloud": "domestic",
        "Azure China": "us_china_region",
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("算力租赁服务", "compute_rental"),
        ("GPU云服务器", "compute_rental"),
        ("云服务采购", "cloud_service"),
        ("大模型API调用", "ai_service"),
        ("大模型OpenAI Token额度", "tokens"),
        ("采购大模型Token额度", "tokens"),
        ("代充值与账号开通", "reseller"),
        ("提供海外账号", "overseas_access"),
        ("国产化、信创要求", "domestic_requirement"),
        ("本项目不接受进口产品", "exclusion"),
        ("最终用户为学院", "end_user"),
        ("用于大模型训练", "ai_training"),
        ("用于军事用途", "military"),
    ],
)
def test_wording_is_read_by_kind(text: str, kind: str) -> None:
    assert kind in kinds(enriched(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("USB令牌与动态令牌采购", "tokens"),
        ("跨境电商实训室", "overseas_access"),
        ("国防教育基地建设", "military"),
        ("学生军训服装", "military"),
        ("采购代理机构信息", "reseller"),
        ("体能训练馆器材", "ai_training"),
        ("不得使用境外服务器", "overseas_access"),
        ("进口产品是指产自关境外的产品", "overseas_access"),
    ],
)
def test_wording_of_other_things_is_left_alone(text: str, kind: str) -> None:
    assert kind not in kinds(enriched(text))
