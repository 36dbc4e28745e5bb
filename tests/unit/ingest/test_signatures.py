"""Standard Webhooks: the specification's own signature, and secrets as generators write them."""

import base64
from datetime import UTC, datetime

import pytest

from chassis.errors import Misconfigured
from services.ingest.adapters.signatures import (
    Refused,
    secrets_of,
    senders_of,
    sign,
    verify,
    verify_sender,
)

KEY = bytes(range(200, 232))
NOW = datetime(2024, 4, 1, tzinfo=UTC)
STAMP = int(NOW.timestamp())


def headers(signature: str, stamp: str = str(STAMP)) -> dict[str, str]:
    return {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": signature}


def test_the_example_of_the_specification_gives_its_signature() -> None:
    key = secrets_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")[0]

    signed = sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("padding", ["=", ""])
def test_a_secret_may_use_either_alphabet_with_or_without_padding(encode, padding) -> None:
    text = encode(KEY).decode()

    assert secrets_of("whsec_" + (text if padding else text.rstrip("="))) == (KEY,)


def test_several_secrets_hold_while_one_is_being_replaced() -> None:
    keys = secrets_of(", ".join("whsec_" + base64.b64encode(k).decode() for k in (KEY, b"b" * 24)))

    for key in keys:
        assert verify(keys, headers(sign(key, "msg_1", STAMP, b"x")), b"x", NOW) == "msg_1"


@pytest.mark.parametrize(
    "setting", ["hunter2hunter2hunter2", "whsec_!!!", "whsec_c2hvcnQ=", "whsec_Q"]
)
def test_a_secret_that_is_none_stops_the_start_without_being_printed(setting: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        secrets_of(setting)

    assert setting.removeprefix("whsec_") not in str(refused.value)


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "٣", str(STAMP - 301), "9" * 400])
def test_a_timestamp_that_is_old_or_none_is_refused(stamp: str) -> None:
    good = sign(KEY, "msg_1", STAMP, b"x")

    with pytest.raises(Refused):
        verify((KEY,), headers(good, stamp), b"x", NOW)


@pytest.mark.parametrize("given", ["", "v1,", "v2,abc", "v1,AAAA v1,BBBB", "v1,é"])
def test_no_other_signature_passes(given: str) -> None:
    with pytest.raises(Refused):
        verify((KEY,), headers(given), b"x", NOW)


def secret(key: bytes) -> str:
    return "whsec_" + base64.b64encode(key).decode()


def test_each_sender_has_secrets_of_its_own_one_a_line() -> None:
    setting = (
        f"# portals\ngd-portal = {secret(KEY)}\n\nfeed-2={secret(b'a' * 24)},{secret(b'b' * 24)}\n"
    )

    senders = senders_of(setting)

    assert senders == {"gd-portal": (KEY,), "feed-2": (b"a" * 24, b"b" * 24)}
    for name, keys in senders.items():
        for key in keys:
            signed = headers(sign(key, "msg_1", STAMP, b"x"))
            assert verify_sender(senders, signed, b"x", NOW) == (name, "msg_1")


def test_no_senders_are_none() -> None:
    assert senders_of(None) == senders_of("") == {}


@pytest.mark.parametrize(
    "lines",
    [
        f"no name {secret(KEY)}",
        f"={secret(KEY)}",
        f"Upper={secret(KEY)}",
        f"cli={secret(KEY)}",
        f"a={secret(KEY)}\na={secret(b'b' * 24)}",
        f"a={secret(KEY)}\nb={secret(KEY)}",
        "a=",
        "a=hunter2hunter2hunter2",
    ],
    ids=["space", "empty", "upper", "way in", "twice", "shared secret", "no secret", "none"],
)
def test_senders_that_are_none_stop_the_start_without_a_secret_being_printed(lines: str) -> None:
    with pytest.raises(Misconfigured, match="WEBHOOK_SENDERS") as refused:
        senders_of(lines)

    assert "whsec_0" not in str(refused.value)
    assert secret(KEY).removeprefix("whsec_") not in str(refused.value)
    assert "hunter2" not in str(refused.value)
