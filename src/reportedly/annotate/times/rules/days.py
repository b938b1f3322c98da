"""Days: by the calendar's figures, by month and day, by weekday, by today, and by holiday."""

from __future__ import annotations

from datetime import date, timedelta

from reportedly.annotate.times import holidays
from reportedly.annotate.times.calendar import day_near, month_near, month_number, month_of, weekday_near, weekday_number
from reportedly.annotate.times.numbers import ordinal_of
from reportedly.annotate.times.rule import Setting, Words, rule
from reportedly.annotate.times.rules.parts import day_with_part


@rule(
    r"(?P<year>[0-9]{4})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])",
    "2019-10-03 -> 2019-10-03",
    on="figures",
)
def iso_day(words: Words, setting: Setting) -> str:
    return str(date(int(words["year"]), int(words["number"]), int(words["day"])))


@rule(
    r"(?P<day>[0-3]?[0-9])\.(?P<number>[01]?[0-9])\.{year}",
    "03.10.2019 -> 2019-10-03",
    "7.6.2018 -> 2018-06-07",
    on="figures",
)
def numbered_day(words: Words, setting: Setting) -> str:
    """With full stops the day comes first everywhere."""
    return iso_day(words, setting)


@rule(
    r"(?P<first>[0-3]?[0-9])(?P<mark>[/-])(?P<second>[0-3]?[0-9])(?P=mark)(?P<year>(?:1[89]|20)?[0-9]{2})(?![0-9/-])",
    "10/3/2019 -> 2019-10-03",
    "28/02/2019 -> 2019-02-28",
    "7/8/07 -> 2007-07-08",
    on="figures",
)
def slashed_day(words: Words, setting: Setting) -> str:
    """The month comes first, as American wires write it, unless it cannot be one."""
    first, second, year = int(words["first"]), int(words["second"]), int(words["year"])
    month, day = (second, first) if first > 12 else (first, second)
    if year < 100:
        year += 2000 if year < 50 else 1900
    return str(date(year, month, day))


def _dated(words: Words, setting: Setting, month: int, number: int) -> str:
    """A day of a month; without a day of telling its year stays open: XXXX-10-03."""
    if "year" in words:
        return str(date(int(words["year"]), month, number))
    if setting.day is None:
        date(2000, month, number)  # a leap year: raises for 30 February only
        return f"XXXX-{month:02}-{number:02}"
    return str(day_near(setting.today, month, number, setting.direction))


@rule(
    r"(?:{shortday}(?:\s?,)?_)?(?:the_)?{day}(?:[–-][0-9]{1,2})?(?:_of)?(?:_|-){month}(?:(?:\s?,)?(?:_|-){year})?{possessive}",
    "3 October 2019 -> 2019-10-03",
    "Tuesday 18 November 2008 -> 2008-11-18",
    "the twenty-ninth of September -> 2019-09-29",
    "3 Oct. -> 2019-10-03",
    "28-Feb-2013 -> 2013-02-28",
    on="month",
    base="story",
)
def day_month(words: Words, setting: Setting) -> str:
    return _dated(words, setting, month_number(words["month"]), ordinal_of(words["day"]))


@rule(
    r"(?:(?:early|late)_)?(?:{shortday}(?:\s?,)?_)?{month}_(?:the_)?{day}(?:[–-][0-9]{1,2}(?![0-9]))?(?:\s?,?_{year}|\s?,{year})?{possessive}",
    "Oct 3 -> 2019-10-03",
    "October 3rd, 2018 -> 2018-10-03",
    "a note of Nov. 19, 2012 -> 2012-11-19",
    "Monday, Sept. 30 -> 2019-09-30",
    "January 2 -> 2020-01-02",
    on="month",
    base="story",
)
def month_day(words: Words, setting: Setting) -> str:
    return day_month(words, setting)


@rule(
    r"{weekday}(?:_the)?_(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)",
    "Monday the 14th -> 2019-10-14",
    on="weekday",
    base="story",
    vague="XXXX-XX-XX",
)
def weekday_the(words: Words, setting: Setting) -> str:
    """The nearest month's day of that number that falls on the weekday."""
    number, weekday = int(words["day"]), weekday_number(words["weekday"])
    around = (setting.today + timedelta(days=sign * step) for step in range(200) for sign in (-1, 1))
    return next(str(day) for day in around if day.day == number and day.weekday() == weekday)


