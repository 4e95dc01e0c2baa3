"""Where a request comes from, behind a proxy only as a proxy says that the operator trusts."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Optional, Union
from urllib.parse import urlsplit

from sanic import Sanic
from sanic.request import Request

from bot.channel.limit_settings import LimitSettings

# Whoever has an IPv6 address has a whole network of this many bits.
BITS_OF_A_HOUSE = 64
UNREADABLE = "unreadable"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def trust(app: Sanic, settings: LimitSettings) -> None:
    """Have Sanic read the header that the operator names, from its end: what comes before was written by whoever asks."""
    if settings.address_header:
        app.config.FORWARDED_FOR_HEADER = settings.address_header
        app.config.PROXIES_COUNT = settings.proxies


def address_of(request: Request, settings: LimitSettings) -> Optional[str]:
    """The address as it is counted; None for this machine itself, of which nobody can be told apart."""
    sender = _plain(ip_address(request.ip))
    from_a_proxy = settings.address_header and any(sender in network for network in settings.proxy_networks)
    if from_a_proxy and settings.address_header in request.headers:
        try:
            # Some proxies add the port, and Sanic puts brackets around what has colons.
            return _counted(_plain(ip_address(urlsplit(f"//{request.remote_addr}").hostname or "")))
        except ValueError:
            return UNREADABLE
    return None if sender.is_loopback else _counted(sender)


def _plain(address: Union[IPv4Address, IPv6Address]) -> Union[IPv4Address, IPv6Address]:
    return getattr(address, "ipv4_mapped", None) or address


def _counted(address: Union[IPv4Address, IPv6Address]) -> str:
    if address.version == 4:
        return str(address)
    return str(ip_network((int(address), BITS_OF_A_HOUSE), strict=False))


def is_local(request: Request) -> bool:
    """Whether a program on this machine asks: no proxy in front of it, and no web page of somebody else's."""
    own_page = request.headers.get("origin") in (None, f"{request.scheme}://{request.host}")
    return ip_address(request.ip).is_loopback and not is_forwarded(request) and own_page


def is_forwarded(request: Request) -> bool:
    """Whether a proxy says that it hands the request on."""
    return any(name in request.headers for name in FORWARDED)
