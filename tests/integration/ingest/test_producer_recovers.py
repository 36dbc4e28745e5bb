"""The bus comes back: a publisher that failed sends again, without a restart of ingest."""

import pytest
from kafka import KafkaAdminClient

from chassis.errors import Transient
from contracts.wire import Record
from deploy.local.kafka import KafkaBroker
from services.ingest.adapters.producer import KafkaPublisher

pytestmark = pytest.mark.integration


async def test_after_an_outage_longer_than_the_delivery_timeout_it_publishes_again(tmp_path):
    broker = KafkaBroker(tmp_path / "kafka")
    broker.start()
    publisher = KafkaPublisher(broker.bootstrap, deadline=1.0)
    record = Record("topic", b"k", b"v", ())
    try:
        admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
        admin.create_topics({"topic": {"num_partitions": 2}}, wait_for_metadata=True)
        admin.close()
        await publisher.publish([record])
        broker.kill()
        for _ in range(4):
            with pytest.raises(Transient):
                await publisher.publish([record])
        broker.start()

        await _published(publisher, record)
    finally:
        await publisher.close()
        broker.stop()


async def _published(publisher, record, tries=20):
    for _ in range(tries):
        try:
            await publisher.publish([record])
        except Transient:
            continue
        else:
            return
    pytest.fail("the publisher never recovered")
