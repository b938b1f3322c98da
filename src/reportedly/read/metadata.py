"""What the top of a story says of itself: stamp, byline and dateline.

::

    date 2024-03-29 29 Mar. 12:15 (UTC+3 MSK)         <- a stamp: a line of dates and names only
    By Ana Lopes in Faro                              <- a byline
    LISBON, March 29 (Lusitania) -- The harbour ...   <- a dateline: what stands before the story's first word

The rules are in ``RULES``, each a function with its example; the first that fits a line has it. What a line says more
precisely fills what another leaves open: a dateline without a year takes it from the stamp, or from what is known already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from reportedly.errors import BadOption
from reportedly.read.moments import DATELINE_GAP, NO_MOMENT, STAMP_GAP, Moment, scan
from reportedly.read.names import is_place, name_end, place_end, publishes
from reportedly.records import Span, Spans

TOP = 3000  # characters within which stamps and datelines stand
TOP_LINES = 8  # and lines: headline, rubric, byline, stamp and the like

_PRECISIONS = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?)?)?")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a story's stamp, byline and dateline say. All is None, and ``spans`` empty, where there are none."""

    spans: Spans = ()  # where they stand, in text order; nothing in them is part of the report
    place: str | None = None  # as printed: "KYIV, Ukraine"
    publisher: str | None = None  # as printed: "AFP"
    published: str | None = None  # ISO 8601, as precise as printed
    rules: tuple[str, ...] = ()  # the names of the rules that found the spans

    @property
    def span(self) -> Span | None:
        """The last of the spans: the report begins behind it."""
        return self.spans[-1] if self.spans else None


