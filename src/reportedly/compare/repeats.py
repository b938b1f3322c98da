"""Who only has another's words: reprints, papers that quote an agency, the same quotation printed again.

A reprint shares its runs of words (``matching/duplicates.py``). A paper that quotes names it: "Delgado told Sierra Wire".
The earlier story is the origin.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from reportedly.compare.accounts import Account, Story, same_voice
from reportedly.compare.cues import cues
from reportedly.compare.records import Reason, Relation
from reportedly.compare.vectors import nearness
from reportedly.matching.duplicates import LEAST, likeness_of, shingles_of
from reportedly.matching.terms import names_of
from reportedly.records import Document

COPIED = (
    0.4  # share of the shorter story's runs of three words that a story of the same happening has from it: a copy cut and edited
)
SAME_WORDS = 0.7  # share of the words of the shorter passage that the other has, in order
EXACTLY = 0.9  # the same of a quotation that stands in a story of another kind
VERBATIM = 8  # words of a quotation that two stories can hardly have each for itself
QUOTED_POINT = 0.42  # nearness to what is quoted, where the source is named
HEAD = 300  # characters in which a story names its agency


def reprints_of(stories: Sequence[Story]) -> list[tuple[Document, Document]]:
    """Pairs of stories that are one copy: the later, the earlier."""
    shingles = [shingles_of(story.document.text) for story in stories]
    found = []
    for j, later in enumerate(stories):
        for i, earlier in enumerate(stories[:j]):
            if min(len(shingles[i]), len(shingles[j])) >= LEAST and likeness_of(shingles[i], shingles[j]).contained >= COPIED:
                found.append((later.document, earlier.document))
    return found


def repetitions(
    stories: Sequence[Story], reprints: Sequence[tuple[Document, Document]], concerned: Collection[str] | None = None
) -> Iterator[Relation]:
    """Each account that only repeats another, with the one it has its words from. ``stories`` are in order of time.

    With ``concerned`` only repetitions in those stories, or of them.
    """
    copies = {(later.id, earlier.id) for later, earlier in reprints}
    for j, later in enumerate(stories):
        of_all = concerned is None or later.document.id in concerned
        before = [one for one in stories[:j] if of_all or (concerned is not None and one.document.id in concerned)]
        for account in later.accounts:
            found = [
                relation
                for earlier in before
                if (relation := _repetition(account, earlier, (later.document.id, earlier.document.id) in copies))
            ]
            if found:
                yield max(found, key=lambda relation: relation.confidence)


def _repetition(account: Account, earlier: Story, is_copy: bool) -> Relation | None:
    for rule in (_in_reprint if is_copy else _verbatim, _names_its_source):
        relation = rule(account, earlier)
        if relation is not None:
            return relation
    return None


def _in_reprint(account: Account, earlier: Story) -> Relation | None:
    return _copied(account, earlier, "reprint", "the story is a reprint, and these are its words", 3)


def _verbatim(account: Account, earlier: Story) -> Relation | None:
    """The same long quotation by the same speaker."""
    found = _copied(account, earlier, "verbatim", "the same words stood in an earlier story", VERBATIM)
    if found is None or found.confidence < EXACTLY or not same_voice(account.speaker, found.b.speaker):
        return None
    return found


def _copied(account: Account, earlier: Story, rule: str, sentence: str, least: int) -> Relation | None:
    mine = names_of(account.text)
    best = max(earlier.accounts, key=lambda other: _in_common(mine, names_of(other.text)), default=None)
    if best is None or len(mine) < least:
        return None
    share = _in_common(mine, names_of(best.text))
    if share < SAME_WORDS:
        return None
    return Relation(account, best, "repeats", share, (Reason(rule, sentence, (account.span,), (best.span,)),))


def _names_its_source(account: Account, earlier: Story) -> Relation | None:
    """ "Meridian news agency quoted two people as saying": the story of that agency's that comes nearest."""
    text = account.document.text
    words = text[account.sentence.start : account.sentence.end]
    source = _named(words, earlier.document)
    if source is None or not cues().has("quoting", words) or account.document.publisher == earlier.document.publisher:
        return None
    best = max(earlier.accounts, key=lambda other: _point(account, other), default=None)
    if best is None or _point(account, best) < QUOTED_POINT:
        return None
    start = account.sentence.start + words.index(source)
    reason = Reason(
        "named source", f"it gives {source} as its source", ((type(account.span))(start, start + len(source)),), (best.span,)
    )
    return Relation(account, best, "repeats", min(1.0, _point(account, best)), (reason,))


def _point(one: Account, other: Account) -> float:
    voice = 0.15 if same_voice(one.speaker, other.speaker) else 0.0
    figure = 0.1 if any(f.comparable(g) and f.meets(g) for f in one.figures for g in other.figures) else 0.0
    told = -1.0 if other.asserts_nothing else 0.0
    return nearness(one.text, other.text) + voice + figure + told


def _named(words: str, document: Document) -> str | None:
    """How a sentence names the publisher of another story: in full, by its mark "(RNA)", or by its first word."""
    publisher = document.publisher or ""
    marks: list[str] = re.findall(r"[(/]([A-Z]{2,6})[)/]", document.text[:HEAD]) + re.findall(
        r"[(]([^()]{3,40})[)] [-—–]", document.text[:HEAD]
    )
    parts = publisher.removeprefix("The ").split()
    first = [" ".join(parts[:2]), parts[0]] if len(parts) > 1 and len(parts[0]) > 4 else []
    for name in filter(None, (publisher, publisher.removeprefix("The "), *marks, *first)):
        if re.search(rf"\b{re.escape(name)}\b", words) and (
            name not in first[1:] or re.search(rf"\b{re.escape(name)}\b[^.]{{0,20}}\bagency\b|agency {re.escape(name)}\b", words)
        ):
            return name
    return None


def _in_common(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the shorter one's words that stand in the other in the same order."""
    import difflib

    if not one or not other:
        return 0.0
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= 2)
    return shared / min(len(one), len(other)) if min(len(one), len(other)) >= 0.5 * max(len(one), len(other)) else 0.0
