"""Clock times, with the day they name or the day of telling, and stamps with a zone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reportedly.annotate.times.calendar import day_near, month_number, moved, weekday_near, weekday_number
from reportedly.annotate.times.numbers import ONES, any_of, ordinal_of
from reportedly.annotate.times.rule import Setting, Words, rule
from reportedly.annotate.times.rules.parts import day_with_part

_HOURS = {word: number for word, number in ONES.items() if number <= 12}
_LATE = frozenset({"afternoon", "evening", "night", "tonight", "dusk"})  # what makes 6:30 18:30
_SPELT = (
    rf"(?:(?P<spelt>{any_of(_HOURS)}|[01]?[0-9]|2[0-3])_o['’]?_?clock(?:_(?:in_the_)?{{part}})?"
    r"|(?P<named>(?:12_)?(?:noon|midnight)))"
)
_CLOCK = rf"(?:{{clock}}{{zone}}|{_SPELT}|(?P<military>[0-2][0-9][0-5][0-9])_?(?P<zone>(?-i:GMT|UTC|[ECMP][SD]T|hrs)))"
_DATE = r"(?:{shortday}(?:\s?,)?_)?(?:{month}_{day}(?:\s?,?_{year})?)"
_DATE_DAY_FIRST = r"(?:{shortday}(?:\s?,)?_)?{day}_{month}(?:\s?,?_{year})?"


def clock_of(words: Words) -> str:
    """ "4:30" "p" -> T16:30; a zone given by its distance from UTC goes along: T12:15+03:00."""
    if "named" in words:
        return "T24:00" if words["named"].lower().endswith("midnight") else "T12:00"
    if "military" in words:
        return f"T{words['military'][:2]}:{words['military'][2:]}{zone_of(words)}"
    if "spelt" in words:
        hour = _HOURS.get(words["spelt"].lower()) or int(words["spelt"])
        late = words.get("part", "").lower() in _LATE and hour < 12
        return f"T{hour + 12 * late:02}:00"
    hour, half = int(words["hour"]), (words.get("half") or words.get("short") or "").lower()
    late = words.get("part", "").lower() in _LATE and hour < 12
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour + 12 * late
    seconds = f":{words['second']}" if "second" in words else ""
    return f"T{hour:02}:{words.get('minute') or words.get('dotted') or '00'}{seconds}{zone_of(words)}"


def zone_of(words: Words) -> str:
    """ "UTC+3 MSK" -> +03:00, "GMT" -> Z. Others are left out, as the standard's corpora do: the clock time is local."""
    found = re.fullmatch(r"(UTC|GMT|Z)?\s?(?:([+−-])\s?([0-9]{1,2}):?([0-9]{2})?)?", words.get("zone", ""))
    if not found or not found[0]:
        return ""
    if not found[2]:
        return "Z"
    return f"{'+' if found[2] == '+' else '-'}{int(found[3]):02}:{found[4] or '00'}"


def _day_of(words: Words, setting: Setting) -> str:
    if "month" in words:
        month, number = month_number(words["month"]), ordinal_of(words["day"])
        if "year" in words:
            return str(date(int(words["year"]), month, number))
        return str(day_near(setting.today, month, number, setting.direction)) if setting.day else f"XXXX-{month:02}-{number:02}"
    if "weekday" in words:
        number = weekday_number(words["weekday"])
        return str(weekday_near(setting.today, number, setting.direction)) if setting.day else f"XXXX-WXX-{number + 1}"
    if "number" in words:
        return str(date(int(words["year"]), int(words["number"]), int(words["day"])))
    told = next((value for value in setting.told[:2] if re.match(r"\d{4}-\d\d-\d\d", value)), None)
    steps = {"yesterday": -1, "tomorrow": 1, "today": 0, "tonight": 0, "this": 0}
    named = words.get("deictic", "").lower().split(" ")[0]
    if named in steps:
        return str(setting.today + timedelta(days=steps[named])) if setting.day else "XXXX-XX-XX"
    if told:
        return told[:10]
    return str(setting.day) if setting.day else "XXXX-XX-XX"


def _moment(words: Words, setting: Setting) -> str:
    late = re.search("tonight|night|afternoon|evening", words.get("deictic", ""), re.IGNORECASE)
    named = words if not late or "part" in words else {**words, "part": late[0]}
    return _day_of(words, setting) + clock_of(named)


