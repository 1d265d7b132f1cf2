# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose neighbours count together when somebody asks or speaks too often: the network an address stands in."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

IPV4, IPV6 = 24, 64


def subnet(address: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one; one of the former that travels as the latter counts as what it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, IPV4 if found.version == 4 else IPV6), strict=False))  # noqa: PLR2004 - the number is the name
