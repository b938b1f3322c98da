"""Words that look like times and are none: they take their place, so that no other rule reads it."""

from __future__ import annotations

from reportedly.annotate.times.rule import Setting, Words, rule


@rule(
    r"(?-i:(?:Sunday|Daily|Weekly|Monthly|Morning|Evening|Saturday|Friday)_(?:Times|Mirror|Express|Mail|Telegraph|News|Post|Star|Herald"
    r"|Standard|Independent|Mercury|Record|Tribune|Press|Observer|Journal|Review|Nation|Night_Live|Edition|Show|[Ss]chool))",
    "The Sunday Times", "the Daily Mail", "Sunday school",
    on="weekday set part", type=None,
)  # fmt: skip
def newspaper(words: Words, setting: Setting) -> str | None:
    return None


@rule(r"(?-i:USA_Today|Today_[Ss]how|Psychology_Today|Russia_Today|India_Today)", "USA Today", on="deictic", type=None)
def today_by_name(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?:(?:in|on|for|by|come|every|each|this|that|a|the)_)?(?-i:second|third|half)_(?:time|place|round|hand|person|thought|son|daughter|wife|husband"
    r"|term|goal|set|world|largest|biggest|man|woman|one|most|day_in_a_row|straight|consecutive)",
    "a second time", "the second largest", "in second place",
    on="unit", type=None,
)  # fmt: skip
def second_of_several(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?:three|two|one|a)(?:-|_)(?:and_a_half_)?quarters?_(?:of(?!_an_hour|fiscal|last|this|next|{year})|(?:mile|pound|inch|point|percentage|cup)s?)"
    r"|quarter[-_]?finals?|headquarters|quarter[-_]?back|quarter_(?:of_a_)?(?:point|mile|million|billion|inch|pound)",
    "a quarter of the vote", "three quarters of them", "a quarter point",
    on="unit", type=None,
)  # fmt: skip
def quarter_of_something(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?:[0-9.,]+|once|two|three|four|five|ten|many|several|these|those|all|modern|hard|difficult|good|bad|tough|old|financial|irish|york|los_angeles)"
    r"_times|time_(?:zone|table|frame|lag|bomb|capsule|limit|warner|magazine)",
    "three times as many", "a time bomb",
    on="vague", type=None,
)  # fmt: skip
def times_as_many(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?:as|too)_(?:soon|recently|long)_as(?!_(?:{count}|{month}|{weekday}|{year}|next|last|this|today|tomorrow|yesterday))",
    "as soon as it can",
    on="vague", type=None,
)  # fmt: skip
def as_soon_as(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?:[0-9]{1,3}[,.])*[0-9]+_?(?:%|percent|per_cent|miles?|km|dollars?|euros?|pounds?)", "1990 dollars", on="year", type=None
)
def amount(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?:(?:[$€£¥#]|(?:no|nos|room|flight|route|highway|bus|page|p|chapter|section|article|resolution|unit|channel|model|boeing|airbus"
    r"|league|division|type|class|line|lot|suite|apartment|number|title|rule)\.?_)_?[0-9]{4})",
    "Resolution 1973", "Flight 1549", "# 1941",
    on="year", type=None,
)  # fmt: skip
def numbered_thing(words: Words, setting: Setting) -> str | None:
    return None


@rule(
    r"(?-i:(?!(?:In|Last|By|Since|This|Next|From|Until|Till|To|On|Of|And|Or|During|Before|After|For|Early|Late|Mid|Through|Between|The"
    r"|Every|Each|Around|About|But|When|As|If|That|Throughout)\b)[A-Z][\w.'’-]+_(?:May|April|June|August|March)(?!['’]?_?[0-9]))"
    r"|(?-i:(?:May|April|June|August|March)(?:_[A-Z][a-z]+)?)_(?:said|says|told|added|insisted|warned|urged)",
    "Prime Minister Theresa May", "Mrs. May left", "June Holm said so",
    on="month", type=None,
)  # fmt: skip
def person_named_like_a_month(words: Words, setting: Setting) -> str | None:
    return None
