import pytest

from reportedly.ledger.versions import Issue, is_version, sent_again


def issue(title: str, publisher: str | None = "Northern Wire", published: str | None = "2024-03-12", **more: str) -> Issue:
    return Issue(more.get("text", "The dam holds, the engineer said."), title, publisher, more.get("uri"), published)


@pytest.mark.parametrize(
    "title",
    [
        "ATTENTION - ADDS quotes, background ///",
        "UPDATE 2-Ministers meet in Port Ellery",
        "CORRECTED: Ministers meet in Port Ellery",
        "CORRECTION Ministers meet",
        "REFILE-Ministers meet (adds dropped word)",
        "Ministers meet (Updated)",
        "3rd LD: Ministers meet",
        "RECASTS with reaction",
    ],
)
def test_marks_of_a_story_sent_again(title: str) -> None:
    assert sent_again(issue(title))
    assert is_version(issue(title), issue("Ministers meet in Port Ellery"))


@pytest.mark.parametrize(
    "title",
    [
        "Ministers meet in Port Ellery",
        "Attentive crowd greets minister",
        "Correct change only, bus firm says",
        "Adders found in school",
    ],
)
def test_plain_headlines_bear_no_mark(title: str) -> None:
    assert not sent_again(issue(title))


def test_a_reprint_elsewhere_is_no_version() -> None:
    assert not is_version(issue("UPDATE 1-Ministers meet", publisher="Ellery Post"), issue("Ministers meet"))


def test_an_earlier_story_corrects_nothing() -> None:
    assert not is_version(issue("CORRECTED: Ministers meet", published="2024-03-11"), issue("Ministers meet"))


def test_a_page_that_changed_under_its_address() -> None:
    old = issue("Ministers meet", uri="https://wire.example/a")
    assert is_version(issue("Ministers part", uri="https://wire.example/a"), old)
    assert not is_version(issue("Ministers part", uri="file:///a"), issue("Ministers meet", uri="file:///a"))


def test_the_same_update_twice_is_a_reprint() -> None:
    assert not is_version(issue("UPDATE 1-Ministers meet"), issue("UPDATE 1-Ministers meet"))
