"""Corrections as JSON and back."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from reportedly.corrections.kinds import KINDS, Correction
from reportedly.errors import RecordError
from reportedly.records import (
    Span,
)


def to_dict(correction: Correction) -> dict[str, object]:
    """The correction as plain JSON values; ``kind`` names its class: {"kind": "StatementRejected", "document": ...}."""
    return {"kind": type(correction).__name__, **_plain(correction)}


def to_json(correction: Correction) -> str:
    """The correction as JSON on one line; ``from_json`` reads it back."""
    return json.dumps(to_dict(correction), ensure_ascii=False)


def from_json(data: str | bytes) -> Correction:
    """Read what ``to_json`` wrote. Raises RecordError, which names the place, for anything else."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"This is no correction, because it is not JSON ({error}).") from error
    return from_dict(value)


def from_dict(value: object) -> Correction:
    """Read what ``to_dict`` gave. Raises RecordError, which names the place, for anything else."""
    if not isinstance(value, dict):
        raise _error("it", "an object")
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise _error("kind", f"one of {', '.join(KINDS)}")
    correction: Correction = _record(KINDS[kind], value, "")
    return correction


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _record(kind: type[Any], value: object, place: str) -> Any:
    """A dataclass from a JSON object, each field read as its type says."""
    if not isinstance(value, dict):
        raise _error(place, "an object")
    hints = get_type_hints(kind)
    return kind(
        **{f.name: _read(hints[f.name], value.get(f.name), f"{place}.{f.name}" if place else f.name) for f in fields(kind)}
    )


def _read(hint: Any, value: object, place: str) -> Any:
    if get_origin(hint) is UnionType:
        inner = next(option for option in get_args(hint) if option is not NoneType)
        return None if value is None else _read(inner, value, place)
    if hint is Span:
        return _read_span(value, place)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value, place)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise _error(place, "a list")
        return tuple(_read(get_args(hint)[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise _error(place, f"one of {', '.join(get_args(hint))}")
        return value
    if not isinstance(value, hint):
        raise _error(place, "true or false" if hint is bool else "a string")
    return value


def _read_span(value: object, place: str) -> Span:
    match value:
        case [int(start), int(end)] if not isinstance(start, bool) and not isinstance(end, bool) and 0 <= start <= end:
            return Span(start, end)
    raise _error(place, "[start, end]")


def _error(place: str, wanted: str) -> RecordError:
    return RecordError(f"This is no correction: {place} should be {wanted}.")