@rule(
    r"the_(?P<ordinal>first|second|third|fourth|fifth|last)_{weekday}_(?:in|of)_(?:(?:{month}(?:\s?,?_{year})?)|(?P<which>this|next|last|the)_month)",
    "the first Tuesday in November 2020 -> 2020-11-03",
    "the last Monday of the month -> 2019-10-28",
    on="weekday",
    base="story",
)
def nth_weekday(words: Words, setting: Setting) -> str:
    if "month" in words:
        number = month_number(words["month"])
        start = date(int(words["year"]), number, 1) if "year" in words else month_near(setting.today, number, setting.direction)
    else:
        step = {"next": 1, "last": -1}.get(words["which"].lower(), 0)
        start = date.fromisoformat(f"{month_of(setting.today, step)}-01")
    weekday, name = weekday_number(words["weekday"]), words["ordinal"].lower()
    days = [start + timedelta(days=step) for step in range(31)]
    named = [str(day) for day in days if day.month == start.month and day.weekday() == weekday]
    return named[-1 if name == "last" else ordinal_of(name) - 1]


@rule(
    r"on_the_(?P<day>[0-9]{1,2}(?:st|nd|rd|th))(?!_[a-z]+_(?:of|day|time|anniversary)\b|_(?:day|anniversary|floor|minute|hole|lap))",
    "on the 10th -> 2019-10-10",
    "on the 22nd -> 2019-09-22",
    on="ordinal",
    base="story",
)
def day_of_month(words: Words, setting: Setting) -> str:
    """The last such day on or before the day of telling; the next where the future is told."""
    number, today = ordinal_of(words["day"]), setting.today
    if setting.direction == "future":
        start = today if number >= today.day else (today.replace(day=1) + timedelta(days=32))
    else:
        start = today if number <= today.day else today.replace(day=1) - timedelta(days=1)
    return str(start.replace(day=number))


def _weekday_value(words: Words, setting: Setting, weeks: int = 0) -> str:
    number = weekday_number(words["weekday"])
    if setting.day is None:
        return day_with_part(f"XXXX-WXX-{number + 1}", words)
    day = weekday_near(setting.today, number, setting.direction) + timedelta(weeks=weeks)
    return day_with_part(str(day), words)


@rule(
    r"(?:(?:early|late|later|earlier)_(?:on_)?)?(?:this_(?:past_)?|the_)?{weekday}(?:_{part})?{possessive}",
    "on Tuesday -> 2019-10-15",
    "Wednesday -> 2019-10-16",
    "will meet on Friday -> 2019-10-18",
    "late Thursday night -> 2019-10-10TNI",
    "Monday morning -> 2019-10-14TMO",
    on="weekday",
    base="story",
)
def weekday(words: Words, setting: Setting) -> str:
    """On the day of telling or before it; after it where the future is told."""
    return _weekday_value(words, setting)


@rule(
    r"the_(?P<which>following|next|previous)_{weekday}(?:_{part})?",
    "the following Friday -> 2019-10-04",
    "the previous Friday evening -> 2019-09-27TEV",
    on="weekday",
    base="reference",
)
def weekday_beside(words: Words, setting: Setting) -> str:
    """Of a day told of before."""
    before = words["which"].lower() == "previous"
    start = setting.point("day") + timedelta(days=-1 if before else 1)
    return day_with_part(str(weekday_near(start, weekday_number(words["weekday"]), "past" if before else "future")), words)


@rule(
    r"last_{weekday}(?:_{part})?{possessive}|{weekday}_(?:of_)?last_week",
    "last Wednesday -> 2019-10-09",
    "last Friday -> 2019-10-11",
    "last Friday evening -> 2019-10-11TEV",
    on="weekday",
    base="story",
)
def last_weekday(words: Words, setting: Setting) -> str:
    if setting.day is None:
        return _weekday_value(words, setting)
    return _weekday_value(words, Setting(setting.day - timedelta(days=1), setting.told, "past"))


@rule(
    r"(?:next|this_coming)_{weekday}(?:_{part})?{possessive}",
    "next Wednesday -> 2019-10-23",
    "next Friday -> 2019-10-18",
    on="weekday",
    base="story",
)
def next_weekday(words: Words, setting: Setting) -> str:
    if setting.day is None:
        return _weekday_value(words, setting)
    return _weekday_value(words, Setting(setting.day + timedelta(days=1), setting.told, "future"))


@rule(
    r"(?:(?:earlier|later|late|early)_)?(?:today|this_very_day)(?!_and_tomorrow['’]s_world){possessive}",
    "today -> 2019-10-16",
    "later today -> 2019-10-16",
    on="deictic",
    base="story",
    vague="PRESENT_REF",
)
def today(words: Words, setting: Setting) -> str:
    return str(setting.today)


