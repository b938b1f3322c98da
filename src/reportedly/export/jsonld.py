"""JSON-LD written node by node: one document of any size, its context within it, so that nobody has to fetch one to read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, TypeAlias

from reportedly.export.sinks import Target, json_bytes, opened

Node: TypeAlias = dict[str, Any]


def write_graph(context: Mapping[str, Any], nodes: Iterable[Node], target: Target) -> None:
    """``{"@context": …, "@graph": […]}``, a node a line. One that comes again adds to what was said of it."""
    with opened(target) as out:
        out.write(b'{"@context":' + json_bytes(context) + b',"@graph":')
        write_list(nodes, out)
        out.write(b"}\n")


def write_list(nodes: Iterable[Node], out: BinaryIO) -> int:
    """A JSON list, a node a line; how many there were."""
    number = 0
    for number, node in enumerate(nodes, 1):
        out.write((b"[\n" if number == 1 else b",\n") + json_bytes(node))
    out.write(b"\n]" if number else b"[]")
    return number


def known(**values: Any) -> Node:
    """A node of what is known: what is None or an empty list is left out."""
    return {name: value for name, value in values.items() if value is not None and value != []}