@dataclass(frozen=True, slots=True)
class _Found:
    """What one rule read at the beginning of a line."""

    end: int  # in the line
    place: str | None = None
    publisher: str | None = None
    moment: Moment = NO_MOMENT


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the top of the story, without surrounding white space."""

    text: str
    start: int
    after_stamp: bool  # a stamp stands above it
    turns: bool  # other lines begin as "COOPER: ..." does: the story is a transcript


def check_published(value: str) -> str:
    """A publication time that a user gave, as ISO 8601: ``2024``, ``2024-03``, ``2024-03-29`` or ``2024-03-29T12:15:00+03:00``.

    A time needs its zone. Raises BadOption for anything else.
    """
    value = value.strip()
    try:
        if _PRECISIONS.fullmatch(value):
            # a year or a month is checked by its first day
            whole = datetime.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
            return value if len(value) <= 10 else whole.replace(microsecond=0).isoformat()
    except ValueError:
        pass  # 2024-02-30 looks like a date, but is none
    raise BadOption(
        f"The date {value!r} is none that can be used; write it like 2024-03-29, 2024-03 or 2024, or with a time and its zone"
        " like 2024-03-29T12:15+03:00."
    )


def dateline(text: str, known: str | None = None) -> Dateline:
    """What stamp, byline and dateline at the top of ``text`` say.

    ``known`` is the publication time as far as it is known otherwise (ISO 8601): it gives a date without a year its year.
    Without it and a stamp ``published`` stays None where the year is not printed: it is never taken from the clock.
    """
    place = publisher = None
    moment = NO_MOMENT
    spans: list[Span] = []
    names: list[str] = []
    for line in _top_lines(text):
        line = replace(line, after_stamp=moment.is_dated)
        rule, found = _first_rule(line)
        if found:
            spans.append(Span(line.start, line.start + found.end))
            names.append(rule)
            place, publisher = found.place or place, publisher or found.publisher  # a dateline's place beats a byline's
            moment = moment.completed_by(found.moment) if moment.is_dated else found.moment
        if (found and found.end < len(line.text)) or (not found and _is_prose(line.text)):
            break
    return Dateline(tuple(spans), place, publisher, moment.with_year_near(known).iso, tuple(names))


def _first_rule(line: _Line) -> tuple[str, _Found | None]:
    for rule in RULES:
        if found := rule(line):
            return rule.__name__, found
    return "", None


def _top_lines(text: str) -> Iterator[_Line]:
    top = text[:TOP]
    turns = len(_TURN.findall(top)) > 1
    lines = list(_LINE.finditer(top))[:TOP_LINES]
    return (_Line(found[0], found.start(), False, turns) for found in lines)


def _is_prose(line: str) -> bool:
    """The report has begun: headlines and rubrics are short and end without a stop."""
    return len(line) > 150 or line.rstrip("\"'”’»").endswith((".", "!", "?", ":", ","))


_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_TURN = re.compile(r"^[ \t]*[A-Z][A-Z .'’-]+:(?=\s)", re.MULTILINE)

# Datelines

_AGENCY = r"[^\W\d_][^()/\n,;:]{0,38}"
_IN_MARKS = re.compile(rf"[\s,.]*(?:\((?P<round>{_AGENCY})(?:, ?(?P<time>\d\d?[:h.]\d\d))?\)|/(?P<slashed>{_AGENCY})/)")
_DASH = r"\.?\s*(?:--+|[-‐‑–—―_])"
_STOP = re.compile(rf"{_DASH}(?=\s|[^\W\d_]|[\"“„«‘']|$)|[:.](?=\s|$)|$|(?<=[)/])(?=\s)")
_DASH_STOP = re.compile(rf"{_DASH}(?=\s|[^\W\d_]|[\"“„«‘'])")


def place_date_agency(line: _Line) -> _Found | None:
    """``BEIJING, April 1 (AFP) -- ``, ``MOSCOW. Dec 3 (Interfax)``, ``WASHINGTON, Jan. 5, 2016 /PRNewswire/``."""
    end = place_end(line.text, 0)
    dated = scan(line.text, end, DATELINE_GAP)
    agency = _IN_MARKS.match(line.text, dated.end)
    if not end or not agency or not dated.published.is_dated or not is_place(line.text[:end]):
        return None
    moment = dated.published
    if agency["time"] and moment.hour is None:  # ZAGREB, 3 September 2007 (Jadranska, 17:02)
        hour, minute = re.split(r"[:h.]", agency["time"])
        moment = replace(moment, hour=int(hour), minute=int(minute)) if int(hour) < 24 and int(minute) < 60 else moment
    return _Found(_stopped(line.text, agency.end()), line.text[:end], _marked(agency), moment)


def place_agency(line: _Line) -> _Found | None:
    """``LONDON (Reuters) - ``, ``KYIV, Ukraine (AP) — ``, ``RIGA (Baltika) - 18:20, 04.05.2016`` on a line by itself."""
    end = place_end(line.text, 0)
    agency = _IN_MARKS.match(line.text, end)
    stop = _DASH_STOP.match(line.text, agency.end()) if agency else None
    dated = scan(line.text, end, DATELINE_GAP).published.is_dated  # TEHRAN (Dec. 3) –
    if not end or not agency or not stop or dated or not is_place(line.text[:end]):
        return None
    behind = scan(line.text, stop.end() + line.text.startswith(" ", stop.end()), STAMP_GAP)
    if behind.end == len(line.text) and behind.published.day is not None:
        return _Found(behind.end, line.text[:end], _marked(agency), behind.published)
    return _Found(stop.end(), line.text[:end], _marked(agency))


def place_date(line: _Line) -> _Found | None:
    """``PARIS, 3 mai``, ``JOKKMOKK 17 March 2023. ``, ``Tehran, June 12, Pars Wire – ``, ``MOSCOW, 12 Mar - Vest News. ``."""
    end = place_end(line.text, 0)
    dated = scan(line.text, end, DATELINE_GAP)
    if not end or not dated.published.is_dated or dated.published.day is None or not is_place(line.text[:end]):
        return None
    name, after = _bare_agency(line.text, dated.end)
    stop = _STOP.match(line.text, after)
    if not stop:
        return None
    if not name and stop[0].strip(". ") and (behind := _bare_agency(line.text, stop.end()))[0] and publishes(behind[0]):
        name, stop = behind[0], _STOP.match(line.text, behind[1]) or stop
    if publishes(line.text[:end]):  # Prut-Press, 12 July 2012, 20:45
        return _Found(stop.end(), None, line.text[:end], dated.published)
    return _Found(stop.end(), line.text[:end], name or None, dated.published)


def agency_place_date(line: _Line) -> _Found | None:
    """``/Kolkheti-Press/ Tbilisi. 19.02.2009. ``, ``AZ-INFORM. Baku, 5 November 2021``, ``Kasbah Post – Tunis, 8 March 2013``."""
    opening = _IN_MARKS.match(line.text) or _FIRST_NAME.match(line.text)
    if not opening:
        return None
    start = opening.end() + line.text.startswith(" ", opening.end())
    end = place_end(line.text, start)
    dated = scan(line.text, end, DATELINE_GAP)
    stop = _STOP.match(line.text, dated.end)
    if end == start or not stop or dated.published.day is None:
        return None
    return _Found(stop.end(), line.text[start:end], _marked(opening), dated.published)


def agency_date(line: _Line) -> _Found | None:
    """``TASS/12 March/``, ``TASS, 12 March 2019/``."""
    end = name_end(line.text, 0)
    if not end or not (opening := _OPEN_SLASH.match(line.text, end)):
        return None
    dated = scan(line.text, opening.end(), DATELINE_GAP)
    if dated.published.day is None or not line.text.startswith("/", dated.end):
        return None
    return _Found(_stopped(line.text, dated.end + 1), None, line.text[:end], dated.published)


def agency_alone(line: _Line) -> _Found | None:
    """``(Reuters) - ``, ``(CNN) -- ``."""
    agency = _IN_MARKS.match(line.text)
    stop = _DASH_STOP.match(line.text, agency.end()) if agency else None
    return _Found(stop.end(), None, _marked(agency)) if agency and stop else None


def place_dash(line: _Line) -> _Found | None:
    """``OTTAWA — ``, ``ISLAMABAD: ``: a place in capitals; not ``COOPER: `` in a transcript, nor ``WATCH: ``."""
    end = place_end(line.text, 0)
    place, behind = line.text[:end], line.text[end:]
    dash, colon = _DASH_STOP.match(line.text, end), re.match(r":\s+(?=\S)", behind)
    if not end or not place.split(",")[0].isupper() or behind.isupper() or not is_place(place):
        return None
    if dash and re.match(r"[\s—–_-]+\S", dash[0] + behind[dash.end() - end :]):
        return _Found(dash.end(), place)
    return _Found(end + 1, place) if colon and not line.turns and len(place) >= 5 else None


def place_stop(line: _Line) -> _Found | None:
    """``Kyiv. `` or ``ANKARA`` under a stamp; also ``ANKARA / Haberkent``."""
    end = place_end(line.text, 0)
    if not line.after_stamp or not end or line.text[:end].count(" ") > 2 or not is_place(line.text[:end]):
        return None
    if end == len(line.text) and line.text.isupper():
        return _Found(end, line.text)
    if line.text[:end].isupper() and line.text.startswith(" / ", end) and name_end(line.text, end + 3) == len(line.text):
        return _Found(len(line.text), line.text[:end], line.text[end + 3 :])
    if re.match(r"\. +[^\W\d_]", line.text[end : end + 8]):
        return _Found(end + 1, line.text[:end])
    return None


# Stamps and bylines

_FIELD = re.compile(r"\s*(?:\||/(?=\s|$))\s*")
_SOURCE = re.compile(r"(?:source|by|posted by|published by|agency|from)[:\s]\s*(?P<name>\S.{0,60})", re.IGNORECASE)


def stamp(line: _Line) -> _Found | None:
    """A line of nothing but dates and names.

    ``date 2024-03-29 29 Mar. 12:15 (UTC+3 MSK)``, ``Published: 12:15 GMT, 29 March 2024``, ``29.03.2024 12:15``,
    ``23 June 2022, 21:10 | MINSK | Belaya Lenta``.
    """
    dated = scan(line.text, 0, STAMP_GAP)
    if not dated.published.is_dated or (dated.published.day is None and dated.published.hour is None and not dated.labelled):
        return None
    rest = line.text[dated.end :].strip(" .,;|/")
    if not rest:
        return _Found(len(line.text), moment=dated.published)
    if not _FIELD.match(line.text, dated.end):
        return None
    fields = [field for field in _FIELD.split(rest) if field]
    if any(len(field) > 60 or _is_prose(field) for field in fields):
        return None
    source = next(
        (found["name"] for field in fields if re.match("source", field, re.IGNORECASE) and (found := _SOURCE.match(field))), None
    )
    names = [field for field in fields if not _SOURCE.match(field) and name_end(field, 0) == len(field)]
    if len(names) == 2 and names[0].isupper():
        return _Found(len(line.text), names[0], source or names[1], dated.published)
    return _Found(len(line.text), None, source, dated.published)


def labelled_date(line: _Line) -> _Found | None:
    """A heading that ends in a date of its own: ``LIVE: Brussels, Thursday 14 June 2018``, ``CHRONICLE. Updated 3 April, 20:05``.

    Not any date: ``Died May 14th, 2011`` is not when the obituary was printed.
    """
    for opening in _OWN_DATE.finditer(line.text[:200]):
        dated = scan(line.text, opening.start(), STAMP_GAP)
        if dated.labelled and dated.published.day is not None and _ENDS.fullmatch(line.text, dated.end):
            return _Found(len(line.text), moment=dated.published)
    return None


def dated_names(line: _Line) -> _Found | None:
    """A line, or what stands before its first dash or colon, of names around one full date.

    ``Dune Observer | Agadez | Tue 22 Oct 2019, 21:10``, ``Lhasa, the 3rd of the Third Month (May 2, 2014): ``.
    """
    stop = _FIRST_STOP.search(line.text, 0, LONGEST_OPENING)
    for end in (len(line.text), len(line.text[: stop.end()].rstrip()) if stop else 0):
        head = line.text[:end]
        if not head or len(head) > LONGEST_OPENING or (end == len(line.text) and _is_prose(head)):
            continue
        for word in _WORD_START.finditer(head):
            dated = scan(head, word.start(), STAMP_GAP)
            if dated.published.day is None:
                continue
            around = head[: word.start()] + " " + head[dated.end :]
            year = _BRACKETED_YEAR.search(around)
            moment = replace(dated.published, year=int(year[1])) if year and dated.published.year is None else dated.published
            if moment.year is None or any(len(w) > 3 and w.islower() for w in _LETTERS.findall(around)):
                break
            return _Found(end, moment=moment)
    return None


def byline(line: _Line) -> _Found | None:
    """``By Ana Lopes in Faro``, ``By Sunny Adaji, Lokoja``, ``Staff Correspondent, Dhaka``, ``By JANE DOE``."""
    opening = _BYLINE.match(line.text)
    if not opening or len(line.text) > 80:
        return None
    end = len(opening[0]) if opening["role"] else name_end(line.text, opening.end())
    joint = _JOINT.match(line.text, end)
    if joint and not opening["role"]:
        end = name_end(line.text, joint.end())
    where = _WHERE.match(line.text, end)
    last = place_end(line.text, where.end()) if where else end
    if end == opening.start() or last != len(line.text) or last == (where.end() if where else -1):
        return None
    name = line.text[where.end() :] if where else None
    return _Found(len(line.text), None if name and publishes(name) else name, name if name and publishes(name) else None)


LONGEST_OPENING = 100  # characters
_FIRST_STOP = re.compile(r"(?<=[\w).])(?:\s*--+|\s+[–—-]|:)\s")
_WORD_START = re.compile(r"(?<!\w)\w")
_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKETED_YEAR = re.compile(r"\(((?:19|20)\d\d)\)")
_FIRST_NAME = re.compile(r"(?P<bare>[^\W\d_][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,3})(?:\. | [–—-]+ )")
_OPEN_SLASH = re.compile(r"/|, (?=\d)")
_OWN_DATE = re.compile(r"\b(?:updated|published|posted|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? ", re.IGNORECASE)
_ENDS = re.compile(r"[\s.)]*(?:\([^()]{0,40}\))?\.?")
_BYLINE = re.compile(
    r"(?:By|BY) (?=[^\W\d_])|(?P<role>(?:Staff|Special|Our|Political|Foreign)(?: [A-Z]\w+)? (?:Correspondent|Reporter|Writer))"
)
_JOINT = re.compile(r" (?:and|AND|&) ")
_WHERE = re.compile(r"(?: in |, | IN )")


def _marked(agency: re.Match[str]) -> str:
    """The name an agency match holds, whichever its marks."""
    return next(name for name in agency.groupdict().values() if name).strip()


def _bare_agency(text: str, start: int) -> tuple[str, int]:
    """A name without brackets at the end of a dateline (``Tehran, June 12, Pars Wire – ``) and where it ends."""
    opening = re.compile(r"[\s,.]+").match(text, start)
    if not opening:
        return "", start
    end = name_end(text, opening.end())
    name = text[opening.end() : end]
    stopped = _DASH_STOP.match(text, end) or (text.startswith(".", end) and (name.isupper() or publishes(name)))
    return (name, end) if name and stopped else ("", start)


def _stopped(text: str, end: int) -> int:
    """Behind the dash or stop that ends a dateline, if there is one."""
    stop = _STOP.match(text, end)
    return stop.end() if stop else end


RULES: tuple[Callable[[_Line], _Found | None], ...] = (
    stamp,
    byline,
    agency_place_date,
    place_date_agency,
    place_agency,
    place_date,
    agency_date,
    agency_alone,
    place_dash,
    place_stop,
    labelled_date,
    dated_names,
)
