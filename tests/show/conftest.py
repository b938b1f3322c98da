"""A story told by hand, with all that a reading can hold: nested two deep, implied, unnamed, interrupted, over paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest

from reportedly.records import Actor, Document, Event, Evidence, Mention, Reading, Role, Span, Statement, Time

STORY = """\
Marovia offers to reopen river talks

VELDEN, March 29 (Northern Wire) -- Marovia is ready to reopen talks on the Tarn reservoir "within weeks", Foreign Minister \
Mara Lindqvist said on Friday, accusing neighbouring Estvale of "walking away from its own signature".

"We have kept the sluices open all winter. We asked for nothing in return.

"Now we ask for one thing: that they come back to the table," Lindqvist told the Evening Courier in an interview.

According to the minister, Estvale's prime minister, Tomas Okafor, promised at a meeting in October that his engineers \
would share their measurements. Okafor even said that "a river has no passport". \
The figures never came. Nor did anyone explain the delay.

Lindqvist recalled that the River Council had been told by Okafor that the dam was safe.

The government of Estvale rejected the account. "Every measurement was sent on time," a spokeswoman said, adding that the \
minister "was perhaps looking in the wrong drawer".

The dam, built in 1974, holds back 1.2 cubic kilometres of water. Villagers on the lower Tarn were promised compensation by the \
end of the year.

"If the level falls another metre," said Ines Abara, who heads the fishermen's cooperative, "we will be mending nets on dry land."
"""


@dataclass
class Teller:
    """Writes a reading down by the words of its story: ``teller.says(minister, "the words", cue="said")``."""

    text: str
    about: dict[str, Any] = field(default_factory=dict)  # title, published ... of the document
    actors: list[Actor] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        digest = sha256(self.text.encode("utf-8", "replace")).hexdigest()
        self.document = Document(id=f"sha256:{digest}", text=self.text, **self.about)

    def span(self, words: str, after: str = "") -> Span:
        """Where the words stand, the first time after the words ``after``."""
        start = self.text.index(words, self.text.index(after) + len(after))
        return Span(start, start + len(words))

    def actor(self, name: str, kind: Any = "person", role: tuple[str, Actor] | None = None) -> Actor:
        roles = (Role(role[0], role[1].id, self.span(role[0])),) if role else ()
        mentions = (Mention(self.span(name), "name"),) if name in self.text else ()
        actor = Actor(f"a{len(self.actors) + 1}", name, kind, roles=roles, mentions=mentions)
        self.actors.append(actor)
        return actor

    def says(
        self, speaker: Actor | None, *content: str, source: str = "", cue: str = "", after: str = "", **rest: Any
    ) -> Statement:
        """One more statement; ``after`` says behind which words its own are looked for."""
        fields: dict[str, Any] = {"form": "indirect", "implied": False, "parent": None, "addressee": None, "said_on": None}
        statement = Statement(
            id=f"s{len(self.statements) + 1}",
            speaker=speaker,
            source=(self.span(source, after),) if source else (),
            cue=(self.span(cue, after),) if cue else (),
            content=tuple(self.span(words, after) for words in content),
            venue=self.span(rest.pop("venue"), after) if "venue" in rest else None,
            confidence=rest.pop("confidence", 0.9),
            document=self.document,
            **(fields | rest),
        )
        self.statements.append(statement)
        return statement

    def when(
        self, words: str, value: str, begin: str | None = None, end: str | None = None, after: str = "", **rest: Any
    ) -> Time:
        """One more time expression."""
        fields: dict[str, Any] = {"type": "DATE", "rule": "by hand", "confidence": 0.9}
        time = Time(self.span(words, after), value=value, begin=begin, end=end, **(fields | rest))
        self.times.append(time)
        return time

    def happens(self, trigger: str, type: Any, *source: Actor, after: str = "", **rest: Any) -> Event:
        """One more event, asserted in the story's own voice unless told otherwise."""
        fields: dict[str, Any] = {
            "mode": None,
            "contexts": (),
            "target": (),
            "statement": None,
            "status": "asserted",
            "time": None,
        }
        place = self.span(rest.pop("place"), after) if "place" in rest else None
        confidence = rest.pop("confidence", 0.9)
        event = Event(
            id=f"e{len(self.events) + 1}",
            trigger=self.span(trigger, after),
            type=type,
            source=source,
            place=place,
            confidence=confidence,
            **(fields | rest),
        )
        self.events.append(event)
        return event

    def reading(self) -> Reading:
        return Reading(
            document=self.document,
            actors=tuple(self.actors),
            statements=tuple(self.statements),
            times=tuple(sorted(self.times, key=lambda time: time.span)),
            events=tuple(sorted(self.events, key=lambda event: event.trigger)),
            produced_by={"version": "0.1.0", "models": {}},
        )


@pytest.fixture
def tell() -> Callable[..., Teller]:
    """``tell("A story.", title=...)`` begins a reading of one's own."""
    return lambda text, **about: Teller(text, about)


