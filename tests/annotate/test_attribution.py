"""Probabilities of words -> drafts. The probabilities are built by hand, as a perfect network would give them."""

import numpy as np
import pytest

from reportedly.annotate.attribution import drafts_of, form_of, steady, whole_quotations
from reportedly.annotate.layers import Draft, Layers
from reportedly.annotate.network import CONTENT, CUE, NONE, SOURCE, Anchor, Thresholds
from reportedly.annotate.segment import layers_of
from reportedly.records import Span


def at(layers: Layers, words: str) -> Span:
    start = layers.text.index(words)
    return Span(start, start + len(words))


def anchor(
    layers: Layers, *, cue: str = "", source: str = "", contents: tuple[str, ...], score: float = 0.9, implied: bool = False
) -> Anchor:
    """An anchor on ``cue`` (or on the first word of the content) for which every word has one sure role."""
    roles = np.zeros((len(layers.words), 4), dtype=np.float32)
    roles[:, NONE] = 1
    for role, spans in ((CONTENT, contents), (SOURCE, (source,)), (CUE, (cue,))):
        for words in filter(None, spans):
            span = at(layers, words)
            for i, (start, _) in enumerate(layers.words):
                if span.start <= start < span.end:
                    roles[i] = 0
                    roles[i, role] = 1
    first = at(layers, cue or contents[0]).start
    word = next(i for i, w in enumerate(layers.words) if w.start == first)
    extras = np.zeros((len(layers.words), 3), dtype=np.float32)
    return Anchor(word, 0.0 if implied else score, score if implied else 0.0, 0, roles, extras)


def words(layers: Layers, draft: Draft) -> list[str]:
    return [layers.text[s:e] for s, e in draft.content]


class TestDrafts:
    def test_spans_of_each_role(self) -> None:
        layers = layers_of("“We will go,” Minister Orlov told the chamber.")
        (draft,) = drafts_of(
            layers, [anchor(layers, cue="told", source="Minister Orlov", contents=("“We will go,”",))], Thresholds()
        )
        assert words(layers, draft) == ["“We will go,”"]
        assert (draft.source, draft.cue) == ((at(layers, "Minister Orlov"),), (at(layers, "told"),))
        assert draft.form == "direct"

    @pytest.mark.parametrize(
        ("source", "kept"),
        [
            ("his uncle who on", "his uncle"),
            ("a skipper freed", "a skipper"),
            ("the Iranians used", "the Iranians"),
            ("the accused", "the accused"),
            ("Kofi Reed", "Kofi Reed"),
        ],
    )
    def test_a_source_ends_where_its_last_noun_does(self, source: str, kept: str) -> None:
        layers = layers_of(f"Then {source} said the bridge would close.")
        (draft,) = drafts_of(
            layers, [anchor(layers, cue="said", source=source, contents=("the bridge would close",))], Thresholds()
        )
        assert [layers.text[s:e] for s, e in draft.source] == [kept]

    def test_content_that_the_cue_interrupts_has_two_spans(self) -> None:
        layers = layers_of("“We will go,” Orlov said, “and we will stay.”")
        (draft,) = drafts_of(
            layers, [anchor(layers, cue="said", source="Orlov", contents=("“We will go,”", "“and we will stay.”"))], Thresholds()
        )
        assert words(layers, draft) == ["“We will go,”", "“and we will stay.”"]

    def test_a_comma_the_network_left_out_does_not_split_a_content(self) -> None:
        layers = layers_of("Orlov said the bridge, built in 1961, would close.")
        (draft,) = drafts_of(
            layers,
            [anchor(layers, cue="said", source="Orlov", contents=("the bridge", "built in 1961", "would close"))],
            Thresholds(),
        )
        assert words(layers, draft) == ["the bridge, built in 1961, would close"]

    def test_punctuation_alone_is_no_content(self) -> None:
        layers = layers_of("Orlov said, nothing.")
        assert drafts_of(layers, [anchor(layers, cue="said", source="Orlov", contents=(",",))], Thresholds()) == []

    def test_below_the_threshold_is_no_statement(self) -> None:
        layers = layers_of("Orlov said the bridge would close.")
        weak = anchor(layers, cue="said", source="Orlov", contents=("the bridge would close",), score=0.4)
        assert drafts_of(layers, [weak], Thresholds(statement=0.5)) == []
        assert len(drafts_of(layers, [weak], Thresholds(statement=0.3))) == 1

    def test_nested_statements_have_a_threshold_of_their_own(self) -> None:
        layers = layers_of("Orlov said Mr. Lind promised help.")
        outer = anchor(layers, cue="said", source="Orlov", contents=("Mr. Lind promised help",))
        inner = anchor(layers, cue="promised", source="Mr. Lind", contents=("help",), score=0.4)
        assert len(drafts_of(layers, [outer, inner], Thresholds(nested=0.3))) == 2
        assert len(drafts_of(layers, [outer, inner], Thresholds(nested=0.5))) == 1

    def test_implied_statements_have_neither_source_nor_cue(self) -> None:
        layers = layers_of("According to Orlov, the bridge will close. The ferry will run.")
        (draft,) = drafts_of(layers, [anchor(layers, contents=("The ferry will run",), implied=True)], Thresholds())
        assert draft.implied
        assert (draft.source, draft.cue) == ((), ())


