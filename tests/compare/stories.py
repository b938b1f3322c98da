"""Readings made by hand: a story is a few lines, each with its speaker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reportedly.records import Actor, Document, Mention, Reading, Span, Statement


@dataclass(frozen=True)
class Line:
    """One sentence that somebody says; ``around`` is the story's own sentence with ``{}`` where the words stand."""

    who: str
    words: str
    around: str = '"{}," {who} said.'
    cue: str = "said"
    form: str = "direct"
    kind: str = "person"


def told(
    name: str, published: str, lines: list[Line | str], publisher: str = "Northern Wire", ledger: dict[str, str] | None = None
) -> Reading:
    """A reading whose statements are these lines; a plain string is the story's own voice."""
    text, places = "", []
    for line in lines:
        sentence = line if isinstance(line, str) else line.around.replace("{who}", line.who).format(line.words)
        text += (" " if text else "") + sentence
        places.append(len(text) - len(sentence))
    document = Document(
        id="sha256:" + hashlib.sha256((name + text).encode()).hexdigest(), text=text, uri=f"file:///stories/{name}.txt",
        publisher=publisher, published=published,
    )  # fmt: skip
    actors: dict[str, Actor] = {}
    statements: list[Statement] = []
    for line, start in zip(lines, places, strict=True):
        if isinstance(line, str):
            continue
        if line.who not in actors:
            links = {"ledger": ledger[line.who]} if ledger and line.who in ledger else {}
            at = text.index(line.who)
            mention = Mention(Span(at, at + len(line.who)), "name")
            actors[line.who] = Actor(f"a{len(actors) + 1}", line.who, line.kind, links=links, mentions=(mention,))  # type: ignore[arg-type]
        content, source, cue = (text.index(part, start) for part in (line.words, line.who, line.cue))
        statements.append(
            Statement(
                id=f"s{len(statements) + 1}", form=line.form, implied=False, speaker=actors[line.who],  # type: ignore[arg-type]
                source=(Span(source, source + len(line.who)),), cue=(Span(cue, cue + len(line.cue)),),
                content=(Span(content, content + len(line.words)),), parent=None, addressee=None, venue=None,
                said_on=published[:10], confidence=0.9, document=document,
            )
        )  # fmt: skip
    return Reading(document, tuple(actors.values()), tuple(statements))
