"""What is alike is brought together, the likest first: agglomerative clustering by the mean likeness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def brought_together(likeness: NDArray[np.floating], enough: float) -> list[list[int]]:
    """Clusters of the numbers 0..n-1, given [n, n] likenesses of two; two clusters are one from a mean likeness of ``enough`` on.

    >>> brought_together(np.array([[0, 0.9, 0.1], [0.9, 0, 0.3], [0.1, 0.3, 0]]), 0.5)
    [[0, 1], [2]]
    """
    clusters = [[i] for i in range(len(likeness))]
    sums = np.array(likeness, dtype=np.float64)
    sizes = np.ones(len(clusters))
    while len(clusters) > 1:
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -np.inf)
        a, b = sorted(int(n) for n in np.unravel_index(np.argmax(means), means.shape))
        if means[a, b] < enough:
            break
        clusters[a] += clusters.pop(b)
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        sizes[a] += sizes[b]
        sums, sizes = np.delete(np.delete(sums, b, 0), b, 1), np.delete(sizes, b)
    return clusters
