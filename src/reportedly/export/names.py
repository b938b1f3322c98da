"""How things are called outside of a reading: identifiers that mean the same in every export, and names of files.

::

    urn:sha256:b4d4…                      a story's text, by its digest
    urn:sha256:b4d4…#char=488,1035        words of it (RFC 5147): from the 488th to the 1035th place between its characters
    urn:reportedly:statement:b4d4…:s4     a statement of the reading of that story
    urn:reportedly:event:b4d4…:e2         an event of it
    urn:reportedly:actor:17               an actor whom the ledger knows, the same one in all stories
    urn:reportedly:actor:b4d4…:a2         an actor known in that story only
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from reportedly.records import Actor, Document, Event, Span, Statement

TERMS = "urn:reportedly:terms:"  # what reportedly says and the vocabularies of others have no word for
DIGITS = 12  # of the digest, in names of files: enough for any two of a billion stories


def digest_of(document: Document) -> str:
    """The story in one word: the digits of its digest."""
    return _part(document.id.removeprefix("sha256:"))


def document_iri(document: Document) -> str:
    return f"urn:sha256:{digest_of(document)}"


def words_iri(document: Document, span: Span) -> str:
    return f"{document_iri(document)}#char={span.start},{span.end}"


def statement_iri(statement: Statement) -> str:
    return f"urn:reportedly:statement:{digest_of(statement.document)}:{_part(statement.id)}"


def event_iri(document: Document, event: Event) -> str:
    return f"urn:reportedly:event:{digest_of(document)}:{_part(event.id)}"


def actor_iri(document: Document, actor: Actor) -> str:
    if ledger := actor.links.get("ledger"):
        return f"urn:reportedly:actor:{_part(ledger)}"
    return f"urn:reportedly:actor:{digest_of(document)}:{_part(actor.id)}"


def term_iri(*parts: str) -> str:
    """``urn:reportedly:model:attribution:20241101``"""
    return "urn:reportedly:" + ":".join(_part(part) for part in parts)


def same_as(actor: Actor) -> list[str]:
    """Where outside registers speak of the actor: Wikidata's entity, ISO's page of a country, any link that is an address."""
    known = [
        f"http://www.wikidata.org/entity/{actor.links['wikidata']}" if _QID.fullmatch(actor.links.get("wikidata", "")) else None,
        f"https://www.iso.org/obp/ui/#iso:code:3166:{code}" if (code := country(actor)) else None,
        *(web_address(link) for link in actor.links.values()),
    ]
    return list(dict.fromkeys(address for address in known if address))


def country(actor: Actor) -> str | None:
    """The actor's ISO 3166-1 code of two letters."""
    code = actor.links.get("iso3166", "")
    return code if _COUNTRY.fullmatch(code) else None


def web_address(uri: str | None) -> str | None:
    """The address, if it is one of the web and may stand as it is in any format."""
    return uri if uri and _WEB.fullmatch(uri) else None


def resource(uri: str | None) -> str | None:
    """The identifier, if it has a scheme and no sign that identifiers may not have; ``file:///home/ada/story.txt``."""
    return uri if uri and _IRI.fullmatch(uri) else None


def file_stem(document: Document) -> str:
    """A name for the story's files: readable, allowed everywhere, and of no other story: ``harbour-9f86d081884c``."""
    readable = _readable(document.uri) or _slug(document.title or "") or "story"
    return f"{readable}-{_slug(digest_of(document))[:DIGITS] or 'x'}"


def _readable(uri: str | None) -> str:
    """The last part of an address without its suffix."""
    try:
        path = urlsplit(uri or "").path
    except ValueError:
        return ""
    return _slug(unquote(path.rstrip("/").rsplit("/", 1)[-1]).rsplit(".", 1)[0])


def _slug(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", text.casefold()))[:48].strip("-")


@lru_cache(maxsize=256)  # the same story is named many times in a row
def _part(text: str) -> str:
    """Part of an identifier: whatever might end it, or is no sign of one, is escaped."""
    return quote(text, safe="", errors="replace")


_QID = re.compile("Q[1-9][0-9]*")
_COUNTRY = re.compile("[A-Z]{2}")
_WEB = re.compile(r"https?://[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[0-9]+)?(?:[/?#][!#$%&'()*+,/0-9:;=?@A-Z\[\]_a-z~.-]*)?")
_IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[!#$%&'()*+,/0-9:;=?@A-Z\[\]_a-z~.-]+")
