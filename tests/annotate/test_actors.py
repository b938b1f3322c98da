"""Who is meant: invented stories, one matter each. In a story, ``[words]`` marks the source of a statement."""

import re
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.actors import Resolved, resolve
from reportedly.annotate.layers import Draft
from reportedly.annotate.segment import layers_of
from reportedly.records import Actor, Document, Span


def read(marked: str) -> Resolved:
    """Resolve a story whose sources stand in square brackets, one draft each."""
    text, spans = "", []
    for piece in re.split(r"(\[[^]]*\])", marked):
        words = piece.strip("[]") if piece.startswith("[") else piece
        if piece.startswith("["):
            spans.append(Span(len(text), len(text) + len(words)))
        text += words
    drafts = [Draft(content=(Span(len(text) - 1, len(text)),), source=(span,), cue=(Span(0, 1),)) for span in spans]
    return resolve_text(text, drafts)


def resolve_text(text: str, drafts: list[Draft]) -> Resolved:
    return resolve(Document("sha256:0", text), layers_of(text), drafts)


def names(found: Resolved) -> list[str | None]:
    """The names of the speakers, in the order of the drafts."""
    by_id = {actor.id: actor.name for actor in found.actors}
    return [by_id[speaker] if speaker else None for speaker in found.speakers]


def actor(found: Resolved, name: str) -> Actor:
    return next(actor for actor in found.actors if actor.name == name)


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


