"""The broker's topics, the one table and the AsyncAPI document say the same."""

from pathlib import Path

import pytest
import yaml
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from contracts.topics import RISK_ASSESSED, TENDERS_RECEIVED, TOPICS
from deploy import topics
from deploy.local.kafka import KafkaBroker

pytestmark = pytest.mark.integration
ASYNCAPI = Path(__file__).parents[3] / "contracts" / "asyncapi.yaml"


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    broker = KafkaBroker(tmp_path_factory.mktemp("topics") / "kafka")
    broker.start()
    yield broker
    broker.stop()


def test_applying_twice_changes_nothing_the_second_time(broker):
    assert len(topics.diff(broker.bootstrap)) == len(TOPICS)
    assert len(topics.apply(broker.bootstrap)) == len(TOPICS)

    assert topics.diff(broker.bootstrap) == []
    assert topics.apply(broker.bootstrap) == []


def test_a_setting_that_was_changed_by_hand_is_named_and_corrected(broker):
    topics.apply(broker.bootstrap)
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    wrong = {"retention.ms": "1000"}
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, TENDERS_RECEIVED.name, wrong)])
    admin.close()

    (line,) = _eventually(lambda: topics.diff(broker.bootstrap), bool)
    assert line.startswith("tenders.received.v1: retention.ms is 1000")
    assert topics.apply(broker.bootstrap) == ["corrected tenders.received.v1: retention.ms"]
    assert _eventually(lambda: topics.diff(broker.bootstrap), lambda found: not found) == []


def _eventually(ask, fits):
    """The broker takes a moment to tell of a changed setting."""
    found = ask()
    for _ in range(50):
        if fits(found):
            break
        found = ask()
    return found


def test_the_asyncapi_document_describes_exactly_these_topics():
    document = yaml.safe_load(ASYNCAPI.read_text(encoding="utf-8"))
    channels = {c["address"]: c["bindings"]["kafka"] for c in document["channels"].values()}

    assert set(channels) == {topic.name for topic in TOPICS}
    assert channels[RISK_ASSESSED.name]["topicConfiguration"]["cleanup.policy"] == ["compact"]
    assert channels[TENDERS_RECEIVED.name]["partitions"] == topics.PARTITIONS