@pytest.fixture
def river() -> Reading:
    """The reading of STORY, as a careful reader gives it."""
    about = {
        "title": "Marovia offers to reopen river talks",
        "publisher": "Northern Wire",
        "place": "VELDEN",
        "published": "2024-03-29",
    }
    story = Teller(STORY, about)
    marovia, estvale = story.actor("Marovia", "country"), story.actor("Estvale", "country")
    minister = story.actor("Mara Lindqvist", role=("Foreign Minister", marovia))
    premier = story.actor("Tomas Okafor", role=("prime minister", estvale))
    council, courier = story.actor("River Council", "organization"), story.actor("Evening Courier", "organization")
    government = story.actor("Government of Estvale", "organization")
    fisher = story.actor("Ines Abara")
    today = {"said_on": "2024-03-29"}

    offer = story.says(
        minister,
        'Marovia is ready to reopen talks on the Tarn reservoir "within weeks"',
        source="Foreign Minister Mara Lindqvist",
        cue="said",
        form="mixed",
        confidence=0.97,
        **today,
    )
    charge = story.says(
        minister,
        'neighbouring Estvale of "walking away from its own signature"',
        source="Foreign Minister Mara Lindqvist",
        cue="accusing",
        form="mixed",
        confidence=0.91,
        **today,
    )
    interview = story.says(
        minister,
        '"We have kept the sluices open all winter. We asked for nothing in return.',
        '"Now we ask for one thing: that they come back to the table,"',
        source="Lindqvist",
        cue="told",
        after='signature"',
        form="direct",
        addressee=courier,
        venue="in an interview",
        confidence=0.98,
        **today,
    )
    account = story.says(
        minister,
        "Estvale's prime minister, Tomas Okafor, promised at a meeting in October "
        "that his engineers would share their measurements.",
        source="the minister",
        cue="According to",
        confidence=0.93,
        **today,
    )
    promise = story.says(
        premier,
        "that his engineers would share their measurements",
        source="Estvale's prime minister, Tomas Okafor",
        cue="promised",
        venue="at a meeting",
        parent=account,
        said_on="2023-10",
        confidence=0.84,
    )
    passport = story.says(
        minister, 'Okafor even said that "a river has no passport".', form="mixed", implied=True, confidence=0.71, **today
    )
    story.says(
        premier,
        'that "a river has no passport"',
        source="Okafor",
        cue="said",
        after="measurements.",
        form="mixed",
        parent=passport,
        confidence=0.8,
    )
    silence = story.says(minister, "The figures never came.", implied=True, confidence=0.62, **today)
    story.says(minister, "Nor did anyone explain the delay.", implied=True, confidence=0.48, **today)
    memory = story.says(
        minister,
        "that the River Council had been told by Okafor that the dam was safe",
        source="Lindqvist",
        cue="recalled",
        after="the delay.",
        confidence=0.95,
        **today,
    )
    complaint = story.says(
        council,
        "by Okafor that the dam was safe",
        source="the River Council",
        cue="told",
        after="the delay.",
        parent=memory,
        confidence=0.55,
    )
    story.says(
        premier,
        "that the dam was safe",
        source="Okafor",
        cue="told",
        after="the delay.",
        parent=complaint,
        addressee=council,
        confidence=0.77,
    )
    story.says(government, "the account", source="The government of Estvale", cue="rejected", confidence=0.88, **today)
    answer = story.says(
        government,
        '"Every measurement was sent on time,"',
        source="a spokeswoman",
        cue="said",
        after="rejected",
        form="direct",
        confidence=0.97,
        **today,
    )
    story.says(
        government,
        'that the minister "was perhaps looking in the wrong drawer"',
        source="a spokeswoman",
        cue="adding",
        after="rejected",
        form="mixed",
        confidence=0.94,
        **today,
    )
    relief = story.says(None, "compensation by the end of the year", cue="promised", after="Villagers", confidence=0.73)
    story.says(
        fisher,
        '"If the level falls another metre,"',
        '"we will be mending nets on dry land."',
        source="Ines Abara",
        cue="said",
        after="end of the year",
        form="direct",
        confidence=0.96,
        **today,
    )

    friday, year = ("2024-03-29", "2024-03-30"), ("2024-01-01", "2025-01-01")
    story.when("Friday", "2024-03-29", *friday)
    story.when("all winter", "2023-WI", "2023-12-01", "2024-03-01", rule="season")
    story.when("October", "2023-10", "2023-10-01", "2023-11-01", rule="month before the story")
    story.when("1974", "1974", "1974-01-01", "1975-01-01")
    story.when("the end of the year", "2024", *year)

    water = {"contexts": ("natural_resource",)}
    model = Evidence("type", "model", story.span("accusing"), 0.914)
    story.happens(
        "reopen talks", "AGREE", marovia, target=(estvale,), statement=offer, status="future", after="ready to ", **water
    )
    story.happens(
        "accusing",
        "ACCUSE",
        minister,
        target=(estvale,),
        mode="disapprove",
        time="2024-03-29",
        evidence=(model, Evidence("target", "object of the cue", story.span("neighbouring Estvale"))),
    )
    story.happens("walking away", "REJECT", estvale, target=(marovia,), statement=charge, confidence=0.52)
    story.happens(
        "come back to the table", "CONSULT", marovia, estvale, target=(marovia, estvale), statement=interview, status="demanded"
    )
    story.happens("promised", "AGREE", premier, statement=account, time="2023-10")
    story.happens("share", "COOPERATE", target=(marovia,), statement=promise, status="future")
    story.happens("came", "COOPERATE", estvale, target=(marovia,), statement=silence, status="denied")
    story.happens("rejected", "REJECT", government, target=(minister,), time="2024-03-29")
    story.happens("sent", "COOPERATE", statement=answer)
    story.happens("promised", "AGREE", after="Villagers")
    story.happens(
        "compensation", "AID", statement=relief, status="future", time="2024", place="the lower Tarn", contexts=("reparations",)
    )
    return story.reading()
