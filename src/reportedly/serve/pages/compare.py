"""Accounts compared: happenings side by side, what is disputed still, promises with their fates; and people's word on them.

What is shown is what was compared so far. When stories wait, a process is started that compares them (``serve/comparing.py``).
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from textwrap import shorten
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Form, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from reportedly.compare import RelationKind
from reportedly.ledger import Ledger, happenings, store
from reportedly.ledger import Query as Wanted
from reportedly.ledger.accounts import kept
from reportedly.ledger.accounts.views import Act, Mark, Overruling
from reportedly.ledger.database import read_transaction
from reportedly.ledger.happenings import Outlines, Pledge, Weighed, Whole
from reportedly.serve.asked import Filters, is_clean
from reportedly.serve.comparing import Comparer
from reportedly.serve.dependencies import PLAIN, Editor, OpenLedger, Viewer
from reportedly.serve.rendering import page
from reportedly.show import wording
from reportedly.show.accounts import SIGNS
from reportedly.show.accounts_page import ACTIVE, Chain, Part, Section, section

LISTED = 10  # on a page of a list
FIRST = 12  # verdicts of each kind on the page of a happening; the rest has pages of its own
FIRST_CHAINS = 6
FIRST_OF_CHAIN = 8  # accounts of a chain of repetitions
PAGED = 40  # verdicts, or accounts of chains, on such a page
LONGEST_CHAIN = 200  # accounts of one chain that are shown at all
AT_ONCE = 24  # stories that are compared while somebody waits for the page; of more the page says that they are being compared
OFFERED = 20  # happenings that may be joined with one
DECISIONS = 30  # most about one happening that are shown
SHORT = 60  # characters of an account in a decision about it
REMEMBERED = 32  # happenings whose pages are kept as long as nothing has changed
LONGEST = 1000  # characters of a reason

KINDS = {  # what accounts of a happening do, in a list
    "disputes": ("dispute", "disputes"),
    "reverses": ("reversal", "reversals"),
    "differs_in_number": ("other figure", "other figures"),
    "differs_in_date": ("other date", "other dates"),
    "differs_in_place": ("other place", "other places"),
    "agrees": ("agreement", "agreements"),
    "fulfils": ("promise kept", "promises kept"),
    "breaks": ("promise broken", "promises broken"),
    "repeats": ("repetition", "repetitions"),
}
INSTEAD = {  # what an editor may say instead
    "none": "nothing to each other",
    "agrees": "they agree",
    "disputes": "the later disputes the earlier",
    "differs_in_number": "they give different numbers",
    "differs_in_date": "they give different dates",
    "differs_in_place": "they give different places",
    "repeats": "the later only repeats the earlier",
    "reverses": "the later takes the earlier back",
    "fulfils": "the later says the promise was kept",
    "breaks": "the later says the promise was broken",
    "cannot_tell": "it cannot be told",
}
Instead = RelationKind | Literal["none"]
MOST = 2**53  # of a number in the ledger, as far as JSON holds them exactly
NAME = r"^[0-9a-f]{1,40}$"  # of a verdict, or its beginning
DIGEST = r"^(sha256:)?[0-9a-f]{6,64}$"
ACCOUNT = r"^[0-9a-f]{10}:\d{1,9}-\d{1,9}$"
PartName = Literal["dispute", "reversal", "difference", "agreement", "promises", "repeats"]
Because = Annotated[str, Form(max_length=LONGEST, pattern=PLAIN)]
Stays = Annotated[int, Form(ge=1, le=MOST)]  # the happening to show afterwards
Number = Annotated[int, Path(ge=1, le=MOST, description="the number of the happening, or of any of its stories")]


class Compared(Filters):
    """Which stories' happenings are wanted: those with such statements; and where the page begins."""

    offset: int = Field(0, ge=0, le=10_000)

    @property
    def filters(self) -> Filters:
        """What is asked of the statements alone."""
        return Filters(**self.model_dump(exclude={"offset"}))

    @property
    def wanted(self) -> Wanted | None:
        """None where every happening is wanted."""
        return self.filters.query() if self.filters.given else None


Asked = Annotated[Compared, Query()]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.comparer = Comparer(app.state.ledger.engine)
    app.state.sections = Sections()
    yield
    await run_in_threadpool(app.state.comparer.stop)


router = APIRouter(lifespan=_lifespan)


# Lists


@router.get("/compare", response_class=HTMLResponse, include_in_schema=False)
def compare(request: Request, asked: Asked, ledger: OpenLedger, user: Viewer) -> Response:
    return _list(request, asked, ledger, "/compare", "compare.html", _outlines)


@router.get("/compare/disputes", response_class=HTMLResponse, include_in_schema=False)
def disputes(request: Request, asked: Asked, ledger: OpenLedger, user: Viewer) -> Response:
    return _list(request, asked, ledger, "/compare/disputes", "disputes.html", happenings.disputes)


