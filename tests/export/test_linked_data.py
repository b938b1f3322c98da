"""Web Annotation, PROV-O and schema.org: read by an RDF library without a network, and held to the standards' shapes."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import PROV, RDF, SDO

from reportedly.export import FORMATS, web_annotation
from reportedly.export.names import TERMS
from reportedly.records import Actor, Reading
from tests.test_serialize import readings

HERE = Path(__file__).parent
STANDARD = json.loads((HERE / "anno.jsonld").read_text("utf-8"))["@context"]
SHAPES = Graph().parse(HERE / "shapes.ttl")
OA = Namespace("http://www.w3.org/ns/oa#")
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, in its parser
LINKED = ["web-annotation", "prov", "schema-org"]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads an export needs no network for it."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("an export was not readable without the network")

    monkeypatch.setattr(socket.socket, "connect", refused)


def exported(name: str, *given_readings: Reading) -> Any:
    out = io.BytesIO()
    FORMATS[name].write(given_readings, out)
    return json.loads(out.getvalue())


def graph_of(name: str, *given_readings: Reading) -> Graph:
    """The export as RDF. The context that Web Annotation only names is put in its place; no other is named."""
    data = exported(name, *given_readings)
    if name == "web-annotation":
        assert data["@context"][0] == web_annotation.STANDARD
        data["@context"][0] = STANDARD
    return Graph().parse(data=json.dumps(data), format="json-ld")


def check(graph: Graph) -> None:
    conforms, _, report = validate(graph, shacl_graph=SHAPES)
    assert conforms, report


def undefined(graph: Graph) -> set[str]:
    """Terms of PROV and schema.org that these do not have."""
    terms = {str(term) for triple in graph for term in triple[1:] if isinstance(term, URIRef)}
    return {
        term
        for term in terms
        for space in (PROV, SDO)
        if term.startswith(str(space)) and term.removeprefix(str(space)) not in space
    }


@pytest.mark.parametrize("name", LINKED)
def test_exports_keep_to_the_standards(name: str, examples: list[Reading], river: Reading) -> None:
    graph = graph_of(name, *examples, river)
    assert len(graph) > 500
    check(graph)
    assert undefined(graph) == set()


@pytest.mark.parametrize("name", LINKED)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings())
def test_any_reading_gives_what_keeps_to_the_standards(name: str, reading: Reading) -> None:
    check(graph_of(name, reading))


@pytest.mark.parametrize("name", LINKED)
def test_no_readings_make_an_empty_export(name: str) -> None:
    check(graph_of(name))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("web-annotation", '"exact"', '"label"'),
        ("prov", '"used":', '"label":'),
        ("schema-org", '"Person"', '"Place"'),
    ],
)
def test_the_shapes_find_what_breaks_a_standard(name: str, old: str, new: str, river: Reading) -> None:
    data = exported(name, river)
    if name == "web-annotation":
        data["@context"][0] = STANDARD
    broken = {key: value if key == "@context" else _replaced(value, old, new) for key, value in data.items()}
    graph = Graph().parse(data=json.dumps(broken), format="json-ld")
    assert not validate(graph, shacl_graph=SHAPES)[0]


def _replaced(value: Any, old: str, new: str) -> Any:
    return json.loads(json.dumps(value).replace(old, new))


def test_every_annotation_points_at_its_words(examples: list[Reading], river: Reading) -> None:
    """Offsets in code points, and the quotation with what stands around it."""
    for reading in [*examples, river]:
        text = reading.document.text
        (page,) = [exported("web-annotation", reading)["first"]]
        assert len(page["items"]) == len(reading.statements) + len(reading.events)
        for annotation in page["items"]:
            targets = annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]
            for target in targets:
                position, quotation = target["selector"]
                start, end = position["start"], position["end"]
                assert text[start:end] == quotation["exact"]
                assert text[max(0, start - 32) : start] == quotation.get("prefix", "")
                assert text[end : end + 32] == quotation.get("suffix", "")


def test_an_annotation_tells_speaker_and_chain(river: Reading) -> None:
    items = exported("web-annotation", river)["first"]["items"]
    promise = next(item for item in items if item["id"].endswith(":s5:annotation"))
    told, speaker, record = promise["body"]
    assert told["value"] == "Tomas Okafor, indirect speech, as told by Mara Lindqvist, 2023-10"
    assert (speaker["purpose"], speaker["source"]["name"], speaker["source"]["type"]) == ("identifying", "Tomas Okafor", "Person")
    assert [iri.rpartition(":")[2] for iri in record["accordingTo"]] == ["a3", "a4"]
    assert record["within"].endswith(":s4")


def test_the_collection_counts_its_annotations_and_is_named_by_them(river: Reading) -> None:
    once, twice = exported("web-annotation", river), exported("web-annotation", river, river)
    assert (once["total"], twice["total"]) == (28, 56)
    assert once == exported("web-annotation", river)
    assert once["id"] != twice["id"]


def test_provenance_follows_the_chain(river: Reading) -> None:
    """The words of the premier's promise come to us by the minister's account; the promise is their primary source."""
    graph = graph_of("prov", river)
    by_end = {str(node).rpartition(":")[2]: node for node in graph.subjects() if ":statement:" in str(node)}
    account, promise = by_end["s4"], by_end["s5"]
    assert (account, PROV.wasDerivedFrom, promise) in graph
    (words,) = graph.subjects(PROV.hadPrimarySource, promise)
    assert (words, PROV.wasDerivedFrom, account) in graph
    assert str(words).endswith("#char=557,606")
    speakers = [graph.value(statement, PROV.wasAttributedTo) for statement in (account, promise)]
    assert [str(speaker).rpartition(":")[2] for speaker in speakers] == ["a3", "a4"]


def test_quotations_are_quoted_and_reports_derived(river: Reading) -> None:
    graph = graph_of("prov", river)
    quoted = {str(statement).rpartition(":")[2] for statement in graph.objects(None, PROV.wasQuotedFrom)}
    assert quoted == {statement.id for statement in river.statements if statement.form == "direct"}


def test_the_reading_is_an_activity_of_software_and_its_models(examples: list[Reading]) -> None:
    graph = graph_of("prov", examples[0])
    (activity,) = graph.subjects(RDF.type, PROV.Activity)
    agents = set(graph.objects(activity, PROV.wasAssociatedWith))
    assert len(agents) == 2
    (model,) = graph.subjects(PROV.actedOnBehalfOf, None)
    assert model in agents
    assert str(graph.value(model, URIRef(f"{TERMS}version"))).startswith("attribution-")


def test_claims_have_authors_and_quotations_speakers(river: Reading) -> None:
    nodes = exported("schema-org", river)["@graph"]
    claims = [node for node in nodes if "text" in node]
    assert [claim["text"] for claim in claims] == [statement.text for statement in river.statements]
    by_id = {claim["@id"].rpartition(":")[2]: claim for claim in claims}
    interview, account, promise, relief = by_id["s3"], by_id["s4"], by_id["s5"], by_id["s16"]
    assert interview["@type"] == ["Claim", "Quotation"]
    assert interview["spokenByCharacter"] == interview["author"] == account["author"]
    assert (account["@type"], account["datePublished"]) == ("Claim", "2024-03-29")
    assert promise["isPartOf"] == account["@id"]
    assert "datePublished" not in promise  # October alone is no date to schema.org
    assert "author" not in relief


def test_no_verdict_is_invented(examples: list[Reading], river: Reading) -> None:
    kinds = json.dumps(exported("schema-org", *examples, river))
    assert not any(word in kinds for word in ("ClaimReview", "reviewRating", "claimReviewed"))


@pytest.mark.parametrize("name", LINKED)
def test_the_ledger_s_actor_is_one_in_all_stories(name: str, tell: Callable[..., Any]) -> None:
    links = {"ledger": "17", "wikidata": "Q20", "iso3166": "NO", "page": "https://norway.example/a?b=c", "lei": "not an address"}
    stories = []
    for text in ("Norway said yes.", "Norway said no."):
        story = tell(text)
        story.actors.append(Actor("a1", "Norway", "country", links))
        story.says(story.actors[0], text.split()[2], cue="said")
        stories.append(story.reading())
    graph = graph_of(name, *stories)
    norway = URIRef("urn:reportedly:actor:17")
    same = {str(o) for p in (SDO.sameAs, URIRef("http://schema.org/sameAs")) for o in graph.objects(norway, p)}
    assert same == {
        "http://www.wikidata.org/entity/Q20",
        "https://www.iso.org/obp/ui/#iso:code:3166:NO",
        "https://norway.example/a?b=c",
    }
    assert not any(":actor:" in str(s) for s in graph.subjects() if s != norway)


def test_an_unnamed_speaker_keeps_his_place_in_the_chain(tell: Callable[..., Any]) -> None:
    story = tell("It was said that Ada promised rain.")
    outer = story.says(None, "that Ada promised rain", cue="was said")
    story.says(story.actor("Ada"), "rain", source="Ada", cue="promised", parent=outer)
    items = exported("web-annotation", story.reading())["first"]["items"]
    assert [len(item["body"]) for item in items] == [2, 3]
    assert items[1]["body"][2]["accordingTo"][0] == "reportedly:unnamed"
    assert items[1]["body"][0]["value"] == "Ada, indirect speech, as told by somebody unnamed"
    check(graph_of("prov", story.reading()))
