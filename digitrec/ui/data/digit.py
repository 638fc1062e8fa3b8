"""One digit: how it was placed, its pixels as numbers, and what augmentation makes of it."""

from dataclasses import fields

import numpy as np
import streamlit as st

from digitrec import dataset
from digitrec.augmentation import augment, lots, styled
from digitrec.evaluation.normalisation import placement
from digitrec.figures import CONFIG, a_digit, placed_digit
from digitrec.recipes import PRESETS, RECIPES, Augmentation
from digitrec.ui import caches, pictures, state, themed
from digitrec.ui.data import choice
from digitrec.ui.data.choice import TEST, Images, Part

ROWS, COLUMNS = 5, 6
# From this grey on black text is easier to read than white: both then reach a contrast of 4.5 to 1.
BRIGHT = 118
OURS = RECIPES["cnn"]


def show(part: Part) -> int:
    """The picture that a person looks at, and its number."""
    index = choice.choose_index(part)
    pixels = part.images[index]
    where = placement(pixels)
    with st.container(key="digit"):
        st.markdown(f"#### {a_digit(part.labels[index]).capitalize()}")
        st.caption(f"{part.name} digit number {index:,}: {_use(part, index)}.")
        st.plotly_chart(themed.figure(placed_digit(pixels, where)), config=CONFIG, key="placed", alt="The digit")
    width, height = where.size
    x, y = where.centre
    st.markdown(
        f":blue[**The box**]: its ink is {width} × {height} pixels. Every scan was shrunk until its longer side "
        "was 20 pixels, which gave the soft grey edges.  \n"
        f":orange[**The cross**]: its centre of mass is at column {x:.1f}, row {y:.1f}. Every digit was moved by whole "
        "pixels until that lay at 14, the dashed lines."
    )
    return index


def _use(part: Part, index: int) -> str:
    if part.name == TEST:
        return "no training ever sees it"
    return "our models leave it out, to choose by" if index in left_out() else "our models are trained on it"


@st.cache_data(show_spinner=False)
def left_out() -> frozenset[int]:
    """The training digits that our own models leave out."""
    parts = dataset.split(caches.mnist().train_labels, OURS.data.validation, OURS.seed)
    return frozenset(parts.validation.tolist())


def show_numbers(pixels: Images) -> None:
    """All pixels as numbers on their own grey."""
    st.markdown("#### What the computer gets: 784 numbers")
    st.caption("0 is black, 255 is white. Rows and columns are counted from 0. Scroll sideways on a narrow screen.")
    heads = "".join(f"<th>{column}</th>" for column in range(pixels.shape[1]))
    rows = "".join(
        f"<tr><th>{number}</th>{''.join(map(_cell, row))}</tr>" for number, row in enumerate(pixels.tolist())
    )
    with st.container(key="numbers"):
        st.html(
            '<div class="numbers" tabindex="0" role="region" aria-label="Pixel values">'
            f"<table><tr><th></th>{heads}</tr>{rows}</table></div>"
        )


def _cell(value: int) -> str:
    if not value:
        return "<td>0</td>"
    text = "000" if value >= BRIGHT else "fff"
    return f'<td style="background:rgb({value},{value},{value});color:#{text}">{value}</td>'


def show_augmented(pixels: Images, label: int) -> None:
    """The digit as a training would see it, many times."""
    st.markdown("#### What augmentation makes of it")
    st.caption("Training sees each digit changed anew each time, so that it learns what may happen to one.")
    with st.container(horizontal=True, vertical_alignment="center"):
        preset = st.segmented_control(
            "Augmentation",
            list(PRESETS),
            default="strong",
            required=True,
            key=state.AUGMENTED,
            label_visibility="collapsed",
            format_func=str.capitalize,
            persist_state="session",
        )
        st.button("Once more", icon=":material/casino:", on_click=_once_more, key="once-more")
    settings = PRESETS[str(preset)]
    rng = np.random.default_rng(st.session_state.get(state.AUGMENTED_SEED, 0))
    same, labels = np.repeat(pixels[None], ROWS * COLUMNS, axis=0), np.full(ROWS * COLUMNS, label, np.uint8)
    changed = augment(styled(same, labels, settings, lots(len(same), rng.spawn(1)[0])), settings, rng)
    grid = np.concatenate([pictures.row(row) for row in np.split(changed, ROWS)])
    with st.container(key="augmented"):
        pictures.show(grid, f"The digit, changed at random {len(changed)} times", "digits")
    st.caption(_in_words(settings))


def _once_more() -> None:
    st.session_state[state.AUGMENTED_SEED] = st.session_state.get(state.AUGMENTED_SEED, 0) + 1


def _in_words(settings: Augmentation) -> str:
    """Each change that is made, with the most by which it is."""
    named = [(f.metadata["label"].lower(), getattr(settings, f.name)) for f in fields(settings)]
    said = ", ".join(f"{label} {value:g}" for label, value in named if value)
    return f"At most: {said}. The Train page has a slider for each." if said else "Nothing is changed."
