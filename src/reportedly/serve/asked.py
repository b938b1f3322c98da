"""What a page is asked for, as its address says it: all that ``reportedly search`` knows, so that a view can be shared as a link.

A form sends its empty fields, too. They mean nothing here, and ``link`` is the address without them.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query as Parameter
from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request

from reportedly.ledger import Query
from reportedly.ledger.query import Sort
from reportedly.ledger.stances import Stance
from reportedly.records import EventType, StatementForm, Status

LONGEST = 500  # characters of a value
FARTHEST = 10_000  # hits that can be skipped
MOST = 200  # hits on a page
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def _none_if_blank(value: object) -> object:
    """An empty field of a form is as if it were not there."""
    return None if isinstance(value, str) and not value.strip() else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Blank = BeforeValidator(_none_if_blank)
Text = Annotated[Annotated[str, Field(max_length=LONGEST)] | None, Blank]
Day = Annotated[Annotated[str, Field(pattern=DATE)] | None, Blank]


class Filters(BaseModel):
    """What narrows a search, a timeline or a network. What is left out does not matter."""

    words: Annotated[Text, Field(description='words in any order; "a phrase"; begin*; -without; this OR that')] = None
    speaker: Annotated[Text, Field(description="who says it: a name, or an actor's number")] = None
    about: Annotated[Text, Field(description="an actor, by name or number, or words that it speaks of")] = None
    type: Annotated[EventType | None, BeforeValidator(_upper), Blank, Field(description="of an event in it")] = None
    status: Annotated[Status | None, Blank, Field(description="of the event")] = None
    stance: Annotated[Stance | None, Blank, Field(description="what is done by saying it")] = None
    form: Annotated[StatementForm | None, Blank] = None
    said_after: Annotated[Day, Field(description="said on this day or later")] = None
    said_before: Annotated[Day, Field(description="said before this day")] = None
    happened_after: Annotated[Day, Field(description="speaks of this day or later ones")] = None
    happened_before: Annotated[Day, Field(description="speaks of days before this one")] = None
    publisher: Annotated[Text, Field(description="of the story")] = None
    confidence: Annotated[Annotated[float, Field(ge=0, le=1)] | None, Blank, Field(description="at least as sure as this")] = None
    nested: Annotated[bool | None, Blank, Field(description="within another statement, or not")] = None
    implied: Annotated[bool | None, Blank, Field(description="without a source or cue of its own, or not")] = None
    reprints: Annotated[bool | None, Blank, Field(description="show each reprint of a dispatch by itself")] = None
    replaced: Annotated[bool | None, Blank, Field(description="also what was corrected since")] = None

    def query(self, **more: Any) -> Query:
        """As the ledger is asked. Raises BadOption for what cannot be meant."""
        given = self.model_dump(exclude_none=True) | more
        for name in ("speaker", "about"):
            if name in given:
                given[name] = _who(given[name])
        return Query(**given)

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, as the parameters of an address."""
        return {name: _parameter(value) for name, value in self.model_dump(exclude_defaults=True).items() if value is not None}

    def link(self, path: str, **changes: Any) -> str:
        """The address of ``path`` for the same but for the changes; None takes one away."""
        wanted = self.given | {name: _parameter(value) for name, value in changes.items() if value is not None}
        parameters = {name: value for name, value in wanted.items() if changes.get(name, value) is not None}
        return f"{path}?{urlencode(parameters)}" if parameters else path


class Asked(Filters):
    """A search, its order, and a page of it."""

    sort: Annotated[Sort, BeforeValidator(lambda value: _none_if_blank(value) or "rank")] = "rank"
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20
    offset: Annotated[int, Field(ge=0, le=FARTHEST)] = 0


Narrowed = Annotated[Filters, Parameter()]  # parameters of a page: ``def timeline(filters: Narrowed)``
Searched = Annotated[Asked, Parameter()]


def is_clean(request: Request) -> bool:
    """Whether the address has no empty fields; a page sends on to ``link`` where it has some."""
    return all(value.strip() for value in request.query_params.values())


def _who(value: str) -> str | int:
    """ "17" is an actor's number, anything else a name."""
    return int(value) if value.isdecimal() and len(value) <= 15 else value


def _parameter(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
