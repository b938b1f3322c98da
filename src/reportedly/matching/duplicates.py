"""The same copy in ten papers is one witness: texts that share most of their words in the same order.

Candidates come from MinHash bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3), kept in the
ledger so that a look-up costs the same however many texts there are. What they find is then checked word for word, so chance
decides only what is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reportedly.matching.terms import names_of

RUN = 3  # words of a shingle; a changed word costs three of them
BANDS = 24
ROWS = 3  # of the signature in a band: half the shingles in common are found in 96 of 100 cases, a tenth in 2
PERMUTATIONS = BANDS * ROWS
SEED = 1

LEAST = 20  # shingles; a shorter text says too little to be told from another
ALIKE = 0.6  # shingles in common of those in either: an agency's copy under another headline
CONTAINED = 0.8  # shingles of the shorter in the longer: a copy cut from below


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share."""

    common: float  # of the shingles in either, 0..1 (Jaccard)
    contained: float  # of the shingles of the shorter, 0..1

    @property
    def is_copy(self) -> bool:
        return self.common >= ALIKE or self.contained >= CONTAINED


def shingles_of(text: str) -> frozenset[str]:
    """The runs of three words in a text: ``{"talks will go", "will go on"}``."""
    words = names_of(text)
    return frozenset(" ".join(run) for run in zip(*(islice(words, start, None) for start in range(RUN)), strict=False))


def signature_of(shingles: frozenset[str]) -> bytes | None:
    """The MinHash signature as little-endian 32-bit numbers; None for a text too short to compare."""
    if len(shingles) < LEAST:
        return None
    from rensa import RMinHash

    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(shingles))
    return b"".join(number.to_bytes(4, "little") for number in minhash.digest())


def bands_of(signature: bytes) -> list[int]:
    """The hash of each band and its number: two texts with one alike may be copies."""
    return [_mixed(bytes([number]) + band) for number, band in enumerate(_pieces(signature, 4 * ROWS))]


def likeness_of(one: frozenset[str], other: frozenset[str]) -> Likeness:
    """Word for word, not by signature."""
    common = len(one & other)
    shorter = min(len(one), len(other))
    return Likeness(common / max(1, len(one) + len(other) - common), common / max(1, shorter))


def _pieces(data: bytes, length: int) -> Iterator[bytes]:
    return (data[start : start + length] for start in range(0, len(data), length))


def _mixed(band: bytes) -> int:
    """Some bytes as a signed number of 64 bits, which both databases hold."""
    import hashlib

    return int.from_bytes(hashlib.blake2b(band, digest_size=8).digest(), "little", signed=True)
