"""The attribution network (PyTorch): a MiniLM encoder, an anchor head and a role head.

The anchor head asks of each word: does a statement hang on you? (a cue; the first word of an implied sentence). The role head
asks, for each anchor, of every word of the window: are you its source, its cue, its content; its venue, its addressee? Since
each anchor is answered apart, contents may nest and sources be shared. This is semantic role labelling's way of seeing
attribution (Pareti 2015 has the task; He et al. 2018 "Jointly predicting predicates and arguments" the shape).

A second pair of heads does the same for events: the kind head asks of each word whether an event hangs on it and of which type,
the event role head, for each such word, which words are its trigger, name its source, its target and its time.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from reportedly.annotate.features import CASES, QUOTE_STATES, STARTS
from reportedly.records import EVENT_TYPES, STATUSES

WIDTH, HEADS, DEPTH, INNER, POSITIONS, VOCABULARY = 384, 12, 6, 1536, 512, 30522
PAIR = 160  # width of the role head
FARTHEST = 160  # word distances beyond this look alike
ROLES = 4  # none source cue content
EXTRAS = 3  # venue addressee speaker
KINDS = 1 + len(EVENT_TYPES)  # none, then the types
EVENT_ROLES = 6  # trigger source target time; source and target again, where their sentence names them


class Layer(nn.Module):
    """One BERT layer, post-norm."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, n, WIDTH))))
        h: Tensor = self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))
        return h


class Encoder(nn.Module):
    """all-MiniLM-L6-v2 with embeddings for letter case, quotation state and starts added."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.case = nn.Embedding(CASES, WIDTH)
        self.quote = nn.Embedding(QUOTE_STATES, WIDTH)
        self.start = nn.Embedding(STARTS, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        self.drop = nn.Dropout(0.1)
        for feature in (self.case, self.quote, self.start):
            nn.init.zeros_(feature.weight)

    def forward(self, pieces: Tensor, case: Tensor, quote: Tensor, start: Tensor, mask: Tensor | None = None) -> Tensor:
        at = self.position.weight[: pieces.shape[1]]
        x = self.word(pieces) + at + self.segment + self.case(case) + self.quote(quote) + self.start(start)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, folder: Path) -> None:
        """Take the published weights; the added features start at nothing."""
        w = load_file(folder / "model.safetensors")
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        self.word.weight.data = w["embeddings.word_embeddings.weight"]
        self.position.weight.data = w["embeddings.position_embeddings.weight"]
        self.segment.data = w["embeddings.token_type_embeddings.weight"][0]
        names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
                 "down": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
        self.norm.weight.data, self.norm.bias.data = (w[f"embeddings.LayerNorm.{p}"] for p in ("weight", "bias"))
        for i, layer in enumerate(self.layers):
            prefix = f"encoder.layer.{i}."
            for p in ("weight", "bias"):
                parts = [w[f"{prefix}attention.self.{n}.{p}"] for n in ("query", "key", "value")]
                getattr(layer.qkv, p).data = torch.cat(parts)
                for ours, theirs in names.items():
                    getattr(getattr(layer, ours), p).data = w[f"{prefix}{theirs}.{p}"]


class Events(nn.Module):
    """Kinds, statuses and roles of events. What the roles are read from is made as for statements (``Attribution.relations``)."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, KINDS))
        self.status = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, len(STATUSES)))
        self.root = nn.Linear(WIDTH, len(EVENT_TYPES))
        self.of_anchor = nn.Linear(WIDTH, 2 * PAIR)
        self.roles = nn.Linear(PAIR, EVENT_ROLES)
        nn.init.constant_(self.roles.bias, -4.0)  # begin by believing that most words are nothing

    def roots(self, h: Tensor) -> Tensor:
        """[..., types]: logits of the types as PLV has them, whose habits differ from ours ("convicted" is ACCUSE there)."""
        r: Tensor = self.root(self.kind[:-1](h))
        return r