STORIES = {
    "part name": ("[Marit Solheim] said no. The talks go on, [Solheim] added.", ["Marit Solheim", "Marit Solheim"]),
    "honorific": ("[Marit Solheim] said no. [Ms. Solheim] left.", ["Marit Solheim", "Marit Solheim"]),
    "title before the name": (
        "[Norwegian Foreign Minister Marit Solheim] said no. [The foreign minister] left.",
        ["Marit Solheim", "Marit Solheim"],
    ),
    "title in small words": ("[Belgian finance minister Anke Maes] said no. [The minister] left.", ["Anke Maes", "Anke Maes"]),
    "title with its field": (
        "[Secretary of State Daniel Horvath] said no. [Horvath] left.",
        ["Daniel Horvath", "Daniel Horvath"],
    ),
    "apposition before": (
        "[The envoy of the League, Tomás Quint,] said no. [The envoy] left.",
        ["Tomás Quint", "Tomás Quint"],
    ),
    "apposition after": (
        "[Tomás Quint], the envoy of the League, said no. [The envoy] left.",
        ["Tomás Quint", "Tomás Quint"],
    ),
    "apposition outside the source": ("[Her counterpart], Director Jan Bos, said no. [Bos] left.", ["Jan Bos", "Jan Bos"]),
    "broader word": (
        "[Ambassador Tomás Quint] said no. [The diplomat] left.",
        ["Tomás Quint", "Tomás Quint"],
    ),
    "named after the lead": (
        "[The minister] said no. It was the first time that Minister Anke Maes, 51, spoke of it.",
        ["Anke Maes"],
    ),
    "other office": (
        "[Foreign Minister Marit Solheim] said no. [The prime minister] said yes.",
        ["Marit Solheim", "prime minister"],
    ),
    "other country": (
        "[Norwegian minister Marit Solheim] said no. [The Belgian minister] said yes.",
        ["Marit Solheim", "Belgian minister"],
    ),
    "never named": ("[The head of the Tobruk delegation] said no. [He] left.", ["head of the Tobruk delegation"] * 2),
    "spokesman of his own": ("[A spokesman for Zlitni] said no.", ["spokesman for Zlitni"]),
    "two indefinite ones": ("[A driver] said no. [A driver from Oslo] said yes.", ["driver", "driver from Oslo"]),
    "he and she": (
        "[Mary Aalto] said no. [John Bos] said yes. [She] smiled. [He] left.",
        ["Mary Aalto", "John Bos", "Mary Aalto", "John Bos"],
    ),
    "relative": ("Nobody believed [Jan Bos], [who] said no.", ["Jan Bos", "Jan Bos"]),
    "it": ("[The Harbour Union] said no in a statement. [It] called a strike.", ["Harbour Union", "Harbour Union"]),
    "acronym": ("[The Global Harbour Forum] said no. [GHF] left.", ["Global Harbour Forum", "Global Harbour Forum"]),
    "body by its kind": (
        "[The Harbour Union] said no. [The union] called a strike.",
        ["Harbour Union", "Harbour Union"],
    ),
    "capital speaks": ("[Yerevan] said no. [Armenia] wants more.", ["Armenia", "Armenia"]),
    "seat of government": ("[The Kremlin] said no.", ["Russia"]),
    "leadership": ("[The Armenian leadership] said no.", ["Armenia"]),
    "possessive": ("[Norway's] support came late. [Oslo] said so.", ["Norway", "Norway"]),
    "joint": ("[Marit Solheim and Jan Bos] said no.", ["Marit Solheim and Jan Bos"]),
    "issued by": ("[A report by the Harbour Union] said no.", ["Harbour Union"]),
    "issued before": (
        "[A report by the Harbour Union] said no. Marit Solheim had asked for it. [The report] names ships.",
        ["Harbour Union", "Harbour Union"],
    ),
    "issued by nobody known": ("[Unconfirmed reports] said no.", [None]),
    "rank in short": (
        "[Lt Col Ivar Moe] said no. [Marit Solheim] said yes. [The colonel] left.",
        ["Ivar Moe", "Marit Solheim", "Ivar Moe"],
    ),
    "rank after a title": (
        "[First Deputy Defence Minister Gen. Sam Okello] said no. [The general] left.",
        ["Sam Okello", "Sam Okello"],
    ),
    "compatriot of an unsaid state": ("[Davin Muir, 54,] said no. [The Norwegian] left.", ["Davin Muir", "Davin Muir"]),
    "compatriot by man": ("[Jean Aubry, 61,] said no. [The Frenchman] left.", ["Jean Aubry", "Jean Aubry"]),
    "first name of a man elsewhere": (
        "[Ingrid Solvang] said no. Gunnar Thorvald left, [she] said. Later [he] came back.",
        ["Ingrid Solvang", "Ingrid Solvang", "Gunnar Thorvald"],
    ),
    "compatriot": ("[Malian minister Issa Keita] said no. [The Malian] left.", ["Issa Keita", "Issa Keita"]),
    "many of a people": ("[Ana Prieto] said no. [The Malians] left.", ["Ana Prieto", "Malians"]),
    "name broken off": ("[Deputy Minister Ruud] Veland said no. [Veland] left.", ["Ruud Veland", "Ruud Veland"]),
    "office of a field": (
        "[The Secretary of State for Health, Ana Prieto,] said no. [Prieto] left.",
        ["Ana Prieto", "Ana Prieto"],
    ),
    "apposition of the next name": (
        "Tampura wrote. At Tampura, the chief of customs, Ana Prieto, met [Jan Bos]. [The chief] said no.",
        ["Jan Bos", "Ana Prieto"],
    ),
    "introduced by the next paragraph": (
        "War is over, [a former minister] said.\n\nAna Prieto, who left in May, slept. [Prieto] left.",
        ["Ana Prieto", "Ana Prieto"],
    ),
    "title with its field and no comma": (
        "[The centre's chief of operations Ana Prieto] said no. [The chief] left.",
        ["Ana Prieto", "Ana Prieto"],
    ),
    "emphatic": ("[Ana Prieto] said no. [Prieto herself] left.", ["Ana Prieto", "Ana Prieto"]),
    "part of a longer name": ("[Ghassan] Tohme said no.", ["Ghassan Tohme"]),
    "letter that somebody sent": (
        "The Harbour Union waited. [The letter which mediator Ana Prieto sent] said no. [The letter] names ships.",
        ["Ana Prieto", "Ana Prieto"],
    ),
    "letter, sent by somebody": ("The Union waited. [The letter] that Ana Prieto sent said no.", ["Ana Prieto"]),
    "issued together": ("Norway and Armenia met in Baku. [A joint communiqué] said no.", ["Norway and Armenia"]),
    "document": (
        "Norway and Armenia met. [A joint communiqué] said no. [The document] names ships.",
        ["Norway and Armenia", "Norway and Armenia"],
    ),
    "whose minister": (
        "Armenia met [Norway's minister]. [The Armenian minister] said no.",
        ["Norway's minister", "Armenian minister"],
    ),
    "whose chairman": ("The company's chairman rose. [The chairman] said no.", ["company's chairman"]),
    "president of the only state": ("Norway waits. [The President] said no.", ["President of Norway"]),
    "president of one of several": ("Norway and Armenia wait. [The President] said no.", ["President"]),
    "newspaper": ("[The Aftonposten daily] said no. Next day [Aftonposten] said yes.", ["Aftonposten", "Aftonposten"]),
}


@pytest.mark.parametrize(("story", "expected"), STORIES.values(), ids=STORIES)
def test_speakers(story: str, expected: list[str | None]) -> None:
    assert names(read(story)) == expected


