"""A digit at four times its size: measured, drawn on with its own pen, and made a digit of MNIST's form again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np

from digitrec.augmentation.styles.raster import EDGE, HALF, Floats, Mask, Points, depth_of, inked, window
from digitrec.augmentation.tiles import Images
from digitrec.drawing.glyph import BOX, DETAIL, FRAME, SIDE, centred
from digitrec.drawing.ink import bounds

# Pixels of black around the digit, for strokes that reach out of it.
RIM = 10
# What is fainter than this share of the brightest is no ink.
FAINT = 0.02
# Pixels; a quarter of MNIST's pens are thinner.
THIN = 2.0
# How far from the ink its edge is still looked for, points.
NEAR = 8
# How much shallower than its neighbours a point of the middle may be: on a slanted line the deepest ones have gaps.
SHALLOWER = 0.4


class Hole(NamedTuple):
    """A hole's box, right and bottom exclusive, and the radius of the largest disc in it."""

    left: int
    top: int
    right: int
    bottom: int
    room: float


@dataclass(frozen=True, eq=False)
class Ink:
    """A digit, black around it, at DETAIL points a pixel; all that is measured on it is in points, as x and y.

    shade: float32 (H, W) in [0, 1].
    original: The digit that this one was made of: what is drawn on it has the same pen.
    """

    shade: Floats
    original: "Ink | None" = None

    @classmethod
    def of(cls, pixels: Images) -> "Ink":
        """Of one digit, uint8 (28, 28), with at least one bright pixel."""
        left, top, right, bottom = bounds(pixels > 0)
        framed = np.zeros((bottom - top + 2 * RIM, right - left + 2 * RIM), np.float32)
        framed[RIM:-RIM, RIM:-RIM] = pixels[top:bottom, left:right] / np.float32(255)
        return cls(cv2.resize(framed, None, fx=DETAIL, fy=DETAIL, interpolation=cv2.INTER_NEAREST))

    def pixels(self) -> Images:
        """A digit (28, 28), uint8, in the box of 20 x 20 and centred by mass; ink that fits the box is only moved."""
        small = _by_pixels(self.shade)
        left, top, right, bottom = bounds(small > FAINT * self.strength)
        placed = np.zeros((SIDE, SIDE), np.float32)
        if max(right - left, bottom - top) == BOX:
            placed[: bottom - top, : right - left] = small[top:bottom, left:right]
        else:
            placed = self._boxed()
        return np.asarray(np.rint(255 * centred(placed)), np.uint8)

    def _boxed(self) -> Floats:
        """Drawn anew with its longer side 20 pixels long, (28, 28) in [0, 1].

        The pen is scaled too, but no pen gets thinner by it than THIN: it would turn grey.
        """
        long, box = max(self.width, self.height), BOX * DETAIL - EDGE
        pen = max(self.pen * box / long, min(self.pen, THIN * DETAIL))
        zoom = (box - pen) / (long - self.pen)
        growth = (pen - zoom * self.pen) / 2
        corners = np.array(self.box, np.float64).reshape(2, 2)
        part, corner = window(corners, NEAR, self.shade.shape)
        to = FRAME * DETAIL + (EDGE - 1) / 2 + growth - zoom * (corners[0] - corner - HALF)
        matrix = np.array([[zoom, 0, to[0]], [0, zoom, to[1]]])
        depth = depth_of(self.mask[part])
        depth = cv2.warpAffine(depth, matrix, (SIDE * DETAIL,) * 2, borderMode=cv2.BORDER_REPLICATE)
        return _by_pixels(self.strength * inked(zoom * depth + growth))

    @cached_property
    def strength(self) -> float:
        return self.original.strength if self.original else float(self.shade.max())

    @cached_property
    def pen(self) -> float:
        """The width of the strokes: twice the median of how deep the ink is along its middle."""
        return self.original.pen if self.original else 2 * float(np.sort(self.middle[1])[len(self.middle[1]) // 2])

    @cached_property
    def mask(self) -> Mask:
        """Where there is ink, with smooth edges, bool (H, W)."""
        return np.asarray(cv2.blur(self.shade, (DETAIL + 1,) * 2) >= HALF * self.strength)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the ink, the latter two exclusive."""
        return bounds(self.mask)

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @cached_property
    def middle(self) -> tuple[Points, Floats]:
        """The points in the middle of the strokes (n, 2), and how far each is from the ink's edge (n,)."""
        corner = np.array(self.box[:2]) - 1
        near = self.mask[corner[1] : self.box[3] + 1, corner[0] : self.box[2] + 1]
        depth = cv2.distanceTransform(near.astype(np.uint8), cv2.DIST_L2, 5)
        rows, columns = np.nonzero(near & (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - SHALLOWER))
        points = np.stack([columns, rows], axis=1).astype(np.float64) + corner
        return points, np.asarray(depth[rows, columns] - HALF, np.float32)

    @cached_property
    def holes(self) -> list[Hole]:
        """Where the paper is enclosed by ink, the widest hole first."""
        outlines, tree = cv2.findContours(self.mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        inner = [line for line, (*_, parent) in zip(outlines, tree[0], strict=True) if parent >= 0]
        return sorted(map(self._hole, inner), key=lambda hole: -hole.room)

    def _hole(self, outline: Points) -> Hole:
        left, top, width, height = cv2.boundingRect(outline)
        inside = np.zeros((height, width), np.uint8)
        cv2.drawContours(inside, [outline], 0, 1, cv2.FILLED, offset=(-left, -top))
        inside[self.mask[top : top + height, left : left + width]] = 0
        room = float(cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5).max())
        return Hole(left, top, left + width, top + height, room)

    def with_stroke(self, line: Points) -> "Ink":
        """With a stroke of the digit's own pen along a polyline (n, 2)."""
        reach = self.pen / 2 + EDGE
        line = np.clip(line, reach, np.array(self.shade.shape[::-1]) - 1 - reach)
        part, corner = window(line, reach, self.shade.shape)
        shade = self.shade.copy()
        stroke = inked(self.pen / 2 - _distance(line - corner, shade[part].shape))
        np.maximum(shade[part], self.strength * stroke, out=shade[part])
        return self.changed(shade)

    def without(self, region: Mask) -> "Ink":
        """With the ink in a region wiped out, bool (H, W) or what can be broadcast to it."""
        return self.changed(np.where(region, np.float32(0), self.shade))

    def moved(self, move: Callable[[Points], Points]) -> "Ink":
        """The same strokes, as wide as they were, on another way: `move` says where points (n, 2) of it come to.

        Ink is the union of the discs around the points of its middle (Blum, "A transformation for extracting new
        descriptors of shape", 1967); here each point near it is asked for the nearest one of them.
        """
        before, radii = self.middle
        points = move(before)
        part, corner = window(points, float(radii.max()) + EDGE, self.shade.shape)
        paper = np.full(self.shade[part].shape, 255, np.uint8)
        x, y = np.clip(np.rint(points - corner).astype(int), 0, np.array(paper.shape[::-1]) - 1).T
        paper[y, x] = 0
        distance, nearest = cv2.distanceTransformWithLabels(paper, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
        radius = np.zeros(len(radii) + 1, np.float32)
        np.maximum.at(radius, nearest[y, x], radii)
        shade = np.zeros_like(self.shade)
        shade[part] = self.strength * inked(radius[nearest] - distance)
        return self.changed(shade)

    def changed(self, shade: Floats) -> "Ink":
        """Other ink of the same pen."""
        return Ink(shade, self.original or self)


def _by_pixels(shade: Floats) -> Floats:
    return np.asarray(cv2.resize(shade, None, fx=1 / DETAIL, fy=1 / DETAIL, interpolation=cv2.INTER_AREA))


def _distance(line: Points, shape: tuple[int, ...]) -> Floats:
    """The distance of each point of a canvas of that shape to a polyline."""
    paper = np.full(shape, 255, np.uint8)
    fraction = 4  # cv2 takes coordinates in 1/16 point
    cv2.polylines(paper, [np.round(line * 2**fraction).astype(np.int32)], False, 0, 1, cv2.LINE_8, fraction)
    return np.asarray(cv2.distanceTransform(paper, cv2.DIST_L2, 5))
