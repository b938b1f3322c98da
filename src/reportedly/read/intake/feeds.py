"""Feeds that the user gave: RSS, Atom and RDF. feedparser reads them; an entry's own words are the story."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import feedparser
from lxml.html import fromstring

from reportedly.errors import UnreadableFile
from reportedly.read.html import as_iso
from reportedly.read.intake.item import Content, Data, Found, Item, Place, Text, Trouble, mark_of, mark_of_known
from reportedly.read.intake.tables import as_words
from reportedly.read.known import Known

# What may stand before the first element is never tried in two ways: there may be a thousand comments.
_BEFORE = rb"(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*+>)\s*+)*+"
_ROOT = re.compile(rb"\s*+" + _BEFORE + rb"<(?:[\w-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[a-z!/]|&(?:#?\w+);", re.IGNORECASE)
HEAD = 4096  # bytes in which a feed's first element stands


def is_feed(start: bytes) -> bool:
    """Whether bytes begin as a feed does, in any encoding of one or two bytes a character."""
    plain = start[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return _ROOT.match(plain) is not None


def feed_items(data: bytes, place: Place, uri: str | None = None) -> Found:
    """A story for each entry, ``feed.xml#<guid>``. ``uri`` is where the feed came from, which its links may be relative to.

    Raises UnreadableFile where it is no feed.
    """
    if not is_feed(data):
        raise UnreadableFile(f"{place.name} is no feed; give RSS or Atom, or a story as .txt or .html.")
    # As a file, because feedparser would open what it is given otherwise.
    feed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": uri} if uri else {})
    for number, entry in enumerate(feed.entries, start=1):
        yield _item(entry, feed, place.part(entry.get("id") or entry.get("link") or number))
    if feed.bozo and not isinstance(feed.bozo_exception, _HARMLESS):
        reason = " ".join(str(feed.bozo_exception).split()).rstrip(".")
        error = UnreadableFile(f"{place.name} is broken XML ({reason}), so entries may be missing; get it anew.")
        yield Trouble(place.name, error)


_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any], place: Place) -> Item | Trouble:
    value, markup = _story(entry)
    if not value.strip():
        return Trouble(place.name, UnreadableFile(f"{place.name} has no text, only a headline; give the story's own page."))
    channel = feed["feed"]
    known = Known(
        published=_published(entry),
        title=_plain(entry.get("title_detail")),
        publisher=as_words(entry.get("source", {}).get("title")) or _plain(channel.get("title_detail")),
        author=as_words(entry.get("author")) or (as_words(channel.get("author")) if feed["version"].startswith("atom") else None),
        uri=as_words(entry.get("link")),
    )
    page = Data(_page(value, channel.get("language")), place.origin, page=True, charset="utf-8")
    content: Content = page if markup else Text(value, place.origin)
    return Item(place.name, mark_of(value, mark_of_known(known)), content, known)


def _story(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """The fullest words of an entry, and whether they are HTML; RSS does not say, and plain words without markup are none."""
    said = [*entry.get("content", []), *([entry["summary_detail"]] if "summary_detail" in entry else [])]
    fullest: Mapping[str, Any] = max(said, key=lambda part: len(part.get("value") or ""), default={})
    value = fullest.get("value") or ""
    return (value, True) if fullest.get("type") != "text/plain" and _MARKUP.search(value) else (value.strip(), False)


def _page(fragment: str, language: object) -> bytes:
    declared = f' lang="{escape(language)}"' if isinstance(language, str) else ""
    return f"<html{declared}><body><article>{fragment}</article></body></html>".encode("utf-8", "replace")


def _plain(detail: Mapping[str, Any] | None) -> str | None:
    """A headline without markup: ``Port <b>shut</b>`` -> ``Port shut``."""
    value = (detail or {}).get("value") or ""
    if detail and detail.get("type") != "text/plain" and _MARKUP.search(value):
        value = fromstring(f"<p>{value}</p>").text_content()
    return as_words(value)


def _published(entry: Mapping[str, Any]) -> str | None:
    """When it was published; Atom must only say when it was updated, which is the same unless it was."""
    return next((iso for name in ("published", "updated") if (iso := as_iso(entry.get(name) or ""))), None)
