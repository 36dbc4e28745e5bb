"""Keys go where every other Kafka client would put them."""

from aiokafka.partitioner import murmur2 as reference
from hypothesis import given
from hypothesis import strategies as st

from chassis.stage.partitions import murmur2, partition_for


@given(st.binary(max_size=80))
def test_murmur2_equals_the_clients_own(key):
    assert murmur2(key) == reference(key) & 0xFFFFFFFF


def test_a_key_keeps_its_partition():
    assert partition_for(b"21", 12) == partition_for(b"21", 12) < 12
