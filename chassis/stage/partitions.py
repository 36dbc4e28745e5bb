"""Where a key goes: murmur2 as Java, aiokafka and kafka-python have it, but fast."""

import functools
import struct

_MASK = 0xFFFFFFFF
_SEED = 0x9747B28C
_M = 0x5BD1E995


def murmur2(data: bytes) -> int:
    """Return the 32-bit murmur2 hash that Kafka's default partitioner uses."""
    length = len(data)
    words = length >> 2
    h = (_SEED ^ length) & _MASK
    for k in struct.unpack_from(f"<{words}I", data):
        k = (k * _M) & _MASK  # noqa: PLW2901  the algorithm's own names
        k ^= k >> 24  # noqa: PLW2901
        h = ((h * _M) & _MASK) ^ ((k * _M) & _MASK)
    if tail := data[words << 2 :]:
        h = ((h ^ int.from_bytes(tail, "little")) * _M) & _MASK
    h = ((h ^ (h >> 13)) * _M) & _MASK
    return h ^ (h >> 15)


@functools.lru_cache(65536)
def partition_for(key: bytes, count: int) -> int:
    """Return the partition of `key` among `count`."""
    return (murmur2(key) & 0x7FFFFFFF) % count
