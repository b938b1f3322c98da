"""HTML -> the report's text and what the page says of itself.

``trafilatura`` finds the report among menus, comments and links. Three things are done here besides, because attribution
lives by them: quotations that only the markup marks get their quotation marks, paragraphs stay apart by an empty line, and the
time of publication keeps its hour and zone.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reportedly.errors import BadOption, UnreadableFile
from reportedly.read.language import check_language
from reportedly.read.moments import STAMP_GAP, scan

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OPENING_MARKS = ('"', "“", "”", "„", "«", "»", "‘", "‚", "‹", "「", "『")
_DASHES = ("—", "–", "―", "--", "~")
_WORD = re.compile(r"\w")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BLOCKS = {"p", "head", "item", "cell", "code", "ab", "div", "quote", "list", "table", "row", "body", "main", "comments"}
# Inline markup that says nothing here. It goes before parsing, because extraction takes quadratic time over it.
_TYPOGRAPHY = re.compile(r"</?(?:b|i|em|strong|u|s|small|big|font|mark|abbr|acronym|sup|sub|wbr)(?:\s[^<>]*)?>", re.IGNORECASE)
_QUOTE_TAG = re.compile(r"<(/?)q(?:\s[^<>]*)?>", re.IGNORECASE)
MAX_CHILDREN = 3000  # of one element; no story has as many paragraphs, and extraction takes quadratic time over more
_PUBLISHED_NAMES = {
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date", "publication_date", "dc.date", "dc.date.issued", "dc.date.created", "dcterms.date", "dcterms.issued",
    "dcterms.created", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "last-published",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from a page."""

    text: str  # paragraphs separated by an empty line; the headline is ``title`` and not repeated in it
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None  # ISO 8601
    language: str | None  # ISO 639-1, as declared
    uri: str | None  # the address that the page calls its own


def read_page(html: str, name: str, uri: str | None = None) -> Page:
    """The report of a page. ``name`` is what messages call it, ``uri`` where it came from.

    Raises UnreadableFile where the page holds no running text.
    """
    import trafilatura  # here, because it costs a quarter of a second to import
    from trafilatura.metadata import extract_metadata

    tree = _parsed(html)
    if tree is None:
        raise UnreadableFile(f"{name} is no HTML page that can be read; save its text as a .txt file.")
    if any(len(element) > MAX_CHILDREN for element in tree.iter()):
        raise UnreadableFile(
            f"{name} is no story's page: it has more than {MAX_CHILDREN} parts in a row; save its text as a .txt file."
        )
    language, published = _language(tree), _published(tree)
    known = extract_metadata(tree, default_url=uri, extensive=False)
    _mark_quotations(tree)
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    text = "\n\n".join(_paragraphs(body, known.title)) if body is not None else ""
    if not _WORD.search(text):
        raise UnreadableFile(f"{name} holds no report, only menus and the like; save the story's text as a .txt file.")
    return Page(text, known.title, known.sitename, known.author, published, language, known.url)


