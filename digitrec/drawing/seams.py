"""Seams: the ways from the top to the bottom of ink that cross the least of it.

Found by dynamic programming, as in Avidan and Shamir, "Seam carving for content-aware image resizing" (2007).
"""

import numpy as np

# What it costs to go a column aside, in pixels of ink: digits are cut upright rather than askew.
SLANT = 0.3
# What it costs to come upon ink, in widths of the pen: two digits touch in one place, a loop is crossed in two.
ENTRY = 4.0


def cheapest_seams(inked: np.ndarray, most: int, pen: float, aside: int) -> list[np.ndarray]:
    """At most so many seams through ink, bool (height, width), from left to right: each a column a row, int (height,).

    pen: The width of the ink's line, pixels.
    aside: How many columns seams keep from the sides and from each other, 1 or more.
    """
    entry = np.float32(ENTRY * pen)
    costs = _costs(inked, aside, entry)
    ends, seams = costs[-1].copy(), list[np.ndarray]()
    while len(seams) < most and np.isfinite(ends).any():
        seam = _traced(costs, inked, entry, int(ends.argmin()))
        ends[max(seam[-1] - aside, 0) : seam[-1] + aside + 1] = np.inf
        if all(abs(np.mean(seam - other)) > aside for other in seams):
            seams.append(seam)
    return sorted(seams, key=lambda seam: float(seam.mean()))


def _costs(inked: np.ndarray, aside: int, entry: np.float32) -> np.ndarray:
    """The least that any way from the top to each point costs, float32 (height, width), infinite near the sides.

    Each pixel of ink costs 1, and `entry` more where the way comes to it from paper.
    """
    costs = inked * (1 + entry * (np.arange(len(inked)) == 0)[:, None]).astype(np.float32)
    costs[:, :aside] = costs[:, -aside:] = np.inf
    for above, here, was_ink, is_ink in zip(costs, costs[1:], inked, inked[1:], strict=False):
        here += np.where(is_ink, _cheapest(above + entry * ~was_ink), _cheapest(above))
    return np.asarray(costs)


def _cheapest(row: np.ndarray) -> np.ndarray:
    """The least that it costs to come to each column from a row above, straight or from beside it."""
    framed = np.pad(row, 1, constant_values=np.inf)
    return np.asarray(np.minimum(row, np.float32(SLANT) + np.minimum(framed[:-2], framed[2:])))


def _traced(costs: np.ndarray, inked: np.ndarray, entry: np.float32, end: int) -> np.ndarray:
    """The way that led to a column of the last row."""
    seam = [end]
    for row in range(len(costs) - 2, -1, -1):
        at = seam[-1]
        near = slice(at - 1, at + 2)
        came = costs[row, near] + (SLANT, 0, SLANT) + entry * (inked[row + 1, at] & ~inked[row, near])
        seam.append(at - 1 + int(came.argmin()))
    return np.array(seam[::-1])
