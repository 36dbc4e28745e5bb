"""Tells hosts of this machine or network from those on the Internet."""

import ipaddress


def is_private(host: str) -> bool:
    """Whether a host is this machine or, by a name without dots, one of the same network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return "." not in host