class TestParents:
    def test_the_smallest_content_around_is_the_parent(self) -> None:
        layers = layers_of("Orlov recalled that Lind stated that Berg promised help.")
        drafts = drafts_of(
            layers,
            [
                anchor(layers, cue="recalled", source="Orlov", contents=("that Lind stated that Berg promised help",)),
                anchor(layers, cue="stated", source="Lind", contents=("that Berg promised help",)),
                anchor(layers, cue="promised", source="Berg", contents=("help",)),
            ],
            Thresholds(),
        )
        assert [d.parent for d in drafts] == [None, 0, 1]

    def test_a_cue_outside_makes_a_sibling(self) -> None:
        layers = layers_of("Orlov said the bridge would close and Lind denied it.")
        drafts = drafts_of(
            layers,
            [
                anchor(layers, cue="said", source="Orlov", contents=("the bridge would close",)),
                anchor(layers, cue="denied", source="Lind", contents=("it",)),
            ],
            Thresholds(),
        )
        assert [d.parent for d in drafts] == [None, None]


@pytest.mark.parametrize(
    ("text", "content", "around", "form"),
    [
        ("“We will go,” Orlov said.", "“We will go,”", "", "direct"),
        ("Orlov said they “will go” soon.", "they “will go” soon", "", "mixed"),
        ("Orlov said they will go.", "they will go", "", "indirect"),
        # reported within a quotation: the marks are the outer speaker's
        (
            "“Mr. Lind said there was no money,” Orlov said.",
            "there was no money",
            "“Mr. Lind said there was no money,”",
            "indirect",
        ),
        (
            "“Mr. Lind said ‘there is no money’ twice,” Orlov said.",
            "‘there is no money’",
            "“Mr. Lind said ‘there is no money’ twice,”",
            "direct",
        ),
        # a ship's name in quotation marks is no speech
        ("Orlov said that the “Shirvan” was counting seals.", "that the “Shirvan” was counting seals", "", "indirect"),
    ],
)
def test_form(text: str, content: str, around: str, form: str) -> None:
    layers = layers_of(text)
    assert form_of((at(layers, content),), (at(layers, around),) if around else (), layers) == form


@pytest.mark.parametrize(
    ("probabilities", "flags"),
    [
        ([0.9, 0.9, 0.45, 0.9, 0.9], "#####"),  # a doubtful word within a content
        ([0.1, 0.1, 0.55, 0.1, 0.1], "....."),  # a doubtful word within nothing
        ([0.9, 0.9, 0.02, 0.02, 0.9, 0.9], "##..##"),  # a cue that interrupts
        ([0.0, 0.9, 0.9, 0.9, 0.0], ".###."),
        ([0.9], "#"),
        ([0.01, 0.02], ".."),
        ([], ""),
    ],
)
def test_steady(probabilities: list[float], flags: str) -> None:
    assert "".join(".#"[int(f)] for f in steady(np.array(probabilities, dtype=np.float32))) == flags


class TestWholeQuotations:
    def test_most_of_a_quotation_is_all_of_it(self) -> None:
        layers = layers_of("“We sat until the night. Then he left,” Orlov said.")
        draft = Draft((at(layers, "We sat until the night. Then"),), (at(layers, "Orlov"),), (at(layers, "said"),))
        assert words(layers, whole_quotations(draft, layers)) == ["“We sat until the night. Then he left,”"]

    def test_what_is_said_within_a_quotation_keeps_its_bounds(self) -> None:
        layers = layers_of("“Mr. Lind said there was no money for it at all,” Orlov said.")
        draft = Draft((at(layers, "there was no money for it at all"),), (at(layers, "Mr. Lind"),), (at(layers, "said"),))
        assert whole_quotations(draft, layers) == draft

    def test_a_word_or_two_of_a_quotation_are_not(self) -> None:
        layers = layers_of("Orlov denied that “all of it was lost in the great flood of May”.")
        draft = Draft((at(layers, "all of it"),), (at(layers, "Orlov"),), (at(layers, "denied"),))
        assert whole_quotations(draft, layers) == draft


class TestLineByItself:
    """“We will go.”, and as a paragraph by itself: Orlov said."""

    TEXT = "The talks failed.\n\n“Mr. Lind told us to wait. We waited.”\n\nOrlov said.\n\nThe bridge is shut."

    def bare(self, layers: Layers) -> Anchor:
        """The network knows source and cue, and finds no content."""
        known = anchor(layers, cue="said", source="Orlov", contents=("The talks",))
        known.roles[known.roles[:, CONTENT] > 0] = [1, 0, 0, 0]
        return known

    def test_the_quotation_before_it_is_what_was_said(self) -> None:
        layers = layers_of(self.TEXT)
        (draft,) = drafts_of(layers, [self.bare(layers)], Thresholds())
        assert words(layers, draft) == ["“Mr. Lind told us to wait. We waited.”"]
        assert (draft.source, draft.cue, draft.form) == ((at(layers, "Orlov"),), (at(layers, "said"),), "direct")

    def test_a_statement_without_cue_that_has_the_quotation_gives_way(self) -> None:
        layers = layers_of(self.TEXT)
        nobodys = anchor(layers, contents=("“Mr. Lind told us to wait. We waited.”",))
        (draft,) = drafts_of(layers, [nobodys, self.bare(layers)], Thresholds())
        assert draft.source == (at(layers, "Orlov"),)

    def test_without_a_quotation_before_it_there_is_nothing(self) -> None:
        layers = layers_of(self.TEXT.replace("“", "").replace("”", ""))
        assert drafts_of(layers, [self.bare(layers)], Thresholds()) == []
