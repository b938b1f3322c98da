"""Annotated stories -> targets for the attribution network.

Two schemes are read. PolNeAR (brat standoff) marks one flat layer: what stands inside a content is unknown, so the network is
not taught anything about anchors there. Wire stories (our own scheme, JSON) nest, and mark implied statements.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from reportedly.annotate.features import Encoded, Ints, encode
from reportedly.annotate.layers import Layers
from reportedly.annotate.segment import layers_of
from reportedly.annotate.times import times_of
from reportedly.records import EVENT_TYPES, STATUSES, Document, Span

Words = frozenset[int]
CUE_ANCHOR, IMPLIED_ANCHOR = 1, 2  # classes of the anchor head; 0 is none
SPAN_LINE = re.compile(r"(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)(?=\s|$)")
EVENT_LINE = re.compile(r"E\d+\t(.*)")
PERSONAL = "he she it they i we you him her them us me his its their my our your".split()  # noqa: SIM905
POINTING = frozenset([*PERSONAL, "who", "which", "that", "this", "both"])
EAGER = 25  # in agencies' stories every thirtieth word or mark is an event
OFTEN = 5
PRONOUNS = frozenset({"him", "her", "them", "me", "us", "you", "reporters", "journalists"})


@dataclass
class Target:
    """One annotated statement in word numbers."""

    source: Words
    cue: Words
    content: Words
    venue: Words = frozenset()
    addressee: Words = frozenset()
    speaker: Words = frozenset()  # all words of the story that name or describe who speaks here
    implied: bool = False
    anchor: int = -1


@dataclass
class EventTarget:
    """One annotated event in word numbers."""

    type: int  # index into EVENT_TYPES
    status: int  # index into STATUSES
    trigger: Words
    source: Words  # all words of the story that name or describe who does it
    target: Words
    time: Words  # words of the dates of the story that are its time
    near: Words = frozenset()  # words of the trigger's sentence
    anchor: int = -1


@dataclass
class Story:
    """A story and the annotation of one or more annotators."""

    name: str
    text: str
    layers: Layers
    encoded: Encoded
    views: list[list[Target]]
    nested: bool  # whether the scheme marks statements inside statements
    unsure: list[Words] = field(default_factory=list)  # per view: words whose anchors the scheme leaves open
    events: list[EventTarget] | None = None  # None: nobody looked for events
    plain: Words = frozenset()  # where nobody did, words that name none anywhere else
    pointing: Words = frozenset()  # pronouns of whom the annotation does not say whom they mean
    eager: bool = False  # whether more events are marked than others would mark


def words_in(layers: Layers, spans: Iterable[tuple[int, int]], starts: Ints, ends: Ints) -> Words:
    """Numbers of the words that the character spans overlap."""
    found: set[int] = set()
    for s, e in spans:
        found.update(range(int(np.searchsorted(ends, s, side="right")), int(np.searchsorted(starts, e, side="left"))))
    return frozenset(found)


def read_polnear(folder: Path, tokenizer: Tokenizer) -> Iterator[Story]:
    """Stories of one PolNeAR part, each with the views of all its annotators (first in order of file name first)."""
    annotations: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rpartition("_")[0]].append(path)
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf8")
        layers = layers_of(text)
        starts, ends = bounds(layers)
        views = []
        for ann in annotations[path.stem]:
            view = []
            for roles in _brat(ann.read_bytes().decode("utf8")):
                source, cue, content = (words_in(layers, roles[r], starts, ends) for r in ("source", "cue", "content"))
                if content:
                    view.append(Target(source, cue, content))
            views.append(view)
        if views:
            unsure = [frozenset().union(*(t.content for t in v)) - frozenset().union(*(t.cue for t in v)) for v in views]
            yield Story(path.stem, text, layers, encode(layers, tokenizer), views, False, unsure)


def bounds(layers: Layers) -> tuple[Ints, Ints]:
    return np.array([w.start for w in layers.words]), np.array([w.end for w in layers.words])


def _brat(text: str) -> Iterator[dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    events = []
    for line in text.split("\n"):
        if span := SPAN_LINE.match(line):
            spans[span[1]] = [(int(p.split()[0]), int(p.split()[1])) for p in span[2].split(";")]
        elif event := EVENT_LINE.match(line):
            events.append(event[1])
    for arguments in events:
        roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for argument in arguments.split():
            name, target = argument.split(":")
            if (role := name.rstrip("0123456789").lower()) in roles:
                roles[role] += spans[target]
        yield roles


def read_wire(folder: Path, tokenizer: Tokenizer, ours: bool = False) -> Iterator[Story]:
    """Stories of one folder in the wire scheme (NAME.json beside NAME.txt).

    Some of those that we wrote (``ours``) are annotated more eagerly than the benchmark is: they show what an event looks like,
    not what is clearly one.
    """
    for path in sorted(p for p in folder.glob("*.json") if not p.name.endswith(".meta.json")):
        gold = json.loads(path.read_text("utf8"))
        text = path.with_suffix(".txt").read_text("utf8")
        layers = layers_of(text)
        starts, ends = bounds(layers)
        actors = {a["id"]: a for a in gold["actors"]}
        named = _named(gold, layers, starts, ends)
        view = []
        for s in gold["statements"]:
            source, cue, content = (words_in(layers, s[r], starts, ends) for r in ("source", "cue", "content"))
            if not content:
                continue
            target = Target(source, cue, content, implied=s["implied"])
            target.speaker = named.get(s["speaker"], frozenset())
            if s["venue"]:
                target.venue = words_in(layers, [s["venue"]], starts, ends)
            if s["addressee"]:
                target.addressee = _addressee(actors[s["addressee"]], target, layers, starts, ends)
            view.append(target)
        story = Story(path.stem, text, layers, encode(layers, tokenizer), [view], True, [frozenset()])
        if gold["events"] is not None:
            story.events = _events(gold, named, layers, starts, ends)
            story.eager = ours and len(story.events) * EAGER > len(layers.words)
            story.pointing = _pointing(layers) - frozenset().union(*(t.source for t in view))
        yield story


def _events(gold: dict[str, Any], named: dict[str, Words], layers: Layers, starts: Ints, ends: Ints) -> list[EventTarget]:
    """Their actors' words are those that name him anywhere, and the pronouns that are sources of his statements."""
    sources: dict[str, Words] = defaultdict(frozenset)
    for s in gold["statements"]:
        sources[s["speaker"]] |= words_in(layers, s["source"], starts, ends)

    def words_of(actors: list[str]) -> Words:
        return frozenset().union(*(named.get(actor, frozenset()) | sources[actor] for actor in actors))

    told = [(Span(*span), s["said_on"]) for s in gold["statements"] for span in s["content"]]
    times = times_of(Document(id="", text=layers.text, published=gold["published"]), layers, told)
    dates = [(words_in(layers, [time.span], starts, ends), time.value) for time in times]
    return [
        EventTarget(
            EVENT_TYPES.index(e["type"]), STATUSES.index(e["status"]), words_in(layers, [e["trigger"]], starts, ends),
            words_of(e["source"]), words_of(e["target"]),
            frozenset().union(*(words for words, value in dates if e["time"] and value.startswith(e["time"]))),
            words_in(layers, [s for s in layers.sentences if s.start <= e["trigger"][0] < s.end], starts, ends),
        )
        for e in gold["events"]
    ]  # fmt: skip


