"""Review: what is least sure, to be accepted, rejected or put right; and all that people decided, to be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from reportedly import corrections
from reportedly.errors import BadOption
from reportedly.ledger import Done, Judgement, Ledger
from reportedly.ledger.review import (
    Case,
    Conflict,
    Happened,
    Judged,
    LinkConflict,
    Linked,
    LinkVerdict,
    Place,
    Said,
    Sort,
    Verdict,
    about_of,
)
from reportedly.ledger.store import Made
from reportedly.records import EVENT_TYPES, STATUSES, Span, Spans
from reportedly.serve.dependencies import PLAIN, Editor, OpenLedger
from reportedly.serve.rendering import page
from reportedly.serve.surroundings import Part, Surroundings, surroundings
from reportedly.serve.verdicts import EventVerdict, LinkOpinion, StatementVerdict, spoken

router = APIRouter()
AT_ONCE = 10  # cases on a page
LONGEST_WORDS = 90  # characters of a statement in a list
SHOWN = 50  # decisions on a page of the history
KINDS = ("person", "organization", "country", "place", "group", "other")
FORMS = ("direct", "indirect", "mixed")
AFTER = r"^[01](?:\.\d{1,20})?(?:e-\d{1,3})?~\d{1,18}$"
Number = Annotated[int, Field(ge=1, lt=2**63)]
Local = Annotated[str, Field(pattern=r"^[se]\d{1,9}$")]
Story = Annotated[str, Field(pattern=r"^(?:sha256:)?[0-9a-fA-F]{6,64}$")]
ACTOR = re.compile(r"/actors/\d{1,18}\Z")


@dataclass(frozen=True, slots=True)
class Card:
    """A case as it is shown."""

    case: Case
    sort: Sort
    around: Surroundings
    key: str  # the same for the same case, whatever became of it


class Kept(BaseModel):
    """A verdict that was kept."""

    corrections: list[int] = Field(default=[], description="Their numbers, by which it is taken back.")
    judgement: int | None = Field(default=None, description="Of a link, the number of the decision.")
    by: str = Field(description="Who gave it first.")


class Clash(BaseModel):
    """Nothing was kept: somebody else has judged the same since it was seen."""

    detail: str
    state: str = Field(description="What a verdict must have seen to be kept now.")
    others: list[dict[str, Any]] = Field(description="What was said of it, the last first.")


class CaseOut(BaseModel):
    """One thing that is unsure."""

    sort: Sort
    document: str
    title: str | None
    publisher: str | None
    published: str | None
    id: str = Field(description="Its id in the reading; of a link, that of the actor.")
    confidence: float
    words: str
    speaker: str | None = None
    chain: list[str] = []
    form: str | None = None
    implied: bool | None = None
    type: str | None = None
    status: str | None = None
    actor: int | None = None
    actor_name: str | None = None
    reasons: list[str] = []
    content: list[Span] = Field(default=[], description="What names it in a verdict.")
    cue: list[Span] = []
    trigger: list[Span] = []
    read_as: str | None = None
    place: str | None = None
    seen: str = Field(description="Its state, which a verdict must name.")


class QueueOut(BaseModel):
    """A page of what is unsure."""

    cases: list[CaseOut]
    after: str | None = Field(description="Where the next page begins.")
    left: int = Field(description="How many there are; 1000 stands for that many or more.")


class Decisions(BaseModel):
    """What people decided, the last first."""

    corrections: list[dict[str, Any]]
    judgements: list[dict[str, Any]]


Why = Annotated[str, Field(max_length=500, pattern=PLAIN)]


class ToUndo(BaseModel):
    """The corrections of one verdict, or a decision about actors."""

    corrections: list[Number] = Field(default=[], max_length=50)
    judgement: Number | None = None


class ToMerge(BaseModel):
    """Actors that are one."""

    actors: list[Number] = Field(min_length=2, max_length=50, description="Their numbers; the first stands for all.")
    why: Why | None = None


class ToSplit(BaseModel):
    """Appearances of an actor that are somebody else."""

    actor: Number
    documents: list[Story] = Field(default=[], max_length=1000, description="In these stories.")
    name: Why | None = Field(default=None, description="Wherever a story calls him so.")
    why: Why | None = None


class Decided(BaseModel):
    """A decision about actors."""

    judgement: int
    actor: int
    stories: int


# The queue


@router.get("/review", response_class=HTMLResponse, include_in_schema=False)
def review(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    sort: Sort = "statement",
    below: Annotated[float, Query(gt=0, le=1)] = 1.0,
    after: Annotated[str | None, Query(pattern=AFTER)] = None,
    kept: Annotated[str, Query(pattern=r"^(?:\d{1,18}(?:-\d{1,18}){0,49})?$")] = "",
    judged: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
) -> Response:
    found = ledger.queue(sort, below=below, after=_place(after), limit=AT_ONCE)
    here = {"sort": sort} | ({"below": str(below)} if below < 1 else {})
    return page(
        request,
        "review.html",
        cards=[_card(case) for case in found.cases],
        sort=sort,
        below=below,
        left=found.left,
        next=f"/review?{urlencode(here | {'after': _after(found.after)})}" if found.after else None,
        here=f"/review?{urlencode(here)}",
        kept=kept.split("-") if kept else [],
        judged=judged,
        **_choices(),
    )


@router.get("/review/{document}/{local}", response_class=HTMLResponse, include_in_schema=False)
def one(request: Request, ledger: OpenLedger, user: Editor, document: str, local: Local, kept: str = "") -> Response:
    """One statement or event, however sure, to be judged."""
    card = _card(_or_none(lambda: ledger.case(document, local)))
    here = f"/review/{document}/{local}"
    return page(request, "review_one.html", cards=[card], here=here, sort=card.sort, kept=[], judged=None, **_choices())


@router.get("/api/review")
def unsure(
    ledger: OpenLedger,
    user: Editor,
    sort: Sort = "statement",
    below: Annotated[float, Query(gt=0, le=1)] = 1.0,
    after: Annotated[str | None, Query(pattern=AFTER)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = AT_ONCE,
) -> QueueOut:
    """The least sure statements, events or links of actors that nobody has judged yet."""
    found = ledger.queue(sort, below=below, after=_place(after), limit=limit)
    return QueueOut(cases=[_out(case) for case in found.cases], after=_after(found.after), left=found.left)


def _place(after: str | None) -> Place | None:
    """ "0.61~17" -> (0.61, 17)"""
    share, _, row = (after or "").partition("~")
    return (float(share), int(row)) if after else None


def _after(place: Place | None) -> str | None:
    return f"{place[0]!r}~{place[1]}" if place else None


def _or_none(find: Callable[[], Said | Happened]) -> Said | Happened:
    """What an address names. Raises HTTPException 404 where it names nothing."""
    try:
        return find()
    except BadOption as error:
        raise HTTPException(404, str(error)) from error


# Verdicts


@router.post("/review/statements", response_class=HTMLResponse, include_in_schema=False)
def judge_statement(
    request: Request, ledger: OpenLedger, user: Editor, verdict: Annotated[StatementVerdict, Form()], back: str = "/review"
) -> Response:
    return _answer(request, ledger, _judge(request, ledger, verdict, user.name), verdict, back)


@router.post("/review/events", response_class=HTMLResponse, include_in_schema=False)
def judge_event(
    request: Request, ledger: OpenLedger, user: Editor, verdict: Annotated[EventVerdict, Form()], back: str = "/review"
) -> Response:
    return _answer(request, ledger, _judge(request, ledger, verdict, user.name), verdict, back)


@router.post("/review/links", response_class=HTMLResponse, include_in_schema=False)
def judge_link(
    request: Request, ledger: OpenLedger, user: Editor, verdict: Annotated[LinkOpinion, Form()], back: str = "/review"
) -> Response:
    found = _judge_link(ledger, verdict, user.name)
    if isinstance(found, LinkConflict):
        return page(request, "review_link_conflict.html", 409, told=_told(found), back=_inside(back))
    return RedirectResponse(_with(back, f"judged={found.judgement}"), 303)


@router.post("/api/review/statements", response_model=Kept, responses={409: {"model": Clash}})
def give_statement_verdict(request: Request, ledger: OpenLedger, user: Editor, verdict: StatementVerdict) -> Kept | Response:
    """Accept, reject or put right a statement, if it is still as it was seen."""
    return _kept(_judge(request, ledger, verdict, user.name))


@router.post("/api/review/events", response_model=Kept, responses={409: {"model": Clash}})
def give_event_verdict(request: Request, ledger: OpenLedger, user: Editor, verdict: EventVerdict) -> Kept | Response:
    """Accept, reject or put right an event, if it is still as it was seen."""
    return _kept(_judge(request, ledger, verdict, user.name))


@router.post("/api/review/links", response_model=Kept, responses={409: {"model": Clash}})
def give_link_verdict(ledger: OpenLedger, user: Editor, verdict: LinkOpinion) -> Kept | Response:
    """Say whether somebody in a story is the actor he is taken to be."""
    found = _judge_link(ledger, verdict, user.name)
    if isinstance(found, LinkConflict):
        return _clashed(Clash(detail=_told(found), state="", others=[]))
    return found


def _judge(request: Request, ledger: Ledger, verdict: StatementVerdict | EventVerdict, who: str) -> Judged | Conflict:
    """Keep a verdict, and put its numbers on the trail. Raises BadOption for what the story has not."""
    reading = ledger.reading(verdict.document)
    now = ledger.present(reading.document.id, verdict.about)
    changes = verdict.changes(reading, now)  # type: ignore[arg-type]  # an address of a statement names a statement
    found = ledger.judge(Verdict(reading.document.id, verdict.about, verdict.seen, changes), who)
    if isinstance(found, Judged):
        request.state.noted["corrections"] = found.corrections
    return found


def _judge_link(ledger: Ledger, verdict: LinkOpinion, who: str) -> Kept | LinkConflict:
    said = LinkVerdict(verdict.document, verdict.place, verdict.seen, verdict.act == "same")
    done = ledger.judge_link(said, who)
    return done if isinstance(done, LinkConflict) else Kept(judgement=done.id, by=who)


def _kept(found: Judged | Conflict) -> Kept | Response:
    if isinstance(found, Judged):
        return Kept(corrections=list(found.corrections), by=found.by)
    by = found.others[0].who if found.others else "A newer reading"
    detail = f"{by} has judged this since you saw it; look at it again."
    return _clashed(Clash(detail=detail, state=found.state, others=[_made(made) for made in found.others]))


def _clashed(clash: Clash) -> Response:
    """The answer to a program that was too late."""
    return JSONResponse(clash.model_dump(), 409)


def _answer(
    request: Request, ledger: Ledger, found: Judged | Conflict, verdict: StatementVerdict | EventVerdict, back: str
) -> Response:
    """On to the next case; or both verdicts side by side, with the fields of this one so that none is lost."""
    if isinstance(found, Judged):
        return RedirectResponse(_with(back, f"kept={'-'.join(map(str, found.corrections))}"), 303)
    case = found.now or ledger.present(verdict.document, verdict.about)
    fields = _fields(verdict) | {"seen": found.state}
    return page(
        request,
        "review_conflict.html",
        409,
        others=[(made, _in_words(made)) for made in found.others],
        card=_card(case) if case else None,
        gone=found.now is None,
        fields=fields,
        mine=_mine(verdict),
        action="/review/statements" if isinstance(verdict, StatementVerdict) else "/review/events",
        back=_inside(back),
    )


def _fields(verdict: StatementVerdict | EventVerdict) -> dict[str, str]:
    """A verdict as the fields of a form."""
    given = verdict.model_dump(exclude_none=True)
    return {
        name: " ".join(f"{first}-{last}" for first, last in value) if isinstance(value, list) else str(value)
        for name, value in given.items()
    }


def _mine(verdict: StatementVerdict | EventVerdict) -> str:
    """ "Put right: words «the cranes», form mixed" """
    if verdict.act != "change":
        return {"accept": "Accept", "reject": "Reject"}[verdict.act]
    names = ("words", "source_words", "cue_words", "speaker", "name", "form", "implied", "type", "status")
    given = {name: getattr(verdict, name, None) for name in names}
    told = [f"{name.replace('_', ' ')} {value}" for name, value in given.items() if value not in (None, "")]
    return f"Put right: {', '.join(told)}"


def _told(found: LinkConflict) -> str:
    if found.actor is None:
        return "Nobody in this story is known by that name now."
    return f"{found.by} has decided about this since you saw it: actor {found.actor}."


# Taking back, merging, parting


@router.post("/review/undo", include_in_schema=False)
def undo(
    ledger: OpenLedger,
    user: Editor,
    corrections: Annotated[list[Number], Form(max_length=50)] = [],  # noqa: B006  # FastAPI copies it
    judgement: Annotated[Number | None, Form()] = None,
    back: str = "/review",
) -> Response:
    done = _undo(ledger, ToUndo(corrections=corrections, judgement=judgement), user.name)
    if done is not None and ACTOR.match(back):  # who was parted from somebody is gone now
        return RedirectResponse(f"/actors/{done.actor}", 303)
    return RedirectResponse(_inside(back), 303)


@router.post("/api/review/undo")
def take_back(ledger: OpenLedger, user: Editor, what: ToUndo) -> ToUndo:
    """Take back the corrections of a verdict, all or none, or a decision about actors."""
    _undo(ledger, what, user.name)
    return what


def _undo(ledger: Ledger, what: ToUndo, who: str) -> Done | None:
    if what.corrections:
        ledger.take_back_together(what.corrections, who)
    return None if what.judgement is None else ledger.undo(who, what.judgement)


@router.post("/review/merge", include_in_schema=False)
def merge(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    actors: Annotated[list[Number], Form(max_length=50)],
    why: Annotated[Why, Form()] = "",
) -> Response:
    return _to_actor(_decided(request, ledger.merge(actors, user.name, why.strip() or None)))


@router.post("/api/review/merge")
def merge_actors(request: Request, ledger: OpenLedger, user: Editor, what: ToMerge) -> Decided:
    """Say that several actors are one."""
    return _decided(request, ledger.merge(what.actors, user.name, what.why))


@router.post("/review/split", include_in_schema=False)
def split(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    actor: Annotated[Number, Form()],
    documents: Annotated[list[Story], Form(max_length=1000)] = [],  # noqa: B006  # FastAPI copies it
    name: Annotated[Why, Form()] = "",
    why: Annotated[Why, Form()] = "",
) -> Response:
    done = ledger.split(actor, user.name, why.strip() or None, documents=documents, name=name.strip() or None)
    return _to_actor(_decided(request, done))


@router.post("/api/review/split")
def split_actor(request: Request, ledger: OpenLedger, user: Editor, what: ToSplit) -> Decided:
    """Say that an actor's appearances in some stories, or under a name, are somebody else's."""
    return _decided(request, ledger.split(what.actor, user.name, what.why, documents=what.documents, name=what.name))


def _decided(request: Request, done: Done) -> Decided:
    """What a decision about actors did, its number on the trail."""
    request.state.noted["judgement"] = done.id
    return Decided(judgement=done.id, actor=done.actor, stories=len(done.documents))


def _to_actor(decided: Decided) -> Response:
    return RedirectResponse(f"/actors/{decided.actor}?judged={decided.judgement}", 303)


# What was decided


@router.get("/review/history", response_class=HTMLResponse, include_in_schema=False)
def history(request: Request, ledger: OpenLedger, user: Editor, offset: Annotated[int, Query(ge=0, lt=10**9)] = 0) -> Response:
    made, judged = ledger.corrections(SHOWN + 1, offset), ledger.history(SHOWN + 1, offset)
    more = len(made) > SHOWN or len(judged) > SHOWN
    return page(
        request,
        "review_history.html",
        made=_told_of(ledger, made[:SHOWN]),
        judged=judged[:SHOWN],
        offset=offset,
        next=offset + SHOWN if more else None,
    )


@router.get("/api/review/history")
def decisions(
    ledger: OpenLedger,
    user: Editor,
    offset: Annotated[int, Query(ge=0, lt=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = SHOWN,
) -> Decisions:
    """What people corrected and what they decided about actors, each the last first."""
    judged: Sequence[Judgement] = ledger.history(limit, offset)
    return Decisions(
        corrections=[_made(made) for made in ledger.corrections(limit, offset)], judgements=[asdict(one) for one in judged]
    )


def _told_of(ledger: Ledger, made: Sequence[Made]) -> list[tuple[Made, str, str]]:
    """Corrections, each with what it says, and the words that it says it of."""
    texts = ledger.texts(one.document for one in made)
    return [(one, _in_words(one), _words_of(one, texts[one.document])) for one in made]


def _words_of(made: Made, text: str) -> str:
    """The beginning of a statement, or the word of an event, that a correction speaks of."""
    match made.what:
        case corrections.StatementAdded(content=content):
            spans = content
        case corrections.EventAdded(trigger=trigger):
            spans = (trigger,)
        case _:
            about = about_of(made.what)
            spans = (about.trigger,) if isinstance(about, corrections.EventAddress) else about.content if about else ()
    words = spoken(text, spans)
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1].rstrip()}…"


def _made(made: Made) -> dict[str, Any]:
    return {
        "id": made.id, "document": made.document, "title": made.title, "what": corrections.to_dict(made.what), "who": made.who,
        "at": made.at, "undone": made.undone, "undone_by": made.undone_by,
    }  # fmt: skip


def _in_words(made: Made) -> str:
    """ "speaker: Dora Ask", for a list of decisions."""
    match made.what:
        case corrections.SpeakerChanged(speaker=speaker):
            return f"speaker: {speaker.name if speaker else 'nobody'}"
        case corrections.AddresseeChanged(addressee=addressee):
            return f"told to: {addressee.name if addressee else 'nobody'}"
        case corrections.WordsChanged(part=part):
            return f"{part}: other words"
        case corrections.FormChanged(form=form, implied=implied):
            return f"form: {form}{', implied' if implied else ''}"
        case corrections.EventTypeChanged(type=kind):
            return f"type: {kind}"
        case corrections.EventStatusChanged(status=status):
            return f"status: {status}"
        case corrections.ParentChanged():
            return "reported within another statement"
        case corrections.StatementAdded() | corrections.EventAdded():
            return "added"
        case corrections.StatementRejected() | corrections.EventRejected():
            return "rejected"
        case corrections.StatementAccepted() | corrections.EventAccepted():
            return "accepted"


# As they are shown


def _choices() -> dict[str, Any]:
    return {"kinds": KINDS, "forms": FORMS, "types": EVENT_TYPES, "statuses": STATUSES, "spoken": spoken, "places": places}


def _card(case: Case) -> Card:
    text = case.reading.document.text
    digest = case.reading.document.id
    match case:
        case Said(statement=said, address=address):
            marked: dict[Part, Spans] = {"content": said.content, "source": said.source, "cue": said.cue}
            return Card(
                case, "statement", surroundings(text, marked), f"{digest} {places(address.content)} {places(address.cue)}"
            )
        case Happened(event=event, address=address):
            marked = {"content": (event.trigger,), "trigger": (event.trigger,)}
            return Card(case, "event", surroundings(text, marked), f"{digest} {places([address.trigger])} {address.type}")
        case Linked(somebody=somebody, place=place):
            named = tuple(mention.span for mention in somebody.mentions)
            first: Spans = named[:1]
            return Card(case, "link", surroundings(text, {"content": first, "name": named}), f"{digest} {place}")


def places(spans: Sequence[Span]) -> str:
    """ "12-40 50-60", as a form has it."""
    return " ".join(f"{first}-{last}" for first, last in spans)


def _out(case: Case) -> CaseOut:
    story = case.reading.document
    known: dict[str, Any] = {
        "document": story.id,
        "title": story.title,
        "publisher": story.publisher,
        "published": story.published,
    }
    match case:
        case Said(statement=said, address=address):
            chain = [actor.name if actor else "unnamed" for actor in said.chain]
            return CaseOut(
                **known, sort="statement", id=said.id, confidence=said.confidence, words=said.text, chain=chain,
                speaker=said.speaker.name if said.speaker else None, form=said.form, implied=said.implied,
                content=list(address.content), cue=list(address.cue), seen=case.state,
            )  # fmt: skip
        case Happened(event=event, address=address):
            return CaseOut(
                **known, sort="event", id=event.id, confidence=event.confidence, words=story.text[slice(*event.trigger)],
                type=event.type, status=event.status, trigger=[address.trigger], read_as=address.type, seen=case.state,
            )  # fmt: skip
        case Linked(somebody=somebody):
            return CaseOut(
                **known, sort="link", id=somebody.id, confidence=case.score, words=somebody.name, actor=case.actor,
                actor_name=case.name, reasons=list(case.reasons), place=case.place, seen=case.state,
            )  # fmt: skip


def _inside(back: str) -> str:
    """Where to go on to: a page of the review, and nowhere else."""
    return back if back == "/review" or (back.startswith(("/review?", "/review/")) and back.isprintable()) else "/review"


def _with(back: str, told: str) -> str:
    back = _inside(back)
    return f"{back}{'&' if '?' in back else '?'}{told}"
