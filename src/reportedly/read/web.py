"""A page that the user named -> Document. Nothing else here ever opens a connection.

The standard library fetches: one page, no cookies, no scripts, http and https only, whatever it is redirected to.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Unpack

from reportedly import __version__
from reportedly.errors import FetchError
from reportedly.read.files import document_of
from reportedly.read.known import Facts, Known
from reportedly.records import Document

MAX_BYTES = 20 * 1024 * 1024
PAGE_TYPES = ("text/html", "application/xhtml+xml")
TEXT_TYPES = ("text/plain",)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave out."""

    data: bytes
    uri: str  # where it came from in the end
    kind: str | None  # "text/html"; None where the server does not say
    charset: str | None

    @property
    def page(self) -> bool | None:
        """Whether it is HTML; None: to be told from the bytes."""
        return None if self.kind is None else self.kind in PAGE_TYPES


def read_url(url: str, *, timeout: float = 20.0, **known: Unpack[Facts]) -> Document:
    """The story at ``url``, fetched within ``timeout`` seconds.

    Raises FetchError where it cannot be fetched, UnreadableFile where what came holds no story, BadOption for a date or language
    that means nothing.
    """
    checked = Known(**known).checked()
    found = fetch(url, timeout=timeout)
    return document_of(found.data, url, checked, origin=found.uri, page=found.page, charset=found.charset)


def fetch(
    url: str, *, timeout: float = 20.0, kinds: tuple[str, ...] = (*PAGE_TYPES, *TEXT_TYPES), public: bool = False
) -> Fetched:
    """What is at ``url``, if it is of one of ``kinds``; ``public``: only if that is in the public internet. Raises FetchError."""
    data, headers, final = _fetch(_quoted(url), timeout, kinds, _public_opener() if public else _opener())
    kind = headers.get_content_type() if headers["Content-Type"] else None
    if kind not in (None, *kinds):
        raise FetchError(f"{url} is {kind}, neither a page nor text; name the story's own page.")
    return Fetched(data, final, kind, headers.get_content_charset())


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https; the standard handler would go to ftp too."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urllib.parse.urlsplit(newurl).scheme not in ("http", "https"):
            raise FetchError(f"{req.full_url} leads to {newurl}, which is no web address; name the story's own page.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_WebOnly)


def _public_opener() -> urllib.request.OpenerDirector:
    """It takes no proxy, which would connect in its place."""
    from reportedly.read.public import PublicHttp, PublicHttps

    return urllib.request.build_opener(_WebOnly, urllib.request.ProxyHandler({}), PublicHttp, PublicHttps)


def _fetch(
    url: str, timeout: float, kinds: tuple[str, ...], opener: urllib.request.OpenerDirector
) -> tuple[bytes, http.client.HTTPMessage, str]:
    """The body, the headers and the address it came from in the end."""
    deadline = time.monotonic() + timeout
    request = urllib.request.Request(url, headers={"User-Agent": f"reportedly/{__version__}", "Accept": ", ".join(kinds)})
    try:
        with opener.open(request, timeout=timeout) as response:
            return _body(response, url, deadline), response.headers, response.url
    except urllib.error.HTTPError as error:
        raise FetchError(f"{url} was not given out: the server answered {error.code} {error.reason}.") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise FetchError(f"{url} could not be fetched: {reason}; check the address and the connection.") from error


def _body(response: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
    """All of it, within the limits of size and time."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchError(f"{url} came compressed, which was not asked for; save the page and read the file.")
    data = bytearray()
    while chunk := response.read1(1 << 16):
        data += chunk
        if len(data) > MAX_BYTES:
            raise FetchError(f"{url} is larger than {MAX_BYTES // 2**20} MiB, so it is no story's page.")
        if time.monotonic() > deadline:
            raise FetchError(f"{url} took too long to come; try again, or save the page and read the file.")
    return bytes(data)


def _quoted(url: str) -> str:
    """The address as it goes over the wire, in ASCII: ``https://faro.example/maré`` -> ``https://faro.example/mar%C3%A9``.

    Raises FetchError for what is no web address.
    """
    try:
        parts = urllib.parse.urlsplit(url.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{url!r} is no web address; it should begin with http:// or https://.")
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError as error:  # a bad port, brackets that do not close, a label too long
        raise FetchError(f"{url!r} is no web address: {error}.") from error
    path, query = (urllib.parse.quote(part, safe="/%:;,=@!$&'()*+~?") for part in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme.lower(), host, path, query, ""))
