from pathlib import Path

import pytest

from benchmarks.plv import Marked, Root, folded, linear, read_plv, scored, types_of
from reportedly.records import EventType, Span, Spans

HEAD = "\tsentence_id\tmarked_sentence\tgold_root\n"


def _file(folder: Path, *rows: tuple[str, str]) -> Path:
    path = folder / "plv.tsv"
    path.write_text(HEAD + "".join(f"{i}\t{i}\t{text}\t{root}\n" for i, (text, root) in enumerate(rows)), encoding="utf-8")
    return path


def test_marks_become_spans_of_the_text_without_them(tmp_path: Path) -> None:
    [one] = read_plv(_file(tmp_path, ("Yesterday <s>Norvia </s> sued <t>the “Dawn”</t>.", "ACCUSE")))
    assert one.text == "Yesterday Norvia  sued the “Dawn”."
    assert [one.text[a:b] for a, b in one.source + one.target] == ["Norvia", "the “Dawn”"]


def test_marks_may_nest_and_repeat_and_be_absent(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        ("<s><t>Norvian</t> rebels</s> left.", "YIELD"),
        ("<t>Ruhm</t> said <t>Ruhm</t> got it.", "AID"),
        ("No.", "REJECT"),
    )
    nested, repeated, bare = read_plv(path)
    assert (nested.source, nested.target) == ((Span(0, 14),), (Span(0, 7),))
    assert (repeated.source, repeated.target) == ((), (Span(0, 4), Span(10, 14)))
    assert (bare.source, bare.target) == ((), ())


def test_quotation_marks_mean_nothing_in_the_file(tmp_path: Path) -> None:
    [one] = read_plv(_file(tmp_path, ('"<s>Ruhm</s> ""won"".', "SUPPORT")))
    assert one.text == '"Ruhm ""won"".'


@pytest.mark.parametrize("text", ["<s>Norvia sued.", "Norvia</s> sued."])
def test_marks_left_open_are_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="never"):
        read_plv(_file(tmp_path, (text, "ACCUSE")))


def test_halves_share_no_sentence_and_have_each_root_alike(tmp_path: Path) -> None:
    rows = [(f"<s>Town {i}</s> hit <t>Ruhm</t>.", root) for root in ("ASSAULT", "AID") for i in range(5)]
    rows = [(text.replace("hit", root), root) for text, root in rows] + [("<s>Norvia</s> hit <t>Ruhm</t>.", "ASSAULT")] * 3
    path = _file(tmp_path, *rows)
    train, untouched = read_plv(path, "train"), read_plv(path, "untouched")
    assert not {one.text for one in train} & {one.text for one in untouched}
    assert len(train) + len(untouched) == len(rows)
    assert len({one.text for one in train if one.root == "ASSAULT"}) == 3
    assert len({one.text for one in untouched if one.root == "AID"}) == 2


def test_a_sentence_keeps_its_half_wherever_it_stands_in_the_file(tmp_path: Path) -> None:
    rows = [(f"<s>Town {i}</s> sued <t>Ruhm</t>.", "ACCUSE") for i in range(9)]
    forward = {one.text for one in read_plv(_file(tmp_path, *rows), "untouched")}
    backward = {one.text for one in read_plv(_file(tmp_path, *reversed(rows)), "untouched")}
    assert forward == backward


def test_yielding_in_words_and_in_deed_is_one_root() -> None:
    assert [folded(t) for t in ("CONCEDE", "RETREAT", "AID")] == ["YIELD", "YIELD", "AID"]
    assert [types_of("YIELD"), types_of("AID")] == [("CONCEDE", "RETREAT"), ("AID",)]


def test_roots_are_scored_after_folding() -> None:
    sentences = [
        Marked("Ruhm left.", (Span(0, 4),), (), "YIELD"),
        Marked("Ruhm sued.", (Span(0, 4),), (), "ACCUSE"),
        Marked("Ruhm gave.", (Span(0, 4),), (), "AID"),
    ]
    asked: list[tuple[Spans, Spans]] = []

    def root_of(text: str, source: Spans, target: Spans) -> EventType:
        asked.append((source, target))
        return "CONCEDE" if "left" in text else "ACCUSE"

    name, figures = scored("a guesser", sentences, root_of)
    assert (name, figures.accuracy) == ("a guesser", 2 / 3)
    assert figures.f1 == {"YIELD": 1, "ACCUSE": 2 / 3, "AID": 0}
    assert asked[0] == ((Span(0, 4),), ())


def test_the_linear_classifier_learns_verbs_and_who_is_on_which_side() -> None:
    pytest.importorskip("sklearn")
    verbs: list[tuple[str, Root]] = [("sued", "ACCUSE"), ("fed", "AID"), ("yielded to", "YIELD")]
    train = [
        Marked(f"{a} {verb} {b}.", (Span(0, len(a)),), (Span(len(a) + len(verb) + 2, len(a) + len(verb) + 2 + len(b)),), root)
        for a, b in (("Ruhm", "Tarv"), ("Norvia", "Ardon"), ("Sul", "Kelmet"))
        for verb, root in verbs
    ]  # fmt: skip
    root_of = linear(train)
    assert root_of("Lusanta fed Vesmar.", (Span(0, 7),), (Span(12, 18),)) == "AID"
    assert folded(root_of("Lusanta yielded to Vesmar.", (Span(0, 7),), (Span(19, 25),))) == "YIELD"