def _pointing(layers: Layers) -> Words:
    return frozenset(i for i, (s, e) in enumerate(layers.words) if layers.text[s:e].lower() in POINTING)


def _named(gold: dict[str, Any], layers: Layers, starts: Ints, ends: Ints) -> dict[str, Words]:
    """For each actor, the words that name or describe him: his names anywhere, and his sources but for pronouns."""
    found: dict[str, set[int]] = {actor["id"]: set() for actor in gold["actors"]}
    for actor in gold["actors"]:
        for name in {actor["name"], *actor["aliases"]}:
            for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", layers.text):
                found[actor["id"]] |= words_in(layers, [m.span()], starts, ends)
    for s in gold["statements"]:
        words = words_in(layers, s["source"], starts, ends)
        if s["speaker"] and any(layers.text[starts[i] : ends[i]].lower() not in POINTING for i in words):
            found[s["speaker"]] |= words
    return {actor: frozenset(words) for actor, words in found.items()}


def _addressee(actor: dict[str, object], target: Target, layers: Layers, starts: Ints, ends: Ints) -> Words:
    """The words nearest the cue, in its sentence, that name the actor told; none where only world knowledge tells."""
    if not target.cue:
        return frozenset()
    cue = min(target.cue)
    sentence = next((s for s in layers.sentences if s.start <= starts[cue] < s.end), None)
    if sentence is None:
        return frozenset()
    names = [str(actor["name"]), *actor["aliases"]]  # type: ignore[misc]
    found = []
    for name in sorted(names, key=len, reverse=True):
        for m in re.finditer(re.escape(name), layers.text[sentence.start : sentence.end]):
            words = words_in(layers, [(m.start() + sentence.start, m.end() + sentence.start)], starts, ends)
            if not words & (target.content | target.source | target.cue):
                found.append((abs(min(words) - cue), words))
    if found:
        return min(found, key=lambda f: f[0])[1]
    after = range(max(target.cue) + 1, min(max(target.cue) + 3, len(starts)))
    return frozenset(i for i in after if layers.text[starts[i] : ends[i]].lower() in PRONOUNS and i not in target.content)


