"""Model invocation logs: the model and its tokens, never what was asked or answered."""

from typing import Any

import pytest

from tests.unit.ingest.account_files import one


def log(**more: Any) -> dict[str, Any]:
    return {
        "schemaType": "ModelInvocationLog",
        "schemaVersion": "1.0",
        "timestamp": "2024-05-01T08:00:00Z",
        "accountId": "111122223333",
        "identity": {"arn": "arn:aws:sts::111122223333:assumed-role/x/zhang.san@example.edu.cn"},
        "region": "us-east-1",
        "requestId": "00000000-0000-4000-8000-000000000009",
        "operation": "Converse",
        "modelId": "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
        "input": {"inputContentType": "application/json", "inputTokenCount": 1200},
        "output": {"outputBodyJson": {"secret": "answer"}, "outputTokenCount": 300},
        **more,
    }


def test_model_tokens_and_account_are_read() -> None:
    event = one(log())

    assert (event.kind, event.operation, event.tokens) == ("ai_use", "Converse", 1500)
    assert event.ai_models == ("us.anthropic.claude-3-5-sonnet-20241022-v2:0",)
    assert (event.account, event.region) == ("aws:111122223333", "us-east-1")


def test_what_was_asked_and_who_asked_stay_behind() -> None:
    printed = one(log(input={"inputBodyJson": {"prompt": "a secret"}})).model_dump_json()

    assert [x for x in ("secret", "answer", "zhang.san") if x in printed] == []


@pytest.mark.parametrize(
    "model",
    [
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
        "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-3-opus",
        "meta.llama3-70b-instruct-v1:0",
    ],
)
def test_a_models_id_stays_as_it_is_printed(model: str) -> None:
    assert one(log(modelId=model)).ai_models == (model,)


def test_a_refused_call_is_an_attempt() -> None:
    event = one(log(errorCode="ThrottlingException", output={}))

    assert (event.attempted_only, event.error) == (True, "ThrottlingException")
    assert event.tokens == 1200


@pytest.mark.parametrize("count", [-5, "many", None, 10**30, {}])
def test_an_absurd_number_of_tokens_is_unknown(count: Any) -> None:
    event = one(log(input={"inputTokenCount": count}, output={}))

    assert event.tokens is None
