"""The page of accounts compared: whole, safe, and with the words marked that verdicts rest on."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from reportedly.ledger import Compared, Ground, Happening, Mark, Overruling, Sequel, StoryOf, Verdict
from reportedly.ledger.accounts import views
from reportedly.show import accounts_page

VOID = {"meta", "br", "link"}
HOSTILE = '</blockquote><script>alert(1)</script><img src=x onerror="alert(1)">\x1b\u202e{{ 7*7 }}'


class Page(HTMLParser):
    """What a browser makes of the page, as far as the tests ask; it insists that elements are closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self.marked.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "mark" in self.open:
            self.marked[-1] += data


def account(number: int, words: str, who: str | None, before: str = "", stance: str = "asserts") -> views.Testimony:
    """An account of a story that says: BEFORE WORDS."""
    start = len(before)
    return views.Testimony(
        id=f"{number:010}:{start}-{start + len(words)}",
        document=f"sha256:{number:064}",
        start=start,
        end=start + len(words),
        words=words,
        sentence=Mark(before + words, 0, start + len(words)),
        chain=(who,) if who else (),
        speaker=None,
        statement="s1" if who else None,
        said_on=f"2024-04-0{number}",
        stance=stance,  # type: ignore[arg-type]
        figures=(),
        dates=(),
        story=f"story-{number}",
        title=f"Story {number}",
        publisher=f"Paper {number}",
        published=f"2024-04-0{number}",
        rests_on=None,
    )


CRACK = account(1, "There is a crack in the wall", "Marek Olbrinsky")
FREE = account(2, "The wall is free of cracks", "Bruno Laskov", stance="denies")
DENIED = account(3, "that there was a crack", "Lena Tobar", before="She denied ")
COPIED = replace(account(4, "There is a crack in the wall", "Marek Olbrinsky"), rests_on=CRACK.id)
PROMISE = account(5, "We will mend it", "Bruno Laskov", stance="promises")


def verdict(kind: str, a: views.Testimony, b: views.Testimony, *grounds: Ground, name: str = "75d12e1bfdd6") -> Verdict:
    return Verdict(name, kind, a, b, 0.83, grounds, happening=1, answer=False)  # type: ignore[arg-type]


SAYS_NO = Ground("says no", 'one says no ("free") to what the other says', (Mark("free", 12, 16),), (Mark(CRACK.words, 0, 28),))
BY_CUE = Ground("denial", 'the story says so: "denied"', (Mark("denied", 4, 10),), ())
DISPUTE = verdict("disputes", FREE, CRACK, SAYS_NO)
OUTSIDE = verdict("disputes", DENIED, CRACK, BY_CUE, name="f18c2a7fd2a5")
REPEATS = verdict("repeats", COPIED, CRACK, Ground("reprint", "these are its words", (), ()), name="aaaaaaaaaaaa")


@pytest.fixture
def happening() -> Happening:
    told = (CRACK, FREE, DENIED, COPIED, PROMISE)
    stories = tuple(
        StoryOf(one.document, number, one.story, one.title, one.publisher, one.published, None)
        for number, one in enumerate(told, start=1)
    )
    kept = verdict("fulfils", DENIED, PROMISE, name="bbbbbbbbbbbb")
    verdicts = (DISPUTE, OUTSIDE, REPEATS, kept)
    sequel = Sequel(PROMISE, "promises", "kept", (kept,), 1)
    witnesses, disputes = (CRACK.id, FREE.id, DENIED.id), (DISPUTE.id, OUTSIDE.id)
    return Happening(1, "A wall", "2024-04-01", "2024-04-05", stories, told, verdicts, (), witnesses, disputes, (sequel,))


def test_the_words_that_a_verdict_rests_on_are_marked_in_both(happening: Happening) -> None:
    marked = Page(accounts_page.disputes([DISPUTE])).marked
    assert marked == [CRACK.words, "free"]


def test_a_word_beside_the_account_is_shown_in_its_sentence() -> None:
    assert Page(accounts_page.disputes([OUTSIDE])).marked == ["denied"]
    assert '<p class="around" dir="auto">She <mark>denied</mark> that there was a crack</p>' in accounts_page.disputes([OUTSIDE])


def test_every_link_within_the_page_leads_somewhere(happening: Happening) -> None:
    page = Page(accounts_page.compared(Compared((happening, replace(happening, number=2)))))
    names = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
    assert len(names) == len(set(names))
    assert {link.removeprefix("#") for link in links} <= set(names)
    assert all(link.startswith("#") for link in links)


def test_the_parts_of_a_happening(happening: Happening) -> None:
    page = accounts_page.compared(Compared((happening,)))
    assert re.findall(r"<h3[^>]*>([^<]+?) <", page) == [
        "At odds",
        "Promises and demands, and what became of them",
        "Who only repeats whom",
        "Voice by voice, over time",
    ]
    assert "5 stories" in page
    assert "3 independent voices" in page
    assert '<p class="fate"><b>kept</b>' in page


def test_who_only_repeats_has_no_column_of_its_own(happening: Happening) -> None:
    page = accounts_page.compared(Compared((happening,)))
    assert page.count('<section class="column') == 3
    assert "is repeated by Paper 4" in page


def test_a_persons_verdict_says_whose_it_is() -> None:
    word = Overruling(3, "verdict", "agrees", (FREE.id, CRACK.id), DISPUTE.id, "editor", "two walls", "2024-05-01", None, None)
    page = accounts_page.disputes([replace(DISPUTE, overruled=word)])
    assert "so says editor, not the rules: two walls" in page


def test_nothing_in_a_story_can_run_or_lead_astray(happening: Happening) -> None:
    bad = account(1, HOSTILE, HOSTILE)
    ground = Ground(HOSTILE, HOSTILE, (Mark(HOSTILE[3:9], 3, 9),), ())
    hostile = replace(happening, title=HOSTILE, accounts=(bad,), verdicts=(verdict("disputes", bad, bad, ground),), sequels=())
    for page in (accounts_page.compared(Compared((hostile,))), accounts_page.disputes(list(hostile.verdicts))):
        tags = [tag for tag, _ in Page(page).tags]
        policies = [attrs["content"] or "" for tag, attrs in Page(page).tags if attrs.get("http-equiv")]
        assert tags.count("script") == 1
        assert "img" not in tags
        assert "\x1b" not in page
        assert "{{ 7*7 }}" in page
        assert [policy.split(";")[0] for policy in policies] == ["default-src 'none'"]


def test_nothing_found_is_said() -> None:
    for page in (accounts_page.compared(Compared(())), accounts_page.disputes([]), accounts_page.promises([])):
        assert "Nothing was found." in page
