from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Actor, Document, Event, Evidence, Reading, Span, Statement, Time
from reportedly.show import events, html, single, wording
from reportedly.show.html import render

VOID = {"meta", "br", "img", "link", "input"}
HOSTILE = '</script><img src=x onerror=alert(1)><mark id="x">\'"&amp;<!--\x00\x1b]]>{{ 7*7 }}{% raw %}'


class Page(HTMLParser):
    """What a browser would make of the page, as far as the tests ask; it insists that elements are closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.article = ""
        self.said: dict[str, str] = {}  # by the number of a statement the words under its marks
        self.happened: dict[str, str] = {}  # by the id of what is told of an event the words under its mark
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(tag == "article" for tag, _ in self.open):
            self.article += data
            for number in {attrs["data-statement"] or "" for tag, attrs in self.open if tag == "mark"}:
                self.said[number] = self.said.get(number, "") + data
            for name in {attrs["data-about"] or "" for tag, attrs in self.open if tag == "b"}:
                self.happened[name] = self.happened.get(name, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_the_article_holds_the_story_and_nothing_else(river: Reading) -> None:
    assert Page(render(river)).article == river.document.text


def test_marks_lie_over_the_words_of_their_statement(river: Reading) -> None:
    said = Page(render(river)).said
    for number, statement in enumerate(river.statements, 1):
        assert said[str(number)] == "".join(river.document.text[slice(*span)] for span in statement.content)


def test_nested_marks_stand_within_each_other(river: Reading) -> None:
    page = render(river)
    assert re.search(
        r'<mark[^>]* id="said-10".*<mark[^>]* id="said-11".*<mark[^>]* id="said-12"[^>]*>that the dam was safe(</mark>){3}', page
    )


def test_each_statement_is_reached_by_keyboard_once_and_described(river: Reading) -> None:
    page = Page(render(river))
    reached = [mark for mark in page.all("mark") if "tabindex" in mark]
    assert [mark["id"] for mark in reached] == [f"said-{number}" for number in range(1, 18)]
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(set(ids)) == len(ids)
    assert {mark["aria-describedby"] for mark in reached} <= set(ids)
    links = {link["href"] for link in page.all("a") if "said" in (link["href"] or "")}
    assert links == {f"#{mark['id']}" for mark in reached}


def test_a_description_tells_chain_form_time_place_addressee_and_how_sure(river: Reading) -> None:
    page = render(river)
    about = re.search(r'<div id="about-12".*?</div>', page, re.DOTALL)
    assert about
    words = " ".join(re.sub("<[^>]*>", " ", about[0]).split())
    assert (
        words == "Mara Lindqvist › reports that River Council › reports that Tomas Okafor told to River Council indirect 77% sure"
    )
    assert 'at a meeting</span><span dir="auto">October 2023' in page
    assert 'class="unsure">unsure, 48%' in page


def test_events_are_marked_reached_by_keyboard_and_described(river: Reading) -> None:
    page = Page(render(river))
    assert page.happened == {
        f"about-event-{number}": river.document.text[slice(*event.trigger)] for number, event in enumerate(river.events, 1)
    }
    reached = [mark for mark in page.all("b") if "tabindex" in mark]
    assert [mark["id"] for mark in reached] == [f"event-{number}" for number in range(1, 12)]
    assert {mark["aria-describedby"] for mark in reached} <= {attrs.get("id") for _, attrs in page.tags}
    links = {link["href"] for link in page.all("a") if "#event" in (link["href"] or "")}
    assert links == {f"#{mark['id']}" for mark in reached}


def test_a_sign_tells_the_status_of_an_event_without_colour(river: Reading) -> None:
    signs = [mark["data-sign"] for mark in Page(render(river)).all("b") if "id" in mark]
    assert signs == ["▷", "●", "●", "◆", "●", "▷", "✕", "●", "●", "●", "▷"]


def test_an_event_is_in_the_colour_of_who_reports_it(river: Reading) -> None:
    looks = {mark["id"]: (mark["class"] or "").split()[1] for mark in Page(render(river)).all("b") if "id" in mark}
    assert (looks["event-1"], looks["event-2"], looks["event-6"], looks["event-11"]) == ("hue-1", "own", "hue-2", "hue-0")


def described(page: str, name: str) -> str:
    about = re.search(rf'<div id="{name}".*?</div>', page, re.DOTALL)
    assert about
    return " ".join(re.sub("<[^>]*>", " ", about[0]).split())


def test_an_event_tells_sides_status_time_and_authority(river: Reading) -> None:
    page = render(river)
    assert described(page, "about-event-2") == (
        "ACCUSE (disapprove) Mara Lindqvist → Estvale asserted 29 March in the story’s own voice"
    )
    assert described(page, "about-event-3") == "REJECT Estvale → Marovia asserted unsure, 52% according to Mara Lindqvist"
    assert described(page, "about-event-6") == (
        "COOPERATE → Marovia future according to Mara Lindqvist › reports that Tomas Okafor"
    )


def test_times_tell_what_they_come_to(river: Reading) -> None:
    page = render(river)
    titles = [span["title"] for span in Page(page).all("span") if span.get("class") == "time" and "title" in span]
    assert titles == ["29 March (2024-03-29)", "winter 2023 (2023-WI)", "October 2023 (2023-10)", "1974", "2024"]
    assert "all winter = winter 2023" in page
    assert '<p class="times facts"><span dir="auto">Friday = 29 March</span></p>' in page.partition('id="own"')[2]


def test_each_statement_explains_itself_and_its_events(river: Reading) -> None:
    words = " ".join(re.sub("<[^>]*>", " ", render(river)).split())
    assert "Why statement s2 model, 91% speaker Mara Lindqvist “Foreign Minister Mara Lindqvist” [145, 176]" in words
    assert "ACCUSE (disapprove) trigger “accusing” [193, 201] type ACCUSE, verbal conflict model, 91%" in words
    assert "value DATE 2023-WI (winter 2023) rule season “all winter” [297, 307]" in words


def test_the_timeline_has_a_point_and_a_row_of_a_table_for_each_event(river: Reading) -> None:
    page = Page(render(river))
    points = [link for link in page.all("a") if (link.get("class") or "").startswith("point")]
    dated = [number for number, event in enumerate(river.events, 1) if event.time]
    assert sorted(link["href"] or "" for link in points) == sorted(f"#event-{number}" for number in dated)
    labels = {link["href"]: link["aria-label"] for link in points}
    assert labels["#event-5"] == "AGREE “promised”, Tomas Okafor, asserted, October 2023; according to Mara Lindqvist, 29 March"
    assert {link["href"]: link["class"] for link in points}["#event-5"] == "point hue-1 weave-0 asserted"
    assert len(page.all("tr")) == 1 + len(river.events)
    assert "7 events without a certain date are in the table only." in render(river)


def test_events_that_the_timeline_has_no_room_for_are_in_the_table(tell: Callable[..., Any]) -> None:
    story = tell("They met again.")
    for _ in range(14):
        story.happens("met", "CONSULT", time="2024")
    page = render(story.reading())
    assert "There is no room here for 2 events more; the table has them." in page
    assert len(Page(page).all("tr")) == 15


def test_without_dates_the_table_remains_and_without_events_nothing(river: Reading) -> None:
    undated = render(replace(river, events=tuple(replace(event, time=None) for event in river.events)))
    assert "<svg" not in undated
    assert "<table>" in undated
    bare = render(replace(river, events=(), times=()))
    assert 'id="timeline"' not in bare
    assert 'id="own"' not in bare


def test_every_status_has_a_shape() -> None:
    assert set(html.SHAPES) == set(events.SIGNS)
    assert len(set(html.SHAPES.values())) == len(html.SHAPES)


def test_only_implied_statements_are_dashed(river: Reading) -> None:
    marks = Page(render(river)).all("mark")
    implied = {mark["data-statement"] for mark in marks if "implied" in (mark["class"] or "").split()}
    assert implied == {"6", "8", "9"}


def test_a_mark_leaves_room_for_the_underlines_of_those_within_it(river: Reading) -> None:
    marks = {mark["data-statement"]: mark["class"] for mark in Page(render(river)).all("mark")}
    assert ["height-2" in (marks["10"] or ""), "height-1" in (marks["11"] or ""), "height-0" in (marks["12"] or "")] == [True] * 3


def test_the_page_needs_nothing_from_anywhere(river: Reading) -> None:
    page = render(river)
    assert not re.search(r"<(link|img|iframe|object|embed)|@import|url\(|https?:|fetch\(|XMLHttp|(?:src|srcset)=", page)
    policy = Page(page).all("meta")[1]["content"]
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_policy_lets_in_just_this_style_and_script(river: Reading) -> None:
    page = render(river)
    policy = Page(page).all("meta")[1]["content"] or ""
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        part = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert part
        assert f"{directive} '{single.digest(part[1])}'" in policy
    assert not re.search(r"<[^>]* (style|on\w+)=", page)


def test_nothing_hostile_becomes_markup(tell: Callable[..., Any]) -> None:
    harmless = Page(render(_story_of(tell, "harmless")))
    hostile = Page(render(_story_of(tell, HOSTILE)))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in harmless.tags]
    assert hostile.article == wording.visible(f"{HOSTILE} said {HOSTILE}")


def _story_of(tell: Callable[..., Any], words: str) -> Reading:
    """A reading in which these words are everything that words can be."""
    about = dict.fromkeys(("title", "publisher", "author", "place", "published", "language", "uri"), words)
    story = tell(f"{words} said {words}", **about)
    actor = story.actor(words, role=(words, Actor("a1", words, "person")))
    statement = story.says(actor, words, cue="said", venue=words, addressee=actor, said_on=words)
    story.when(words, words, words, words, rule=words)
    said: dict[str, Any] = {"target": (actor,), "mode": words, "contexts": (words,), "place": words}
    evidence = tuple(Evidence(field, words, Span(0, 3)) for field in ("type", "contexts", "time"))
    story.happens(words, "AID", actor, statement=statement, time=words, evidence=evidence, **said)
    story.happens("said", "AID", actor, time="2021", **said)
    reading: Reading = story.reading()
    return replace(reading, statements=tuple(replace(s, id=words) for s in reading.statements), produced_by={"version": words})


@pytest.mark.parametrize(
    ("uri", "linked"),
    [("https://example.org/a", True), ("javascript:alert(1)", False), ("file:///home/me/a.txt", False), (None, False)],
)
def test_only_a_web_address_is_linked(tell: Callable[..., Any], uri: str | None, linked: bool) -> None:
    page = Page(render(tell("The dam holds.", uri=uri).reading()))
    assert (uri in [link["href"] for link in page.all("a")]) == linked


def test_a_title_that_the_text_begins_with_is_not_printed_twice(river: Reading, tell: Callable[..., Any]) -> None:
    assert render(river).count("<h1") == 1
    assert '<h1 dir="auto">Marovia offers to reopen river talks</h1>' in render(river)
    assert '<h1 dir="auto">Another</h1>' in re.sub(r"<h1\s+", "<h1 ", render(tell("The dam holds.", title="Another").reading()))


def test_a_story_in_which_nobody_speaks(tell: Callable[..., Any]) -> None:
    page = render(tell("The dam holds.").reading())
    assert Page(page).article == "The dam holds."
    assert "Nobody is reported to say anything here." in page


def test_more_speakers_than_colours_still_look_different(tell: Callable[..., Any]) -> None:
    names = [f"Speaker {chr(65 + number)}" for number in range(html.HUES * html.WEAVES)]
    story = tell(". ".join(names))
    for name in names:
        story.says(story.actor(name), name)
    marks = Page(render(story.reading())).all("mark")
    assert len({mark["class"] for mark in marks}) == len(names)


def test_no_two_speakers_bear_the_same_initials(tell: Callable[..., Any]) -> None:
    story = tell("a b c d e")
    for words, name in zip(
        "abcde", ["Sergey Lavrov", "Sigrid van der Lund", "the league", "United Nations Security Council", "???"], strict=True
    ):
        story.says(story.actor(name), words)
    initials = [mark["data-initials"] for mark in Page(render(story.reading())).all("mark")]
    assert initials == ["SL", "SL2", "tl", "UC", "#"]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any text, with statements, times and events anywhere in it, across each other and over paragraphs."""
    text = draw(st.text(st.sampled_from('ab ."“”«»<&\n\r\t\x00\x1bא水🙂'), max_size=80))
    document = Document("sha256:", text, title=draw(st.none() | st.just(text[:5])))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: Span(min(pair), max(pair)))
    spans = st.lists(places, max_size=2).map(tuple)
    people = [None, Actor("a1", "Ann", "person"), Actor("a2", "Bo", "person")]
    statements: list[Statement] = []
    times = [Time(span, "DATE", "2021", None, None, "", 0.5) for span in draw(st.lists(places, max_size=3))]
    for number in range(draw(st.integers(0, 5))):
        parent = draw(st.sampled_from([None, *statements]))
        speaker, content, source = draw(st.sampled_from(people)), draw(spans), draw(spans)
        statements.append(
            Statement(
                f"s{number}",
                "direct",
                False,
                speaker,
                source,
                (),
                content,
                parent,
                None,
                draw(st.none() | places),
                None,
                0.5,
                document,
            )
        )
    happened = [
        Event(f"e{n}", span, "AID", None, (), (), (), draw(st.sampled_from([None, *statements])), "denied", "2021", None, 0.5)
        for n, span in enumerate(draw(st.lists(places, max_size=3)))
    ]
    return Reading(document, (), tuple(statements), tuple(times), tuple(happened))


@settings(max_examples=150, deadline=None)
@given(readings())
def test_whatever_is_marked_the_story_stays_whole(reading: Reading) -> None:
    assert Page(render(reading)).article == wording.visible(reading.document.text)
