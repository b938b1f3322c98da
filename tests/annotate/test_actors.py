"""Who is meant: invented stories, one matter each."""

from reportedly.annotate.actors import Resolved, resolve
from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.records import Document, Span


def at(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def read(text: str, *drafts: Draft) -> tuple[list[str | None], Resolved]:
    found = resolve(Document("sha256:0", text), layers_of(text), drafts)
    names = {actor.id: actor.name for actor in found.actors}
    return [names[s] if s else None for s in found.speakers], found


def test_surname_title_and_pronoun_are_one_person() -> None:
    text = (
        "Norwegian Foreign Minister Marit Solheim said the talks had failed.\n\nSolheim added that she was tired.\n\n"
        "The minister blamed the weather. She left early, she said."
    )
    sources = ("Norwegian Foreign Minister Marit Solheim", 0), ("Solheim", 1), ("The minister", 0), ("she", 1)
    drafts = [Draft(content=(Span(0, 1),), source=(at(text, words, nth),)) for words, nth in sources]
    names, found = read(text, *drafts)
    assert names == ["Marit Solheim"] * 4
    assert found.actors[0].kind == "person"
