"""What narrows the statements of a page, as its address says it: ``/timeline?words=quota&said_after=2024``.

The names are those of ``Query``, the same on every page, so that what is chosen on one is taken along to the next. A field left
empty in a form does not matter.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reportedly.ledger import Query

LONGEST = 500  # characters of a field
NAMES = {field.name for field in fields(Query)}
IN_WORDS = {
    "words": "with the words {}",
    "speaker": "said by {}",
    "about": "about {}",
    "type": "{}",
    "status": "{}",
    "stance": "that {}",
    "form": "in {} speech",
    "said_after": "said from {} on",
    "said_before": "said before {}",
    "happened_after": "of {} or later",
    "happened_before": "of before {}",
    "publisher": "in {}",
}


class Narrowing(BaseModel):
    """Which statements are wanted. Pages with more to choose add fields of their own."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    KEPT: ClassVar[tuple[str, ...]] = tuple(IN_WORDS)

    words: str | None = Field(None, max_length=LONGEST, description='in any order; "a phrase"; begin*; -without; this OR that')
    speaker: str | None = Field(None, max_length=LONGEST, description="a name, or the number of an actor")
    about: str | None = Field(None, max_length=LONGEST, description="a name, words, or the number of an actor")
    type: str | None = Field(None, max_length=40, description="of an event in it: ACCUSE")
    status: str | None = Field(None, max_length=40, description="of an event in it: denied")
    stance: str | None = Field(None, max_length=40, description="denies, demands or promises")
    form: str | None = Field(None, max_length=40, description="direct, indirect or mixed")
    said_after: str | None = Field(None, max_length=40, description="2021, 2021-10 or 2021-10-05")
    said_before: str | None = Field(None, max_length=40)
    happened_after: str | None = Field(None, max_length=40)
    happened_before: str | None = Field(None, max_length=40)
    publisher: str | None = Field(None, max_length=LONGEST)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given

    def query(self, **more: Any) -> Query:
        """Raises BadOption for what cannot be meant."""
        return Query(**{name: _who(name, value) for name, value in self.chosen().items()} | more)

    def chosen(self) -> dict[str, str]:
        """What narrows, by name."""
        return {name: value for name in self.KEPT if (value := getattr(self, name)) is not None}

    def address(self, path: str, /, **changes: str | int | None) -> str:
        """The address of a page with the same choice, some of it changed: ``address("/search", status=None)``."""
        kept = {name: value for name, value in (self.chosen() | changes).items() if value is not None}
        return f"{path}?{urlencode(kept)}" if kept else path


def _who(name: str, value: str) -> str | int:
    """ "17" is an actor's number, anything else a name."""
    return int(value) if name in ("speaker", "about") and value.isdecimal() and len(value) < 19 else value