@rule(
    r"(?:(?:early|late|later|earlier)_)?(?:tonight|this_{part}|(?P<eve>later_tonight)){possessive}",
    "tonight -> 2019-10-16TNI",
    "this morning -> 2019-10-16TMO",
    on="deictic part",
    base="story",
)
def part_of_today(words: Words, setting: Setting) -> str:
    return day_with_part(str(setting.today), words if "part" in words else {"part": "night"})


@rule(
    r"(?:(?:early|late)_)?(?:yesterday(?:_{part})?){possessive}",
    "yesterday -> 2019-10-15",
    "yesterday morning -> 2019-10-15TMO",
    on="deictic",
    base="story",
    vague="PAST_REF",
)
def yesterday(words: Words, setting: Setting) -> str:
    return day_with_part(str(setting.today - timedelta(days=1)), words)


@rule(
    r"(?:the_)?(?:early_|late_)?{part}_(?:of|on)_(?:the_)?(?:{month}_{day}(?:[–-][0-9]{1,2}(?![0-9]))?(?:\s?,?_{year})?|{day}(?:[–-][0-9]{1,2})?(?:_of)?_{month}(?:\s?,?_{year})?)",
    "on the morning of July 3 -> 2019-07-03TMO",
    "the night of 3 May 2018 -> 2018-05-03TNI",
    "at dawn on 22 June 1941 -> 1941-06-22TMO",
    on="part",
    base="story",
)
def part_of_dated_day(words: Words, setting: Setting) -> str:
    return day_with_part(day_month(words, setting), words)


@rule(
    r"(?:the_)?(?:early_|late_)?{part}_(?:of|on)_{weekday}",
    "the night of Monday -> 2019-10-14TNI",
    on="part",
    base="story",
)
def part_of_weekday(words: Words, setting: Setting) -> str:
    return _weekday_value(words, setting)


@rule(
    r"(?:(?:early|late)_)?last_(?P<part>night|evening){possessive}",
    "last night -> 2019-10-15TNI",
    on="part",
    base="story",
)
def last_night(words: Words, setting: Setting) -> str:
    return yesterday(words, setting)


@rule(
    r"(?:(?:early|late)_)?tomorrow(?:_{part})?{possessive}",
    "tomorrow -> 2019-10-17",
    "tomorrow night -> 2019-10-17TNI",
    on="deictic",
    base="story",
    vague="FUTURE_REF",
)
def tomorrow(words: Words, setting: Setting) -> str:
    return day_with_part(str(setting.today + timedelta(days=1)), words)


@rule(r"the_day_before_yesterday", "the day before yesterday -> 2019-10-14", on="deictic", base="story", vague="PAST_REF")
def before_yesterday(words: Words, setting: Setting) -> str:
    return str(setting.today - timedelta(days=2))


@rule(r"the_day_after_tomorrow", "the day after tomorrow -> 2019-10-18", on="deictic", base="story", vague="FUTURE_REF")
def after_tomorrow(words: Words, setting: Setting) -> str:
    return str(setting.today + timedelta(days=2))


@rule(
    rf"(?:(?P<which>last|this|next)_)?(?P<holiday>(?-i:(?=[A-Z]))(?:{holidays.PATTERN}))(?:(?:_of|\s?,)?_{{year}})?{{possessive}}",
    "Christmas Day -> 2019-12-25",
    "will close on Thanksgiving -> 2019-11-28",
    "Good Friday 2018 -> 2018-03-30",
    "next Easter -> 2020-04-12",
    on="holiday",
    base="story",
)
def holiday(words: Words, setting: Setting) -> str:
    """The nearest of that name that fits what is told; "last" and "next" Easter are the last and the next."""
    name, today = words["holiday"], setting.day
    if "year" in words:
        return str(holidays.holiday(name, int(words["year"])))
    if today is None:
        return f"XXXX-{holidays.holiday(name, 2000):%m-%d}" if holidays.is_fixed(name) else "XXXX-XX-XX"
    which = words.get("which", "").lower()
    direction = {"last": "past", "next": "future"}.get(which, setting.direction)
    days = [holidays.holiday(name, year) for year in (today.year - 1, today.year, today.year + 1)]
    right = [day for day in days if (day < today if direction == "past" else day > today) or direction not in ("past", "future")]
    if which in ("last", "next"):
        return str(min(right, key=lambda day: abs(day - today)))
    return str(min(days, key=lambda day: abs((day - today).days) * (1 if day in right or day == today else 4)))
