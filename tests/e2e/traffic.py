"""Made-up traffic for load and crash tests: notices and account events with a known outcome."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Everything is fictional but the listed buyer, which must be one that the bundled lists know.
LISTED_BUYER = "四川大学"
_AWARD = """<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{date} 10:00"></head><body><div class="vF_detail_content">
<p>一、项目编号：{number}</p><p>二、项目名称：{project}</p><p>三、成交信息</p>
<p>供应商名称：{supplier}</p><p>成交金额：{amount}元</p><p>四、主要标的信息：{item}</p>
<p>九、凡对本次公告内容提出询问，请按以下方式联系。</p><p>1.采购人信息 名称：{buyer}</p>
</div></body></html>"""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to feed; `alerts` tells whether its matter must reach Slack and mail."""

    name: str
    raw: bytes
    alerts: bool


def alerting(number: int, today: datetime) -> Input:
    """An award of a listed university for a US AI service: critical by policy."""
    project = f"生成式人工智能平台令牌采购第{number:05d}号项目"
    text = _AWARD.format(
        title=f"{project}成交结果公告",
        date=today.date(),
        number=f"SCU-T{number:06d}",
        project=project,
        supplier=f"成都示例{number:05d}信息技术有限公司",
        amount=100_000 + number,
        item="微软云 Azure OpenAI 服务令牌（Token）一批",
        buyer=LISTED_BUYER,
    )
    return Input(f"alert-{number:06d}.html", text.encode(), alerts=True)


def innocent(number: int, today: datetime) -> Input:
    """An award for office furniture of a buyer on no list."""
    project = f"办公家具采购第{number:05d}号项目"
    text = _AWARD.format(
        title=f"{project}成交结果公告",
        date=today.date(),
        number=f"FUR-T{number:06d}",
        project=project,
        supplier=f"示例{number:05d}家具有限公司",
        amount=50_000 + number,
        item="办公桌椅一批",
        buyer=f"示例市第{number:05d}中学",
    )
    return Input(f"innocent-{number:06d}.html", text.encode(), alerts=False)


def mixture(count: int, every: int, today: datetime) -> Iterator[Input]:
    """`count` notices of which one in `every` alerts."""
    for number in range(count):
        yield (alerting if number % every == 0 else innocent)(number, today)


def tender_and_account(number: int, today: datetime) -> tuple[Input, Input]:
    """An award through a reseller and a sign-up of that reseller: they must be linked both ways."""
    project = f"算力云服务第{number:05d}号项目"
    supplier = f"示例云{number:05d}科技有限公司"
    text = _AWARD.format(
        title=f"{project}成交结果公告",
        date=today.date(),
        number=f"PAIR-T{number:06d}",
        project=project,
        supplier=supplier,
        amount=200_000 + number,
        item="亚马逊云 AWS 英伟达 H100 GPU 算力租赁服务",
        buyer=f"示例理工大学第{number:05d}学院",
    )
    signup = {
        "specversion": "1.0",
        "id": f"pair-{number:06d}",
        "source": "/provider/signup",
        "type": "org.exportwatch.account.signup.v1",
        "time": (today + timedelta(hours=1)).astimezone(UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "account_id": f"{900_000_000_000 + number}",
            "provider": "aws",
            "legal_name": f"Example Cloud {number:05d} Technology Co., Ltd.",
            "legal_name_native": supplier,
            "country": "CN",
            "hq_country": "CN",
            "created_at": (today + timedelta(hours=1)).astimezone(UTC).isoformat(),
        },
    }
    return (
        Input(f"pair-{number:06d}.html", text.encode(), alerts=True),
        Input(f"pair-{number:06d}.json", json.dumps(signup, ensure_ascii=False).encode(), True),
    )