@router.get("/compare/promises", response_class=HTMLResponse, include_in_schema=False)
def promises(request: Request, asked: Asked, ledger: OpenLedger, user: Viewer) -> Response:
    return _list(request, asked, ledger, "/compare/promises", "promises.html", happenings.pledges)


@router.get("/api/compare")
def compare_as_json(asked: Asked, ledger: OpenLedger, user: Viewer) -> Outlines:
    """The happenings that several stories tell of, the last told of first, as far as they were compared."""
    with read_transaction(ledger.engine) as connection:
        return happenings.outlines(connection, asked.wanted, LISTED, asked.offset)


@router.get("/api/disputes")
def disputes_as_json(asked: Asked, ledger: OpenLedger, user: Viewer) -> list[Weighed]:
    """What is disputed and neither side has given up, the newest first."""
    with read_transaction(ledger.engine) as connection:
        return happenings.disputes(connection, asked.wanted, LISTED, asked.offset)


@router.get("/api/promises")
def promises_as_json(asked: Asked, ledger: OpenLedger, user: Viewer) -> list[Pledge]:
    """Promises and demands, the newest first, with what later accounts say became of them."""
    with read_transaction(ledger.engine) as connection:
        return happenings.pledges(connection, asked.wanted, LISTED, asked.offset)


Lister = Callable[[Connection, Wanted | None, int, int], Sequence[object]]


def _outlines(connection: Connection, query: Wanted | None, limit: int, offset: int) -> Sequence[object]:
    return happenings.outlines(connection, query, limit, offset).happenings


def _list(request: Request, asked: Compared, ledger: Ledger, path: str, template: str, lister: Lister) -> Response:
    if not is_clean(request):
        return RedirectResponse(asked.link(path), 303)
    with read_transaction(ledger.engine) as connection:
        found = lister(connection, asked.wanted, LISTED + 1, asked.offset)
        waiting = happenings.waiting(connection)
    _compare_what_waits(request, waiting)
    return page(
        request,
        template,
        asked=asked,
        filters=asked.filters,
        at=path,
        found=found[:LISTED],
        more=len(found) > LISTED,
        listed=LISTED,
        waiting=waiting,
        **_words(),
    )


# One happening


