"""Connections to the public internet and nowhere else, for addresses that somebody else named.

A server that fetches what a stranger names could be made to ask the machines beside it (SSRF). The address is looked at when the
connection is made, not before, so that neither a redirect nor a name that changes its address leads inside.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import urllib.request
from typing import Any

from reportedly.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # IPv4 in the last 32 bits (RFC 6052)


def is_public(address: Address) -> bool:
    """Whether the address is of the public internet, also where it wraps one of IPv4.

    >>> [is_public(ipaddress.ip_address(a)) for a in ("93.184.215.14", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::1")]
    [True, False, False, False, False]
    >>> [is_public(ipaddress.ip_address(a)) for a in ("::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "224.0.0.1")]
    [False, False, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def connect(address: tuple[str, int], timeout: Any = None, source_address: Any = None) -> socket.socket:
    """A connection, as ``socket.create_connection`` makes one. Raises FetchError where the host is not a public one.

    All its addresses must be: which of them answers is not for the host to choose.
    """
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_public(ipaddress.ip_address(str(sockaddr[0]).partition("%")[0])) for *_, sockaddr in found):
        raise FetchError(f"{host} is no address of the public web, so it is not fetched; save the page and hand in the file.")
    trouble: OSError | None = None
    for *_, sockaddr in found:
        try:
            return socket.create_connection((str(sockaddr[0]), port), timeout, source_address)
        except OSError as error:
            trouble = error
    raise trouble or OSError(f"{host} has no address")


class _Http(http.client.HTTPConnection):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._create_connection = connect  # where the standard library keeps socket.create_connection


class _Https(http.client.HTTPSConnection):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._create_connection = connect


class PublicHttp(urllib.request.HTTPHandler):
    """Opens http addresses of the public internet."""

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Http, req)


class PublicHttps(urllib.request.HTTPSHandler):
    """Opens https addresses of the public internet."""

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Https, req)
