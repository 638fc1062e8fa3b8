"""Photos of numbers on paper, made up: pen strokes of two hands, ruling, shadow, tilt, blur, noise and JPEG."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from tests.browser.digits import DIGITS, smooth

Colour = tuple[float, float, float]
Strokes = list[np.ndarray]

# Colours are blue, green and red, of 1, as cv2 has them.
WHITE, CREAM, GREY = (0.95, 0.96, 0.96), (0.82, 0.92, 0.95), (0.80, 0.81, 0.82)
BLACK_PEN, BLUE_PEN, RED_PEN, PENCIL = (0.14, 0.13, 0.13), (0.58, 0.22, 0.16), (0.22, 0.18, 0.72), (0.45, 0.45, 0.45)
BLUE_LINE, GREY_LINE = (0.90, 0.80, 0.68), (0.72, 0.72, 0.72)

# Another hand than that of the browser's digits: the points that the pen passes, percent from the top left.
_OTHER_HAND = {
    0: ["50,16 36,26 30,50 36,74 50,84 64,74 70,50 64,26 50,16"],
    1: ["38,34 46,26 54,16 54,16 54,50 54,84"],
    2: ["33,32 38,20 50,16 63,22 64,38 54,56 33,80 33,80 38,76 50,79 60,83 70,78"],
    3: ["35,17 50,17 65,17 65,17 58,30 49,44 49,44 62,48 68,62 61,77 48,84 34,77"],
    4: ["54,16 44,36 30,60 30,60 50,60 72,60", "58,38 58,62 57,86"],
    5: ["66,17 52,17 41,17 41,17 39,32 37,46 37,46 50,41 63,47 67,61 61,76 47,84 34,77"],
    6: ["54,16 44,32 36,50 35,66 43,81 56,83 66,72 63,58 51,52 36,62"],
    7: ["32,18 50,18 68,17 68,17 60,38 52,60 47,85"],
    8: ["50,16 37,24 38,38 50,47 64,58 66,74 50,85 34,75 36,59 50,47 62,38 63,25 50,16"],
    9: ["65,30 58,18 44,18 36,32 43,47 57,45 65,31 65,31 64,48 58,68 48,85"],
}


def _stroke(text: str) -> np.ndarray:
    return np.array(smooth([(float(x), float(y)) for x, y in (point.split(",") for point in text.split())]))


HANDS = (
    {digit: [np.array(stroke) for stroke in strokes] for digit, strokes in DIGITS.items()},
    {digit: [_stroke(text) for text in texts] for digit, texts in _OTHER_HAND.items()},
)


@dataclass(frozen=True)
class Scene:
    """How a number is written and photographed.

    size: Width and height, pixels. height: of a digit, as a share of the photo's. gap: blank between two digits, pen:
    its width, step: from one line to the next, all as shares of a digit's height. thickness: of a line, pixels.
    ruling: "", "ruled" or "squared". shadow: the share of the light that it takes. blur: its deviation, pixels. noise:
    its deviation, of 255. tilt: degrees. keystone: by what share the far side of the sheet looks shorter.
    """

    size: tuple[int, int] = (1280, 960)
    paper: Colour = WHITE
    ink: Colour = BLACK_PEN
    height: float = 0.22
    gap: float = 0.3
    pen: float = 0.07
    ruling: str = ""
    line: Colour = BLUE_LINE
    step: float = 0.7
    thickness: int = 2
    shadow: float = 0.25
    blur: float = 0.8
    noise: float = 3
    tilt: float = 0
    keystone: float = 0
    quality: int = 85


KINDS = {
    "plain paper": Scene(),
    "in the shadow": Scene(shadow=0.6),
    "ruled": Scene(ruling="ruled", paper=CREAM),
    "squared": Scene(ruling="squared", ink=BLUE_PEN, step=0.4),
    "dark squares": Scene(ruling="squared", line=GREY_LINE, step=0.55, thickness=3),
    "blue pen": Scene(ink=BLUE_PEN, paper=CREAM, shadow=0.4),
    "red pen": Scene(ink=RED_PEN, ruling="ruled", line=GREY_LINE),
    "pencil": Scene(ink=PENCIL, paper=GREY, noise=4),
    "pencil, squared": Scene(ink=PENCIL, line=GREY_LINE, ruling="squared"),
    "blurred": Scene(blur=3.5, noise=2),
    "noisy": Scene(noise=14, quality=60),
    "tilted": Scene(tilt=7, ruling="ruled"),
    "tilted, blank": Scene(tilt=-8),
    "from aside": Scene(keystone=0.12, ruling="squared", step=0.45),
    "small": Scene(height=0.09, pen=0.09, size=(1600, 1200)),
    "large": Scene(height=0.45, pen=0.12, size=(1024, 768)),
    "upright": Scene(size=(900, 1200), height=0.15, ruling="ruled"),
    "all at once": Scene(
        ruling="squared", ink=BLUE_PEN, step=0.4, shadow=0.5, blur=1.5, noise=7, tilt=4, keystone=0.06, quality=60
    ),
}


@dataclass(frozen=True)
class Photo:
    """Pixels uint8 (height, width, 3), red, green, blue; the number; each digit's x, y, width and height, (n, 4)."""

    pixels: np.ndarray
    text: str
    boxes: np.ndarray
    quality: int

    @property
    def jpeg(self) -> bytes:
        encoded = cv2.imencode(".jpg", self.pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, self.quality])[1]
        return bytes(encoded)