def _parsed(html: str) -> HtmlElement | None:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    html = _TYPOGRAPHY.sub("", html.replace("\0", "\ufffd"))
    html = _QUOTE_TAG.sub(lambda tag: "”" if tag[1] else "“", html)  # as browsers print <q>a joke</q>
    try:
        return document_fromstring(html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


# Quotations


def _mark_quotations(tree: HtmlElement) -> None:
    """Gives blockquotes the marks that their layout stands for and the text would lack.

    Each paragraph opens with a mark and the last closes with one, as agencies print long quotations. Blockquotes with quotation
    marks of their own are left alone.
    """
    for quote in tree.iter("blockquote"):
        if not any(above.tag == "blockquote" for above in quote.iterancestors()) and not _has_marks(quote):
            _mark_block(quote)
        for footer in quote.iter("footer"):  # who is quoted; a page's other footers are no part of the report
            footer.tag = "p"


def _has_marks(quote: HtmlElement) -> bool:
    return any(mark in quote.text_content() for mark in _OPENING_MARKS)


def _mark_block(quote: HtmlElement) -> None:
    paragraphs = [part for part in quote.iter("p", "li") if _is_quoted(part)] or [quote]
    words = [part for part in paragraphs if part.text_content().strip()]
    for part in words:
        part.text = "“" + (part.text or "").lstrip()
    if words:
        _append(words[-1], "”")


def _is_quoted(part: HtmlElement) -> bool:
    """Not who is quoted: ``<footer>Inês Prata</footer>``, ``<p><cite>Inês Prata</cite></p>``, ``<p>— Inês Prata</p>``."""
    words = "".join(part.xpath(".//text()[not(ancestor::footer or ancestor::cite or ancestor::figcaption)]")).strip()
    return bool(words) and not words.startswith(_DASHES)


def _append(element: HtmlElement, mark: str) -> None:
    """Puts a mark behind the last words of an element, before a ``<footer>`` or ``<cite>`` that names who is quoted."""
    children = [child for child in element if isinstance(child.tag, str)]
    while children and children[-1].tag in ("footer", "cite", "br") and not (children[-1].tail or "").strip():
        children.pop()
    if children:
        children[-1].tail = (children[-1].tail or "").rstrip() + mark
    else:
        element.text = (element.text or "").rstrip() + mark


# Text


def _paragraphs(body: HtmlElement, title: str | None) -> Iterator[str]:
    """The paragraphs of an extracted body, white space collapsed, without the headline that repeats the title."""
    for index, text in enumerate(_blocks(body)):
        if not (index == 0 and title and text == _SPACE.sub(" ", title).strip()):
            yield text


def _blocks(body: HtmlElement) -> Iterator[str]:
    lines: list[list[str]] = [[]]
    for kind, text in _events(body):
        if kind == "words":
            lines[-1].append(text)
        elif kind == "line":
            lines.append([])
        else:
            yield from _joined(lines)
            lines = [[]]
    yield from _joined(lines)


def _joined(lines: list[list[str]]) -> Iterator[str]:
    whole = "\n".join(filter(None, (_SPACE.sub(" ", "".join(line)).strip() for line in lines)))
    if whole:
        yield whole


def _events(body: HtmlElement) -> Iterator[tuple[str, str]]:
    """The body as a run of words, line breaks and paragraph ends; a ``<quote>`` within a sentence ends none."""
    from lxml import etree

    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCKS and not _is_inline(element)
        if block:
            yield "block", ""
        if event == "start":
            if element.tag == "lb":
                yield "line", ""
            yield "words", element.text or ""
        elif element is not body:
            yield "words", element.tail or ""


def _is_inline(element: HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "quote" and parent is not None and parent.tag in ("p", "item", "cell", "head")


# What the page says of itself


def _language(tree: HtmlElement) -> str | None:
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    try:
        return check_language(declared) if declared else None
    except BadOption:
        return None


def _published(tree: HtmlElement) -> str | None:
    """When the page says that it was published, as ISO 8601: by JSON-LD, then ``<meta>``, then ``<time>``."""
    return next((iso for value in _declared_times(tree) if (iso := as_iso(value))), None)


def _declared_times(tree: HtmlElement) -> Iterator[str]:
    yield from _linked_data_times(tree)
    for meta in tree.iter("meta"):
        names = (meta.get("property"), meta.get("name"), meta.get("itemprop"))
        if meta.get("content") and any(name and name.lower() in _PUBLISHED_NAMES for name in names):
            yield meta.get("content", "")
    times = [time for time in tree.iter("time") if time.get("datetime")]
    times.sort(key=lambda time: not (time.get("itemprop") == "datePublished" or time.get("pubdate") is not None))
    yield from (time.get("datetime", "") for time in times)


def _linked_data_times(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.get("type", "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        yield from _dates_published(data)


def _dates_published(data: object) -> Iterator[str]:
    """Every ``datePublished``, those of articles before those of the site around them."""
    articles: list[str] = []
    others: list[str] = []
    due = deque([data])
    while due:
        value = due.popleft()
        if isinstance(value, list):
            due.extend(value)
        elif isinstance(value, dict):
            due.extend(value.values())
            if isinstance(when := value.get("datePublished"), str):
                (articles if re.search("Article|Posting|Report", str(value.get("@type"))) else others).append(when)
    yield from articles + others


def as_iso(value: str) -> str | None:
    """A declared time as ISO 8601, as precise as it is: ``2024-03-29T09:15:00.000Z``, ``Fri, 29 Mar 2024 09:15:00 GMT``."""
    value = value.strip()[:80]
    if re.fullmatch(r"\d{4}(?:-\d\d)?", value):
        return value
    try:
        moment = datetime.fromisoformat(value).replace(microsecond=0)
    except ValueError:
        return scan(value, 0, STAMP_GAP).published.iso
    return moment.isoformat() if len(value) > 10 else moment.date().isoformat()