@router.get("/compare/{number}", response_class=HTMLResponse, include_in_schema=False)
def happening(
    request: Request,
    number: Number,
    ledger: OpenLedger,
    user: Viewer,
    part: PartName | None = None,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """All of a happening in short, or all of one part of it."""
    with read_transaction(ledger.engine) as connection:
        waiting = happenings.waiting(connection)
        waits = happenings.waits(connection, number)
        found = None if waits else request.app.state.sections.of(connection, number)
    _compare_what_waits(request, waiting)
    if waits:
        return page(request, "happening_waits.html", number=number, waiting=waiting, **_words())
    if found is None:
        raise HTTPException(404, f"There is no happening {number}, or its stories wait to be compared.")
    decisions = ledger.overrulings(DECISIONS, of=found.happening.number)
    with read_transaction(ledger.engine) as connection:
        titles = happenings.titles(connection, [digest for one in decisions if one.act != "verdict" for digest in one.about])
    passages = defaultdict(str, {one.id: shorten(one.words, SHORT, placeholder="…") for one in found.happening.accounts})
    told = {"decisions": decisions, "titles": titles, "passages": passages}
    pages = _part_of(found, part, offset) if part else _in_short(found)
    return page(request, "happening.html", section=found, waiting=waiting, part=part, **pages, **told, **_words())


def _in_short(found: Section) -> dict[str, Any]:
    """The first of each part of a happening, and where the others are."""
    beyond = {
        pair.name: f"/compare/{found.happening.number}?part={_slug(part)}&offset={at // PAGED * PAGED}"
        for part in found.parts
        for at, pair in enumerate(part.pairs)
        if at >= FIRST
    }
    beyond |= {
        one.name: f"/compare/{found.happening.number}?part=repeats&offset={at}"
        for at, chain in enumerate(found.chains)
        for place, one in enumerate(chain)
        if one.name and (at >= FIRST_CHAINS or place >= FIRST_OF_CHAIN)
    }
    beyond |= {
        pair.name: f"/compare/{found.happening.number}?part=promises&offset={at // PAGED * PAGED}"
        for at, one in enumerate(found.followed)
        for pair in one.told
        if at >= FIRST
    }
    return {
        "parts": [(part, _slug(part), part.pairs[:FIRST]) for part in found.parts],
        "followed": found.followed[:FIRST],
        "chains": [chain[:FIRST_OF_CHAIN] for chain in found.chains[:FIRST_CHAINS]],
        "beyond": beyond,
        "next": None,
        "offset": 0,
    }


def _part_of(found: Section, name: PartName, offset: int) -> dict[str, Any]:
    """One part, from some place on."""
    last = offset + PAGED
    chains: list[Sequence[Chain]] = []
    shown = 0
    for chain in found.chains[offset:] if name == "repeats" else ():
        if shown + min(len(chain), LONGEST_CHAIN) > PAGED and chains:
            break
        chains.append(chain[:LONGEST_CHAIN])
        shown += len(chains[-1])
    parts = [(part, name, part.pairs[offset:last]) for part in found.parts if _slug(part) == name]
    followed = found.followed[offset:last] if name == "promises" else ()
    whole = len(found.chains) if chains else len(found.followed) if followed else sum(len(part.pairs) for part, *_ in parts)
    after = offset + (len(chains) or PAGED)
    return {
        "parts": parts,
        "followed": followed,
        "chains": chains,
        "beyond": {},
        "next": after if after < whole else None,
        "offset": offset,
    }


def _slug(part: Part) -> str:
    """ "dispute", by which its place on the page ends."""
    return part.name.rpartition("-")[2]


@router.get("/compare/{number}/join", response_class=HTMLResponse, include_in_schema=False)
def same_as(request: Request, number: Number, asked: Asked, ledger: OpenLedger, user: Editor) -> Response:
    """Which happening may be the same as this: those with such statements, or the last told of; to be joined by a form."""
    if not is_clean(request):
        return RedirectResponse(asked.link(f"/compare/{number}/join"), 303)
    with read_transaction(ledger.engine) as connection:
        number = happenings.number_of(connection, number)
        (here,) = happenings.outlines_of(connection, [number]) or (None,)
        found = happenings.outlines(connection, asked.wanted, OFFERED + 1, 0).happenings
    if here is None:
        raise HTTPException(404, f"There is no happening {number}, or its stories wait to be compared.")
    others = [one for one in found if one.number != number][:OFFERED]
    return page(request, "happening_join.html", here=here, others=others, asked=asked, **_words())


@router.get("/api/compare/{number}")
def happening_as_json(number: Number, ledger: OpenLedger, user: Viewer) -> Whole:
    """All that stories tell of one happening, and what the accounts are to each other."""
    with read_transaction(ledger.engine) as connection:
        found = happenings.whole(connection, happenings.number_of(connection, number))
    if found is None:
        raise HTTPException(404, f"There is no happening {number}, or its stories wait to be compared.")
    return found


class Sections:
    """What is shown of happenings, kept until anything about them changes: to make it, every reading of theirs is opened."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Section] = OrderedDict()

    def of(self, connection: Connection, number: int) -> Section | None:
        number = happenings.number_of(connection, number)
        stamp = happenings.stamp(connection, number)
        if stamp not in self._kept:
            found = kept.happening_of(connection, number)
            if found is None:
                return None
            self._kept[stamp] = section(found)
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return self._kept[stamp]


# People's word


class Overruled(BaseModel):
    """What two accounts are to each other instead of what the rules found."""

    instead: Instead = Field(description='a kind of relation, or "none": nothing')
    because: str | None = Field(None, max_length=LONGEST, pattern=PLAIN)


@router.post("/compare/overrule", include_in_schema=False)
def overrule(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    verdict: Annotated[str, Form(pattern=NAME)],
    instead: Annotated[Instead, Form()],
    because: Because = "",
    happening: Stays = 1,
) -> Response:
    _noted(request, ledger.overrule(verdict, instead, user.name, because.strip() or None))
    return RedirectResponse(f"/compare/{happening}#decided", 303)


@router.post("/compare/set-aside", include_in_schema=False)
def set_aside(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    account: Annotated[str, Form(pattern=ACCOUNT)],
    because: Because = "",
    happening: Stays = 1,
) -> Response:
    _noted(request, *ledger.set_aside(account, user.name, because.strip() or None))
    return RedirectResponse(f"/compare/{happening}#decided", 303)


@router.post("/compare/withdraw", include_in_schema=False)
def withdraw(
    request: Request, ledger: OpenLedger, user: Editor, decision: Annotated[int, Form(ge=1, le=MOST)], happening: Stays = 1
) -> Response:
    _noted(request, ledger.withdraw(decision, user.name))
    return _compared_anew(ledger, happening)


@router.post("/compare/part", include_in_schema=False)
def part(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    document: Annotated[str, Form(pattern=DIGEST)],
    because: Because = "",
) -> Response:
    decided = ledger.part(document, user.name, because.strip() or None)
    _noted(request, decided)
    _, left, *_ = decided.about  # the story that was parted off, and those it was parted from
    with read_transaction(ledger.engine) as connection:
        number = store.row_of(connection, left)
    return _compared_anew(ledger, number)


@router.post("/compare/join", include_in_schema=False)
def join(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    one: Annotated[int, Form(ge=1, le=MOST)],
    other: Annotated[int, Form(ge=1, le=MOST)],
    because: Because = "",
) -> Response:
    _noted(request, ledger.join(one, other, user.name, because.strip() or None))
    return _compared_anew(ledger, one)


def _compared_anew(ledger: Ledger, number: int) -> Response:
    """On to a happening whose stories are to be compared anew: at once where they are few, else in the background."""
    with read_transaction(ledger.engine) as connection:
        few = happenings.waiting(connection) <= AT_ONCE
    if few:
        ledger.bring_up_to_date()
    return RedirectResponse(f"/compare/{number}#decided", 303)


def _noted(request: Request, *decided: Overruling) -> None:
    """The numbers of decisions, for the trail."""
    request.state.noted["decisions"] = [one.id for one in decided]


class Decision(BaseModel):
    """What a person decided against the rules (``views.Overruling``)."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    act: Act
    verdict: RelationKind | Literal["none"] | None
    about: tuple[str, ...]
    relation: str | None
    who: str
    because: str | None
    at: str
    undone: str | None
    undone_by: str | None


@router.post("/api/verdicts/{verdict}")
def give_verdict(ledger: OpenLedger, user: Editor, verdict: Annotated[str, Path(pattern=NAME)], what: Overruled) -> Decision:
    """Overrule a verdict; it holds however often the stories are read again, until it is taken back."""
    return Decision.model_validate(ledger.overrule(verdict, what.instead, user.name, what.because))


class Parted(BaseModel):
    """A story that is not of its happening."""

    story: str = Field(pattern=DIGEST, description="its digest")
    because: str | None = Field(None, max_length=LONGEST, pattern=PLAIN)


class Joined(BaseModel):
    """Two happenings that are one."""

    happenings: tuple[Annotated[int, Field(ge=1, le=MOST)], Annotated[int, Field(ge=1, le=MOST)]]
    because: str | None = Field(None, max_length=LONGEST, pattern=PLAIN)


class SetAside(BaseModel):
    """An account that has nothing to do with any other."""

    account: str = Field(pattern=ACCOUNT, description='its id, such as "0751aa065a:136-199"')
    because: str | None = Field(None, max_length=LONGEST, pattern=PLAIN)


@router.post("/api/happenings/part")
def part_story(ledger: OpenLedger, user: Editor, what: Parted) -> Decision:
    """Say that a story is not of the happening that the rules put it in; it waits to be compared anew."""
    return Decision.model_validate(ledger.part(what.story, user.name, what.because))


@router.post("/api/happenings/join")
def join_happenings(ledger: OpenLedger, user: Editor, what: Joined) -> Decision:
    """Say that two happenings are one; their stories wait to be compared anew."""
    return Decision.model_validate(ledger.join(*what.happenings, user.name, what.because))


@router.post("/api/happenings/set-aside")
def set_account_aside(ledger: OpenLedger, user: Editor, what: SetAside) -> list[Decision]:
    """Say that an account is nothing to any other; a decision for each verdict on it."""
    return [Decision.model_validate(one) for one in ledger.set_aside(what.account, user.name, what.because)]


@router.delete("/api/overrulings/{decision}")
def take_back(ledger: OpenLedger, user: Editor, decision: Annotated[int, Path(ge=1, le=MOST)]) -> Decision:
    """Take a decision about accounts back; what the rules found holds again."""
    return Decision.model_validate(ledger.withdraw(decision, user.name))


@router.get("/api/overrulings")
def overrulings(ledger: OpenLedger, user: Viewer, offset: Annotated[int, Query(ge=0, le=100_000)] = 0) -> list[Decision]:
    """What people decided about accounts, the last first."""
    return [Decision.model_validate(decided) for decided in ledger.overrulings(offset=offset)]


# Small steps


def _compare_what_waits(request: Request, waiting: int) -> None:
    if waiting:
        request.app.state.comparer.compare()


def _words() -> dict[str, Any]:
    """What templates put relations into words by."""
    return {"relations": KINDS, "relation_signs": SIGNS, "active": ACTIVE, "instead": INSTEAD, "marked": marked}


def marked(words: str, start: int, marks: Iterable[Mark]) -> Markup:
    """Words that stand at ``start`` in their story, those marked that a verdict rests on."""
    out, at = Markup(""), 0
    for first, last in sorted((max(mark.start - start, 0), min(mark.end - start, len(words))) for mark in marks):
        if (begin := max(first, at)) < last and (first, last) != (0, len(words)):
            out += Markup("{}<mark>{}</mark>").format(wording.visible(words[at:begin]), wording.visible(words[begin:last]))
            at = last
    return out + Markup.escape(wording.visible(words[at:]))
