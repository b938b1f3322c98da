"""Readings in the forms that other software takes; ``FORMATS`` has them by name.

Every format is a pure function of the readings it is given: the same readings make the same bytes, whatever the day or the
machine. One reading is held at a time, so a ledger of any size can be taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from reportedly.errors import BadOption
from reportedly.export.sinks import Target
from reportedly.records import Reading

Shape = Literal["file", "folder", "file a story"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One form to take readings away in."""

    name: str
    summary: str  # what it is, in a few words, for a list of formats
    shape: Shape  # one file; a folder of files that belong together; a folder with a file for each story
    suffix: str  # of its file or of each story's file; "" for a folder of tables
    module: str  # of this package; its ``write`` does it
    needs: str | None = None  # the library it takes beyond those always installed, by the name it is imported under
    extra: str | None = None  # the extra of this package that installs the library

    def write(self, readings: Iterable[Reading], target: Target) -> None:
        """Write the readings to ``target``: a path, or, where the shape is a file, something open for writing bytes.

        A file takes its name when all of it is written; files and folders of that name are written anew. Raises BadOption where
        a folder is needed or the library is missing, OutputError where it cannot be written.
        """
        if self.needs and not find_spec(self.needs):
            raise BadOption(
                f"The format {self.name} needs {self.needs}, which is not installed; run: pip install 'reportedly[{self.extra}]'."
            )
        import_module(f"reportedly.export.{self.module}").write(readings, target)


FORMATS: Mapping[str, ExportFormat] = {
    form.name: form
    for form in (
        ExportFormat("jsonl", "the record itself, a reading a line, nothing lost", "file", ".jsonl", "jsonl"),
        ExportFormat("csv", "tables of statements, events, actors, times and documents", "folder", "", "csv_tables"),
        ExportFormat("csv-safe", "the same for spreadsheets: no cell is a formula", "folder", "", "csv_safe"),
        ExportFormat("parquet", "the same tables with typed columns", "folder", "", "parquet", "pyarrow", "parquet"),
        ExportFormat("web-annotation", "W3C Web Annotations, as JSON-LD", "file", ".jsonld", "web_annotation"),
        ExportFormat("prov", "who said what to whom as provenance, PROV-O in JSON-LD", "file", ".jsonld", "prov"),
        ExportFormat("schema-org", "schema.org claims and quotations, as JSON-LD", "file", ".jsonld", "schema_org"),
        ExportFormat("brat", "brat standoff, to look at and to correct", "file a story", ".ann", "brat"),
        ExportFormat("timeml", "TimeML: times and events as tags in the text", "file a story", ".tml", "timeml"),
        ExportFormat("ftm", "FollowTheMoney entities, one a line", "file", ".ftm.json", "ftm"),
        ExportFormat("training", "stories that people have judged, to train the network on", "folder", "", "training"),
    )
}