ASKED = {
    "name": ("Norway sent <Marit Solheim> home.", ["Marit Solheim"]),
    "capitals": ("<Oslo and Yerevan> signed.", ["Norway", "Armenia"]),
    "adjective": ("The <Norwegian> attack failed.", ["Norway"]),
    "two adjectives": ("The <US and South Korean> exercise began.", ["United States", "South Korea"]),
    "part of a word": ("A <Norwegian>-backed plan failed.", ["Norway"]),
    "second part of a word": ("The Norway-<Armenia> pact failed.", ["Armenia"]),
    "both sides": ("Norway and Armenia met. <The two sides> signed.", ["Norway", "Armenia"]),
    "both adjectives of one noun": ("<The Norwegian and Armenian ministers> met.", ["Norwegian and Armenian ministers"]),
    "known before": ("Marit Solheim, the foreign minister, left. They met <the minister>.", ["Marit Solheim"]),
    "pronoun": ("Marit Solheim left. <She> was arrested.", ["Marit Solheim"]),
    "nominal": ("Norway attacked <the rebels>.", ["rebels"]),
    "people, not their state": ("<Norwegians> marched.", ["Norwegians"]),
    "numbers": ("<Some 35,000 soldiers> left.", ["Some 35,000 soldiers"]),
    "unnamed together": ("<Elders and other leaders> met.", ["Elders and other leaders"]),
    "no words": ("Norway left<.>", []),
}


def asked(marked: str) -> list[str]:
    """The names of whom the words in angle brackets mean."""
    before, words, after = re.split("[<>]", marked)
    layers = layers_of(before + words + after)
    found = resolve(Document("sha256:0", layers.text), layers, [], [(Span(len(before), len(before + words)), None)])
    names = {actor.id: actor.name for actor in found.actors}
    return [names[party] for party in found.asked[0]]


@pytest.mark.parametrize(("story", "expected"), ASKED.values(), ids=ASKED)
def test_asked(story: str, expected: list[str]) -> None:
    assert asked(story) == expected


def test_we_are_the_state_that_the_speaker_speaks_for_and_i_am_the_speaker() -> None:
    text = '"We will not sign and I will resign," Norwegian minister Marit Solheim said.'
    draft = Draft((Span(0, 37),), source=(span_of(text, "Norwegian minister Marit Solheim"),), cue=(span_of(text, "said"),))
    questions = [(span_of(text, "We"), 0), (span_of(text, "I"), 0)]
    found = resolve(Document("sha256:0", text), layers_of(text), [draft], questions)
    names = {actor.id: actor.name for actor in found.actors}
    assert [[names[party] for party in answer] for answer in found.asked] == [["Norway"], ["Marit Solheim"]]


def test_what_is_asked_does_not_change_who_speaks() -> None:
    text = 'Jan Bos was tired. Reports of the rebels and the guards reached him. "No," he said.'
    draft = Draft(
        (span_of(text, '"No,"'),), source=(Span(text.index("he said"), text.index(" said.")),), cue=(span_of(text, "said"),)
    )
    questions = [(span_of(text, words), None) for words in ("Reports", "him", "tired", "reached")]
    asked = resolve(Document("sha256:0", text), layers_of(text), [draft], questions)
    assert names(asked) == names(resolve_text(text, [draft])) == ["Jan Bos"]


def test_one_source_of_two_statements_is_one_actor() -> None:
    text = "A driver said no and added that he slept."
    source, cues = (span_of(text, "A driver"),), ("said", "added")
    found = resolve_text(text, [Draft((Span(30, 40),), source, (span_of(text, cue),)) for cue in cues])
    assert len(found.actors) == 1


def test_first_person_is_who_speaks_the_quotation() -> None:
    text = '"I told Jan Bos to wait," Marit Solheim said.'
    drafts = [
        Draft(
            content=(span_of(text, '"I told Jan Bos to wait,"'),), source=(span_of(text, "Marit Solheim"),), cue=(Span(40, 44),)
        ),
        Draft(content=(span_of(text, "to wait"),), source=(span_of(text, "I"),), addressee=span_of(text, "Jan Bos"), parent=0),
    ]
    found = resolve_text(text, drafts)
    assert names(found) == ["Marit Solheim", "Marit Solheim"]
    assert found.addressees[1] == actor(found, "Jan Bos").id


def nested(outer: str, *inner: str) -> list[str | None]:
    """The speakers of ``outer``'s quotation, in the source marked with square brackets, and of one statement in it a source."""
    text = outer.replace("[", "").replace("]", "")
    source = span_of(text, re.findall(r"\[(.*)\]", outer)[0])
    quoted = Span(text.index('"'), text.rindex('"') + 1)
    drafts = [Draft(content=(quoted,), source=(source,), cue=(Span(quoted.end, quoted.end + 1),))]
    for words in inner:
        span = span_of(text, words)
        drafts.append(Draft(content=(Span(span.end, span.end + 8),), source=(Span(span.start, span.start + 2),), parent=0))
    return names(resolve_text(text, drafts))


