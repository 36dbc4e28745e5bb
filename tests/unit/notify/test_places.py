"""Settings become destinations; what could never work is refused with what to set."""

import pytest
from pydantic import ValidationError

from chassis.errors import Misconfigured
from services.notify.adapters.places import channels_of, receivers_of
from services.notify.app import load_routes
from services.notify.settings import ROUTES, NotifySettings

BASE = {"KAFKA_BOOTSTRAP": "kafka:9092", "POSTGRES_DSN": "postgresql://x"}
SLACK = {"SLACK_TOKEN": "xoxb-secret", "SLACK_CHANNEL": "C1"}
MAIL = {"SMTP_HOST": "mail.example.com", "MAIL_FROM": "e@x.example", "MAIL_TO": "a@x.example"}
STAND_IN = {"SLACK_BASE_URL": "http://127.0.0.1:8071/api/"}
SINK = {"SMTP_HOST": "mail-sink", "SMTP_TLS": "none"}


def settings(*parts: dict[str, str]) -> NotifySettings:
    environ = dict(BASE)
    for part in parts:
        environ |= part
    return NotifySettings.from_env(environ)


def targets(given: NotifySettings) -> dict[str, list[str]]:
    found = receivers_of(given, load_routes(ROUTES))
    return {name: [d.target for d in destinations] for name, destinations in found.items()}


def test_demo_events_reach_nobody_real_unless_a_place_is_set_for_them():
    real = targets(settings(SLACK, MAIL))
    assert (real["demo-slack"], real["demo-mail"]) == ([], [])
    assert (real["oncall-slack"], real["oncall-mail"]) == (["C1"], ["a@x.example"])

    fake = targets(settings(SLACK, STAND_IN, MAIL, SINK))
    assert (fake["demo-slack"], fake["demo-mail"]) == (["C1"], ["a@x.example"])

    own = {"DEMO_SLACK_CHANNEL": "C9", "DEMO_MAIL_TO": "b@x.example"}
    given = targets(settings(SLACK, MAIL, own))
    assert (given["demo-slack"], given["demo-mail"]) == (["C9"], ["b@x.example"])


def test_every_recipient_is_a_destination_whose_id_does_not_show_the_address():
    many = settings(MAIL, {"MAIL_TO": "a@x.example, b@x.example,a@x.example"})
    destinations = receivers_of(many, load_routes(ROUTES))["oncall-mail"]

    assert [d.target for d in destinations] == ["a@x.example", "b@x.example"]
    assert not any("x.example" in d.id for d in destinations)


def test_receivers_know_their_fallback():
    both = receivers_of(settings(SLACK, MAIL), load_routes(ROUTES))

    assert both["oncall-slack"][0].fallback == (both["oncall-mail"][0].id,)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((), "SLACK_TOKEN"),
        (({"SLACK_TOKEN": "x"},), "SLACK_CHANNEL"),
        (({"SMTP_HOST": "mail.example.com"},), "MAIL_FROM"),
        ((MAIL, {"SMTP_TLS": "none"}), "SMTP_TLS"),
    ],
)
def test_what_cannot_work_says_what_to_set(parts, words):
    with pytest.raises(Misconfigured) as caught:
        channels_of(settings(*parts))
    assert words in str(caught.value)


def test_a_wrong_setting_is_named_and_no_secret_is_shown():
    with pytest.raises(Misconfigured) as caught:
        settings(SLACK, {"SLACK_MENTION": "everybody", "SMTP_PORT": "xoxb-secret"})
    assert "SLACK_MENTION" in str(caught.value)
    assert "xoxb-secret" not in str(caught.value)
    assert "xoxb-secret" not in repr(settings(SLACK))


def test_settings_are_frozen():
    with pytest.raises(ValidationError):
        settings(SLACK).slack_channel = "C2"
