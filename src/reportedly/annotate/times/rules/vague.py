"""Times that are no date: now, lately, soon."""

from __future__ import annotations

from reportedly.annotate.times.rule import Setting, Words, rule


@rule(
    r"(?:right_|just_|even_|by_|until_|till_|up_to_|for_|from_)?(?P<span>now)(?!_(?:that|defunct|famous|infamous|legendary)\b|-)|(?:now)(?=-)",
    "now -> PRESENT_REF",
    on="vague",
    base="vague",
)
def now(words: Words, setting: Setting) -> str:
    return "PRESENT_REF"


@rule(
    r"currently|presently|nowadays|at_(?:the_)?present(?:_time)?|at_the_moment|at_this_(?:time|point|moment|stage)|these_days|the_present(?:_day|_time)?(?=\s?[.,;])"
    r"|to_date|this_time(?=\s?[.,;])|the_moment(?=\s?[.,;])",
    "currently -> PRESENT_REF",
    "at the moment -> PRESENT_REF",
    on="vague deictic",
    base="vague",
)
def at_present(words: Words, setting: Setting) -> str:
    return "PRESENT_REF"


@rule(
    r"(?:(?:more|most|as|only|until|till|very|quite)_)*(?:recently|lately)|(?:in|of|over|for)_(?P<span>(?:the_)?(?:more_)?recent_(?:second|minute|hour|day|week|month|quarter|year|decade|time)s?)"
    r"|(?:in|over|during|through|throughout|of)_(?P<span>the_(?:recent_|distant_|not-too-distant_)?past)(?!_[a-z0-9])|(?:in_)?those_days|long_ago|(?:a_(?:long_|short_)?while|some_time|(?:a_)?long_time)_(?:ago|back)",
    "recently -> PAST_REF",
    "in recent years -> PAST_REF",
    "in the past. -> PAST_REF",
    on="vague unit",
    base="vague",
)
def in_the_past(words: Words, setting: Setting) -> str:
    return "PAST_REF"


@rule(
    r"(?:was|were|had|that|who|which|is|are|,)_(?P<span>once)(?!_(?:again|more|every|an?_(?:day|week|month|year)|the|per|in|he|she|it|they|we|you|i|and|for|you)\b|-)|(?P<span>once)_(?:was|were|had|been|a_[a-z]+_of|stood|called|served|ruled|said|told|worked|lived|played|dominated)",
    "was once a harbour -> PAST_REF",
    on="vague",
    base="vague",
)
def once(words: Words, setting: Setting) -> str:
    return "PAST_REF"


@rule(
    r"at_(?P<span>(?:the|that)_time)(?!_(?:of|when|that|to|for|he|she|it|they)\b)",
    "at the time -> PAST_REF",
    on="vague",
    base="vague",
)
def at_the_time(words: Words, setting: Setting) -> str:
    return "PAST_REF"


@rule(
    r"(?:(?:very|pretty|fairly|quite)_)?(?<!as\s)(?<!how\s)(?<!too\s)(?<!so\s)soon(?!_(?:after|as|to|before|thereafter|afterwards?|enough)\b|-)",
    "will soon open -> FUTURE_REF",
    on="vague",
    base="vague",
)
def soon(words: Words, setting: Setting) -> str:
    return "FUTURE_REF"


@rule(
    r"(?:in|for|of|about|at|into|on|over|toward|towards|during)_(?P<span>(?:the_)?(?:near_|foreseeable_|immediate_|distant_|not-too-distant_|not_too_distant_)?future)(?!_(?:[a-z]+s)\b)"
    r"|(?:the|in)_coming_(?:day|week|month|year|decade|hour)s|(?:day|week|month|year)s_to_come|someday|some_day",
    "in the near future -> FUTURE_REF",
    "in coming months -> FUTURE_REF",
    on="vague unit",
    base="vague",
)
def in_the_future(words: Words, setting: Setting) -> str:
    return "FUTURE_REF"