def test_within_a_quotation_he_is_whom_its_sentences_are_about() -> None:
    assert nested('"I called the governor twice. He told me to wait," [Jan Bos] said.', "He told") == ["Jan Bos", "governor"]


def test_behind_a_quotation_he_is_rather_who_spoke_than_of_whom() -> None:
    text = 'Jan Bos blamed the driver. "The governor slept," he said.'
    drafts = [
        Draft(content=(span_of(text, "the driver"),), source=(span_of(text, "Jan Bos"),), cue=(span_of(text, "blamed"),)),
        Draft(content=(span_of(text, '"The governor slept,"'),), source=(span_of(text, "he"),), cue=(span_of(text, "said"),)),
    ]
    drafts[1] = Draft(drafts[1].content, source=(Span(text.index("he said"), text.index("he said") + 2),), cue=drafts[1].cue)
    assert names(resolve_text(text, drafts)) == ["Jan Bos", "Jan Bos"]


def test_you_are_whom_the_speaker_addresses() -> None:
    text = 'Jan Bos rose. "You promised to wait," Marit Solheim told Ana Prieto.'
    drafts = [
        Draft(
            content=(span_of(text, '"You promised to wait,"'),),
            source=(span_of(text, "Marit Solheim"),),
            cue=(span_of(text, "told"),),
            addressee=span_of(text, "Ana Prieto"),
        ),
        Draft(content=(span_of(text, "to wait"),), source=(span_of(text, "You"),), cue=(span_of(text, "promised"),), parent=0),
    ]
    assert names(resolve_text(text, drafts)) == ["Marit Solheim", "Ana Prieto"]


def test_the_prime_minister_of_whom_a_greek_tells_is_that_of_greece() -> None:
    text = '"The prime minister said no," Greek envoy Eleni Rousou said.'
    drafts = [
        Draft(content=(span_of(text, '"The prime minister said no,"'),), source=(span_of(text, "Greek envoy Eleni Rousou"),)),
        Draft(content=(span_of(text, "no"),), source=(span_of(text, "The prime minister"),), parent=0),
    ]
    assert names(resolve_text(text, drafts)) == ["Eleni Rousou", "prime minister of Greece"]


def test_an_implied_statement_is_of_whom_it_carries_on() -> None:
    text = "According to Marit Solheim, the ice is thin. The ferry will not sail."
    drafts = [
        Draft(content=(span_of(text, "the ice is thin"),), source=(span_of(text, "Marit Solheim"),), cue=(Span(0, 12),)),
        Draft(content=(span_of(text, "The ferry will not sail"),), implied=True, continues=0),
    ]
    assert names(resolve_text(text, drafts)) == ["Marit Solheim", "Marit Solheim"]


@pytest.mark.parametrize("opening", ["Jan Bos laughed when he was told", "At the Harbour Union, Jan Bos told it otherwise"])
def test_whom_a_sentence_that_reports_nothing_brings_on_speaks_what_follows(opening: str) -> None:
    text = f"Marit Solheim said no. {opening}. The ship had never left."
    drafts = [
        Draft(content=(span_of(text, "no"),), source=(span_of(text, "Marit Solheim"),), cue=(span_of(text, "said"),)),
        Draft(content=(span_of(text, "The ship had never left"),), implied=True, continues=0),
    ]
    assert names(resolve_text(text, drafts)) == ["Marit Solheim", "Jan Bos"]


@pytest.mark.parametrize(("told", "expected"), [("asked for it and called it late", "Jan Bos"), ("was called late", None)])
def test_a_cue_without_source_is_whose_the_network_hears_unless_it_is_passive(told: str, expected: str | None) -> None:
    text = f"Jan Bos {told}."
    draft = Draft((span_of(text, "late"),), cue=(span_of(text, "called"),), voices=((0, 0.9), (4, 0.9)))
    assert names(resolve_text(text, [draft])) == [expected]


def test_a_quotation_without_source_and_cue_is_of_who_spoke_last() -> None:
    text = '"We sail," said Marit Solheim. "Today."'
    drafts = [
        Draft(content=(span_of(text, '"We sail,"'),), source=(span_of(text, "Marit Solheim"),), cue=(span_of(text, "said"),)),
        Draft(content=(span_of(text, '"Today."'),)),
    ]
    assert names(resolve_text(text, drafts)) == ["Marit Solheim", "Marit Solheim"]