def set_anchors(stories: list[Story], cue_counts: Counter[str] | None = None) -> None:
    """Give each statement the one word it hangs on: of its cue the word that is oftenest a cue, "said" of "later said".

    ``cue_counts`` are those of the training stories; without them they are counted here.
    """
    if cue_counts is None:
        cue_counts = count_cues(stories)
    for story in stories:
        lower = [story.text[s:e].lower() for s, e in story.layers.words]
        for view in story.views:
            taken: dict[int, Target] = {}
            for t in view:
                if t.implied or not t.cue:
                    t.anchor = min(t.content) if t.implied else min(t.source or t.content)
                else:
                    t.anchor = max(t.cue, key=lambda i: (cue_counts[lower[i]], i))
                other = taken.get(t.anchor)
                if other is None or len(other.content) < len(t.content):
                    taken[t.anchor] = t
            view[:] = sorted(taken.values(), key=lambda t: t.anchor)


def set_triggers(stories: Iterable[Story]) -> None:
    """Give each event the one word it hangs on: of its trigger the word that is oftenest one alone, "talks" of "held talks"."""
    told = [story for story in stories if story.events]
    counts: Counter[str] = Counter()
    for story in told:
        for event in story.events or ():
            if len(event.trigger) == 1:
                counts.update(story.text[slice(*story.layers.words[i])].lower() for i in event.trigger)
    for story in told:
        for event in story.events or ():
            event.anchor = max(event.trigger, key=lambda i: (counts[story.text[slice(*story.layers.words[i])].lower()], i))


def set_plain_words(stories: Iterable[Story]) -> None:
    """In stories nobody searched for events, say which words surely name none: those that often occur elsewhere and never do.

    Without it the network is free to see events in whatever differs from agency copy.
    """
    stories = list(stories)
    named: set[str] = set()
    counts: Counter[str] = Counter()
    for story in stories:
        if story.events is not None:
            words = [story.text[slice(*word)].lower() for word in story.layers.words]
            counts.update(words)
            named.update(words[i] for event in story.events for i in event.trigger)
    plain = {word for word, count in counts.items() if count >= OFTEN and word not in named}
    for story in stories:
        if story.events is None:
            texts = (story.text[slice(*word)].lower() for word in story.layers.words)
            story.plain = frozenset(i for i, word in enumerate(texts) if word in plain)


def count_cues(stories: list[Story]) -> Counter[str]:
    """How often each word is a cue of one word, with the words of longer cues as a tie-break."""
    counts: Counter[str] = Counter()
    for story in stories:
        for view in story.views:
            for t in view:
                for i in t.cue:
                    s, e = story.layers.words[i]
                    counts[story.text[s:e].lower()] += 20 if len(t.cue) == 1 else 0
    return counts