def types_between(roots: Tensor, roles: Tensor, source: list[int], target: list[int]) -> Tensor:
    """Logits [types] of what one actor does to another, when nothing says which word tells it.

    ``roots`` [words, types] and ``roles`` [words, words, EVENT_ROLES] are logits; ``source`` and ``target`` are word numbers,
    none where an actor is unnamed. Every word votes for its types, the more the likelier it has this source and this target.
    """
    votes = roots
    for k, words in ((4, source), (5, target)):
        if words:
            votes = votes + nn.functional.logsigmoid(roles[:, words, k].mean(1)).unsqueeze(1)
    return torch.logsumexp(votes, dim=0)


class Attribution(nn.Module):
    """Encoder, anchor head and role head."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.events = Events()
        self.anchor = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, 3))
        self.of_anchor = nn.Linear(WIDTH, 2 * PAIR)
        self.of_word = nn.Linear(WIDTH, 2 * PAIR)
        self.distance = nn.Embedding(2 * FARTHEST + 1, PAIR)
        self.sentences = nn.Embedding(9, PAIR)
        self.paragraphs = nn.Embedding(7, PAIR)
        self.smooth = nn.Conv1d(PAIR, PAIR, 7, padding=3, groups=PAIR)
        self.mix = nn.Linear(PAIR, PAIR)
        self.roles = nn.Linear(PAIR, ROLES + EXTRAS)
        self.drop = nn.Dropout(0.1)
        for feature in (self.distance, self.sentences, self.paragraphs):
            nn.init.normal_(feature.weight, std=0.02)
        with torch.no_grad():  # begin by believing that most words are nothing
            self.anchor[-1].bias[0] = 3.0  # type: ignore[index]
            self.roles.bias[0] = 2.0
            self.roles.bias[ROLES:] = -5.0

    def words(
        self, pieces: Tensor, case: Tensor, quote: Tensor, start: Tensor, first_piece: Tensor, mask: Tensor | None = None
    ) -> Tensor:
        """[batch, words, WIDTH]: what the encoder makes of each word."""
        h = self.encoder(pieces, case, quote, start, mask)
        return torch.gather(h, 1, first_piece.unsqueeze(-1).expand(-1, -1, WIDTH))

    def pairs(self, h: Tensor, anchors: Tensor, sentence: Tensor, paragraph: Tensor) -> Tensor:
        """Role logits [anchors, words, ROLES + EXTRAS] for the anchors of one window; h is [words, WIDTH]."""
        r: Tensor = self.roles(self.relations(self.of_anchor, h, anchors, sentence, paragraph))
        return r

    def event_pairs(self, h: Tensor, anchors: Tensor, sentence: Tensor, paragraph: Tensor) -> Tensor:
        """Role logits [anchors, words, EVENT_ROLES] for words that name events."""
        r: Tensor = self.events.roles(self.relations(self.events.of_anchor, h, anchors, sentence, paragraph))
        return r

    def relations(self, of_anchor: nn.Linear, h: Tensor, anchors: Tensor, sentence: Tensor, paragraph: Tensor) -> Tensor:
        """[anchors, words, PAIR]: what each word of a window is to each anchor."""
        a, pa = of_anchor(h[anchors]).chunk(2, dim=-1)
        t, pt = self.of_word(h).chunk(2, dim=-1)
        at = torch.arange(h.shape[0], device=h.device)
        z = a.unsqueeze(1) + t.unsqueeze(0) + pa.unsqueeze(1) * pt.unsqueeze(0)
        z = z + self.distance((at.unsqueeze(0) - anchors.unsqueeze(1)).clamp(-FARTHEST, FARTHEST) + FARTHEST)
        z = z + self.sentences((sentence.unsqueeze(0) - sentence[anchors].unsqueeze(1)).clamp(-4, 4) + 4)
        z = z + self.paragraphs((paragraph.unsqueeze(0) - paragraph[anchors].unsqueeze(1)).clamp(-3, 3) + 3)
        z = self.drop(nn.functional.gelu(z))
        z = z + nn.functional.gelu(self.smooth(z.transpose(1, 2)).transpose(1, 2))
        r: Tensor = z + nn.functional.gelu(self.mix(z))
        return r