def photo_of(text: str, scene: Scene, seed: int) -> Photo:
    """A photo of the number: the same for the same seed."""
    rng = np.random.default_rng(seed)
    written = _written(text, scene, rng)
    seen, size = _seen_from(scene, rng), scene.size
    shown = cv2.warpPerspective(_sheet(written, scene, rng), seen @ _without_rim(size), size, flags=cv2.INTER_LINEAR)
    lit = shown * _light(scene, rng)[..., None]
    sharp = 255 * cv2.GaussianBlur(lit, (0, 0), scene.blur)
    taken = sharp + rng.normal(0, scene.noise, sharp.shape)
    boxes = np.array([_box(strokes, seen, scene) for strokes in written])
    return Photo(np.clip(taken, 0, 255).astype(np.uint8)[..., ::-1], text, boxes, scene.quality)


def some_photo(kind: str, seed: int) -> Photo:
    """A photo of this kind with as many digits as fit, at most five; size, pen and tilt are a little different each."""
    scene, rng = KINDS[kind], np.random.default_rng(seed + 1000)
    room = 0.85 * scene.size[0] / scene.size[1] / scene.height / (0.75 + scene.gap)
    count = min(max(int(room), 1), int(rng.integers(2, 6)))
    scene = replace(
        scene,
        height=scene.height * rng.uniform(0.85, 1.15),
        pen=scene.pen * rng.uniform(0.8, 1.3),
        tilt=scene.tilt + rng.uniform(-1, 1),
    )
    return photo_of("".join(map(str, rng.integers(0, 10, count))), scene, seed)


def _written(text: str, scene: Scene, rng: np.random.Generator) -> list[Strokes]:
    """The strokes of each digit in the middle of the photo, pixels, line by line: no two are quite alike."""
    height, hand, slant = scene.height * scene.size[1], HANDS[rng.integers(len(HANDS))], rng.uniform(-0.1, 0.2)
    digits, right, down = [], 0.0, 0.0
    for letter in text:
        if letter == "\n":
            right, down = 0.0, down + 1.6 * height
            continue
        strokes = hand[int(letter)]
        scale = height / np.ptp(np.concatenate(strokes), axis=0)[1] * rng.uniform((0.9, 0.9), (1.15, 1.08))
        slanted = [stroke * scale @ [[1, 0], [-slant, 1]] + rng.normal(0, 0.006 * height, 2) for stroke in strokes]
        place = np.array([right, down + rng.uniform(-0.05, 0.05) * height]) - np.concatenate(slanted).min(axis=0)
        digits.append([stroke + place for stroke in slanted])
        right = np.concatenate(digits[-1])[:, 0].max() + height * scene.gap * rng.uniform(0.8, 1.3)
    points = np.concatenate([np.zeros((1, 2)), *(stroke for strokes in digits for stroke in strokes)])
    shift = np.array(scene.size) / 2 - (points.min(axis=0) + points.max(axis=0)) / 2
    return [[stroke + shift for stroke in strokes] for strokes in digits]


def _rim(size: tuple[int, int]) -> int:
    """How much the sheet reaches beyond the photo on every side, pixels."""
    return max(size) // 4


def _without_rim(size: tuple[int, int]) -> np.ndarray:
    return np.array([[1, 0, -_rim(size)], [0, 1, -_rim(size)], [0, 0, 1]], np.float64)


def _sheet(written: Sequence[Strokes], scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """The sheet as evenly lit, float32 (height, width, 3) in [0, 1], with a rim around what the photo shows."""
    rim = _rim(scene.size)
    width, height = (side + 2 * rim for side in scene.size)
    sheet = np.full((height, width, 3), scene.paper, np.float32)
    step = scene.step * scene.height * scene.size[1]
    if scene.ruling:
        for y in np.arange(rng.uniform(0, step), height, step):
            sheet[int(y) : int(y) + scene.thickness] = scene.line
    if scene.ruling == "squared":
        for x in np.arange(rng.uniform(0, step), width, step):
            sheet[:, int(x) : int(x) + scene.thickness] = scene.line
    pen = np.zeros((height, width), np.uint8)
    broad = max(round(scene.pen * scene.height * scene.size[1]), 1)
    lines = [np.round((stroke + rim) * 16).astype(np.int32) for strokes in written for stroke in strokes]
    cv2.polylines(pen, lines, False, 255, broad, cv2.LINE_AA, 4)
    covered = pen[..., None] / np.float32(255)
    return np.asarray(sheet * (1 - covered) + np.minimum(sheet, np.float32(scene.ink)) * covered)


def _seen_from(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """Where on the photo a point of the sheet is, float64 (3, 3): turned, and closer together at the far side."""
    width, height = scene.size
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    turned = cv2.transform(corners, cv2.getRotationMatrix2D((width / 2, height / 2), scene.tilt, 1))
    far = rng.choice([-1, 1]) * scene.keystone * width / 2
    return np.asarray(cv2.getPerspectiveTransform(corners, turned + np.float32([[far, 0], [-far, 0], [0, 0], [0, 0]])))


def _light(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """The light on each pixel, float64 (height, width) in [0, 1]: it fades to one side, and a hand shades a part."""
    width, height = scene.size
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height))
    angle, edge = rng.uniform(0, 2 * np.pi), rng.uniform(-0.25, 0.25)
    across = np.cos(angle) * x + np.sin(angle) * y
    shade = 1 / (1 + np.exp(30 * (edge - np.cos(angle + 0.7) * x - np.sin(angle + 0.7) * y)))
    return np.asarray((1 - 0.15 * (across + 0.5)) * (1 - scene.shadow * shade))


def _box(strokes: Strokes, seen: np.ndarray, scene: Scene) -> np.ndarray:
    places = cv2.perspectiveTransform(np.concatenate(strokes)[None], seen)[0]
    pen = scene.pen * scene.height * scene.size[1]
    low = places.min(axis=0) - pen / 2
    return np.concatenate([low, places.max(axis=0) + pen / 2 - low])
