"""``python -m benchmarks.crossdoc [--out FILE]``: events across documents, on the dev half of ECB+, beside the same lemma.

Mentions are gold, topics are not: documents are brought together by what they say, and events are looked for within each topic.
The baseline takes mentions with the same head lemma in one of the same topics for one event. Exit code 2 where ECB+ is absent.
Needs SciPy, which comes with the dependency group ``peers``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.coreference import conll
from benchmarks.corpora import GoldMissingError, shared_folder
from reportedly.compare.accounts import story_of
from reportedly.compare.events import Telling, one_event
from reportedly.compare.linkage import brought_together
from reportedly.compare.strands import Profile, Rarity
from reportedly.pipeline import load
from reportedly.read.files import read_text
from reportedly.records import Reading, Span

ECB = Path("data", "crossdoc", "ecb")  # within the folder of the gold sets
TOPIC = (
    0.3  # mean cosine from which two groups of documents are one topic; near the best for the train half, where topics are known
)
CLOSING = {".", ",", "'s", "n't", "?", "!", ":", ";", "'", ")", "'re", "'ve", "%"}  # tokens with no space before them
OPENING = {"(", "$"}  # and with none after


@dataclass(frozen=True, eq=False)
class Mention:
    """A gold mention of an event, and the gold event that it is of."""

    telling: Telling
    chain: str
    document: str


Read = Callable[[str], Reading]


def mentions_of(half: str, read: Read, folder: Path) -> list[Mention]:
    """The gold mentions of one half ("Train", "Dev"), each within the story as it was read."""
    texts = {name: laid_out(tokens) for name, tokens in _documents(folder / f"ECB_{half}_corpus.txt").items()}
    profiles = {name: Profile(story_of(read(text))) for name, (text, _) in texts.items()}
    found = []
    for mention in json.loads((folder / f"ECB_{half}_Event_gold_mentions.json").read_text("utf-8")):
        name, number = mention["doc_id"], mention["sent_id"]
        places = texts[name][1]
        trigger = [places[number, token] for token in mention["tokens_number"]]
        sentence = [span for (sentence, _), span in places.items() if sentence == number]
        telling = Telling(profiles[name], Span(trigger[0].start, trigger[-1].end), Span(sentence[0].start, sentence[-1].end))
        found.append(Mention(telling, mention["coref_chain"], name))
    return found


Tokens = list[tuple[int, int, str]]  # sentence, token, word


def _documents(path: Path) -> dict[str, Tokens]:
    found: dict[str, Tokens] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) >= 5:
            found[columns[0]].append((int(columns[1]), int(columns[2]), columns[3]))
    return found


def laid_out(tokens: Tokens) -> tuple[str, dict[tuple[int, int], Span]]:
    """Tokens as running text, and where each stands in it."""
    text, places = "", {}
    for sentence, token, word in tokens:
        if word in CLOSING:
            text = text.rstrip(" ")
        places[sentence, token] = Span(len(text), len(text) + len(word))
        text += word if word in OPENING else word + " "
    return text, places


def topics(profiles: Sequence[Profile], enough: float = TOPIC) -> list[list[int]]:
    """Numbers of the documents that have one topic, by the sense of their text."""
    senses = np.stack([profile.sense for profile in profiles])
    return brought_together(senses @ senses.T, enough)


def by_topic(mentions: Sequence[Mention], enough: float = TOPIC) -> list[list[int]]:
    """Numbers of the mentions of each predicted topic."""
    profiles = list(dict.fromkeys(mention.telling.profile for mention in mentions))
    home = {profiles[i]: n for n, topic in enumerate(topics(profiles, enough)) for i in topic}
    found: dict[int, list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        found[home[mention.telling.profile]].append(i)
    return list(found.values())


def gold(mentions: Sequence[Mention]) -> list[list[int]]:
    """The gold events, as numbers of mentions."""
    return _grouped({i: mention.chain for i, mention in enumerate(mentions)})


def same_lemma(mentions: Sequence[Mention], topics: Sequence[Sequence[int]]) -> list[list[int]]:
    """The baseline."""
    return _grouped({i: f"{n} {mentions[i].telling.head}" for n, topic in enumerate(topics) for i in topic})


def ours(mentions: Sequence[Mention], topics: Sequence[Sequence[int]], rarity: Rarity) -> list[list[int]]:
    """What the package says."""
    found: list[list[int]] = []
    for topic in topics:
        found.extend([topic[n] for n in cluster] for cluster in one_event([mentions[i].telling for i in topic], rarity))
    return found


def _grouped(labels: Mapping[int, str]) -> list[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, label in labels.items():
        found[label].append(number)
    return list(found.values())


def rarity_among(mentions: Sequence[Mention]) -> Rarity:
    """In how many of the documents each word stands."""
    return Rarity.among(list(dict.fromkeys(mention.telling.profile for mention in mentions)))


def measured(mentions: Sequence[Mention]) -> dict[str, dict[str, float]]:
    """F1 by each measure, of the baseline and of the package."""
    within, key = by_topic(mentions), gold(mentions)
    found = {"same lemma": same_lemma(mentions, within), "reportedly": ours(mentions, within, rarity_among(mentions))}
    return {name: {measure: round(f1, 4) for measure, f1 in conll(key, clusters).items()} for name, clusters in found.items()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crossdoc", description="Measure events across documents.")
    parser.add_argument("--out", type=Path, help="write the figures here, as JSON")
    options = parser.parse_args()
    try:
        folder = shared_folder() / ECB
    except GoldMissingError as missing:
        print(missing, file=sys.stderr)
        return 2
    reader = load()
    mentions = mentions_of("Dev", lambda text: reader.read(read_text(text)), folder)
    figures = measured(mentions)
    for name, of in figures.items():
        print(f"{name:12}" + "  ".join(f"{measure} {f1:.3f}" for measure, f1 in of.items()))
    if options.out:
        options.out.write_text(json.dumps({"ecb+ dev": figures}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
