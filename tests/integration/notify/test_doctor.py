"""The doctor names what is wrong with Slack and mail, and what to do."""

import pytest
from pydantic import SecretStr

from services.notify.adapters.doctor import doctor

pytestmark = pytest.mark.integration


async def test_a_good_installation_has_nothing_to_do(settings):
    found = await doctor(settings)

    assert [(check.name, check.ok) for check in found] == [
        ("slack token", True),
        ("slack channel", True),
        ("slack history", True),
        ("mail server (none)", True),
    ]


async def test_each_mistake_is_told_with_its_remedy(settings, free_port):
    wrong = settings.model_copy(
        update={
            "slack_token": SecretStr("xoxb-wrong"),
            "smtp_tls": "starttls",
        }
    )
    advice = {check.name: check.advice for check in await doctor(wrong)}
    assert "SLACK_TOKEN" in advice["slack token"]
    assert "SMTP_TLS=starttls" in advice["mail server (starttls)"]

    gone = settings.model_copy(update={"slack_channel": "C0GONE", "smtp_port": free_port})
    advice = {check.name: check.advice for check in await doctor(gone)}
    assert "SLACK_CHANNEL" in advice["slack channel"]
    assert "SMTP_PORT" in advice["mail server (none)"]


async def test_a_channel_that_is_not_set_up_is_said(settings):
    bare = settings.model_copy(update={"slack_token": None, "smtp_host": None})

    assert [check.ok for check in await doctor(bare)] == [False, False]