def test_what_was_reportedly_said_is_nobodys() -> None:
    text = "The ferry reportedly sank."
    assert names(resolve_text(text, [Draft(content=(Span(0, 9),), cue=(span_of(text, "reportedly"),))])) == [None]


def test_a_role_names_title_and_state() -> None:
    found = read("[Norwegian Foreign Minister Marit Solheim] said no.")
    (role,) = actor(found, "Marit Solheim").roles
    assert (role.title, role.of) == ("Foreign Minister", actor(found, "Norway").id)


def test_states_have_a_kind_and_a_code() -> None:
    armenia = actor(read("[Yerevan] said no."), "Armenia")
    assert (armenia.kind, armenia.links) == ("country", {"iso3166": "AM"})


def test_a_capital_where_things_happen_is_no_mention_of_the_state() -> None:
    text = "Norway said no. The talks were held in Oslo."
    found = resolve_text(text, [Draft(content=(Span(12, 14),), source=(Span(0, 6),), cue=(Span(7, 11),))])
    assert [mention.span for mention in found.actors[0].mentions] == [Span(0, 6)]


def test_each_speaker_comes_with_the_rule_that_knew() -> None:
    found = read("[Marit Solheim] said no. [She] left. [A driver] saw it.")
    assert found.rules == ("named", "pronoun", "own")


def test_actors_are_numbered_by_their_first_mention() -> None:
    found = read("Jan Bos slept. [Marit Solheim] said no. [Bos] woke.")
    assert [(actor.id, actor.name) for actor in found.actors] == [("a1", "Jan Bos"), ("a2", "Marit Solheim")]


PIECES = """
Marit Solheim Mr. the minister Minister of Norway 's ’s he She I said and , . "
“ ” who report by ( ) - & Oslo union Union a his é́ U.S. 🙂 مرحبا
"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", "\x00"])
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=200))


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, list[Draft]]:
    """Any text and any drafts over it, sense or nonsense."""
    text = draw(TEXTS)
    offsets = st.integers(0, len(text))
    spans = st.tuples(offsets, offsets).map(lambda pair: Span(min(pair), max(pair)))
    some = st.lists(spans, max_size=2).map(tuple)
    index = st.none() | st.integers(-1, 6)
    draft = st.builds(
        Draft,
        content=some,
        source=some,
        cue=some,
        implied=st.booleans(),
        parent=index,
        continues=index,
        addressee=st.none() | spans,
    )
    return text, draw(st.lists(draft, max_size=6))


@settings(deadline=None)
@given(stories())
def test_any_text_and_any_drafts_give_a_result(story: tuple[str, list[Draft]]) -> None:
    text, drafts = story
    questions = [(span, draft.parent) for draft in drafts for span in draft.content]
    found = resolve(Document("sha256:0", text), layers_of(text), drafts, questions)
    ids = {actor.id for actor in found.actors}
    assert len(found.asked) == len(questions)
    assert {party for answer in found.asked for party in answer} <= ids
    assert len(found.speakers) == len(found.addressees) == len(found.rules) == len(drafts)
    assert {*found.speakers, *found.addressees} - {None} <= ids
    for actor_ in found.actors:
        spans = [mention.span for mention in actor_.mentions]
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(role.of is None or role.of in ids for role in actor_.roles)


LETTERS = string.ascii_lowercase
HOSTILE = {
    "one name": "Solheim " * 40_000,
    "one run": "Marit's " * 40_000,
    "namesakes": " ".join(f"A{a}{b}{c} Solheim said." for a in LETTERS for b in LETTERS for c in "abcdefghij"),
    "nouns": "the minister of the union, " * 12_000,
    "no words": "\n.,;" * 60_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_alone(text: str) -> None:
    layers = layers_of(text)
    drafts = [Draft(content=(Span(0, 1),), source=(Span(i, i + 30),), cue=(Span(0, 1),)) for i in range(0, len(text) - 30, 1000)]
    begin = time.perf_counter()
    resolve(Document("sha256:0", text), layers, [*drafts, Draft(content=(Span(0, 1),), source=(Span(0, len(text)),))])
    assert time.perf_counter() - begin < 20  # about one on a slow machine; a square of the length takes minutes


def test_a_name_is_shown_as_the_story_prints_it() -> None:
    layers = layers_of("The Bergen Shipowners' League warned that the port would close.")
    draft = Draft((Span(38, 62),), source=(Span(0, 30),), cue=(Span(31, 37),))
    (actor,) = resolve(Document("sha256:0", layers.text), layers, [draft]).actors
    assert actor.name == "Bergen Shipowners' League"
