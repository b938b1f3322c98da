from dataclasses import dataclass
from types import SimpleNamespace

from benchmarks.rivals import as_reading


@dataclass
class Token:
    """As much of spaCy's token as textacy's triples are asked for."""

    text: str
    idx: int

    def __len__(self) -> int:
        return len(self.text)


def test_textacy_triples_become_statements_with_one_actor_for_each_name() -> None:
    solvang = [Token("Ms", 25), Token("Solvang", 28)]
    first = SimpleNamespace(speaker=solvang, cue=[Token("said", 36)], content=SimpleNamespace(start_char=0, end_char=24))
    second = SimpleNamespace(speaker=solvang, cue=[Token("added", 80)], content=SimpleNamespace(start_char=50, end_char=78))
    found = as_reading([first, second])
    assert [a["name"] for a in found["actors"]] == ["Ms Solvang"]
    assert [(s["speaker"], s["source"], s["cue"], s["content"]) for s in found["statements"]] == [
        ("a1", [[25, 35]], [[36, 40]], [[0, 24]]),
        ("a1", [[25, 35]], [[80, 85]], [[50, 78]]),
    ]