@rule(
    r"(?P<year>[0-9]{4})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])(?:T|_|,_){clock24}{zone}",
    "2019-10-03T12:15:30Z -> 2019-10-03T12:15:30Z",
    "2019-10-03 12:15 -> 2019-10-03T12:15",
    on="figures clock",
)
def iso_stamp(words: Words, setting: Setting) -> str:
    return _moment(words, setting)


@rule(
    rf"{_DATE}(?:\s?,|_at|\s?,_at|_[-–|]|\s?,_around)?_{{about}}{_CLOCK}",
    "Oct. 3, 2019 at 4:30 p.m. -> 2019-10-03T16:30",
    "March 29, 2024, 12:15 (UTC+3 MSK) -> 2024-03-29T12:15+03:00",
    on="month",
    base="story",
)
def month_day_clock(words: Words, setting: Setting) -> str:
    return _moment(words, setting)


@rule(
    rf"{_DATE_DAY_FIRST}(?:\s?,|_at|\s?,_at|_[-–|]|\s?,_around)?_{{about}}{_CLOCK}",
    "29 Mar. 2024, 12:15 (UTC+3 MSK) -> 2024-03-29T12:15+03:00",
    "3 October at 14:00 GMT -> 2019-10-03T14:00Z",
    on="month",
    base="story",
)
def day_month_clock(words: Words, setting: Setting) -> str:
    return _moment(words, setting)


@rule(
    rf"(?:{{weekday}}|(?P<deictic>today|tomorrow|yesterday))(?:_{{part}})?(?:\s?,|_at|\s?,_at|_around|_about)?_{{about}}{_CLOCK}",
    "Monday at 8 p.m. -> 2019-10-14T20:00",
    "yesterday at 10:30 -> 2019-10-15T10:30",
    on="weekday deictic",
    base="story",
)
def weekday_clock(words: Words, setting: Setting) -> str:
    return _moment(words, setting)


@rule(
    rf"{{about}}{_CLOCK}(?:_(?:in_the_)?{{part}})?(?:\s?,?_(?:on_)?(?:{{weekday}}(?:_{{part}})?|{_DATE}|{_DATE_DAY_FIRST}"
    r"|(?P<deictic>today|tomorrow(?:_night)?|yesterday|tonight|this_(?:morning|afternoon|evening))))",
    "10 a.m. Monday -> 2019-10-14T10:00",
    "6:30 tonight -> 2019-10-16T18:30",
    "8:30 p.m. on Oct. 3 -> 2019-10-03T20:30",
    "at 1430 GMT on Friday -> 2019-10-11T14:30Z",
    on="clock part figures",
    base="story",
)
def clock_date(words: Words, setting: Setting) -> str:
    return _moment(words, setting)


@rule(
    rf"{{about}}{_CLOCK}(?:_(?:in_the_)?{{part}})?",
    "at 4 p.m. -> 2019-09-30T16:00",
    "seven o'clock in the evening -> 2019-09-30T19:00",
    "at noon -> 2019-09-30T12:00",
    "0815 GMT -> 2019-09-30T08:15Z",
    on="clock part figures",
    base="reference",
)
def clock(words: Words, setting: Setting) -> str:
    """A clock time alone is of the day told of before in the story, if any."""
    return _moment(words, setting)


@rule(
    r"(?:at|by|before|after|around|about|until|till|past|since)_(?:the_)?(?P<span>(?P<named>dawn|daybreak|dusk|nightfall|sunrise"
    r"|sunset|midday|night|lunchtime|mid-?morning|mid-?afternoon))"
    r"|(?:in|during|throughout)_(?P<span>the_(?:early_|late_|mid-?_?)?(?P<part>morning|afternoon|evening|night)(?:_hours)?)"
    r"|(?P<over>overnight)",
    "at dawn -> 2019-09-30TMO",
    "in the early morning -> 2019-09-30TMO",
    "overnight -> 2019-09-30TNI",
    on="part",
    base="reference",
)
def part_alone(words: Words, setting: Setting) -> str:
    part = words.get("named") or words.get("part") or words["over"]
    return day_with_part(_day_of({}, setting), {"part": part})


@rule(
    r"(?:the_same|that|the_(?P<which>following|next|previous))_{part}",
    "that evening -> 2019-09-30TEV",
    "the next morning -> 2019-10-01TMO",
    "the previous night -> 2019-09-29TNI",
    on="part",
    base="reference",
)
def part_of_told_day(words: Words, setting: Setting) -> str:
    step = {"following": 1, "next": 1, "previous": -1}.get(words.get("which", "").lower(), 0)
    return day_with_part(moved(setting.point("day"), step, "day"), words)
