"""A photo of a number on paper, uploaded, pasted or taken with the camera, and what it says."""

from collections.abc import Sequence

import streamlit as st
from streamlit.typing import UploadedFile

from digitrec import recognition
from digitrec.drawing import Picture, read_picture
from digitrec.errors import DigitrecError
from digitrec.recognition import Answer
from digitrec.runs import Run
from digitrec.ui import caches, overlay, state, style
from digitrec.ui.titles import titled

FILE, CAMERA = "A picture", "The camera"
KINDS = ["png", "jpg", "jpeg", "webp", "bmp"]
LARGEST_MIB = 30

# A pasted picture is handed to the uploader as if it had been chosen there.
_PASTE = """
export default function () {
  const paste = (event) => {
    const place = document.querySelector(".st-key-upload");
    const chooser = place?.checkVisibility() && place.querySelector("input[type=file]");
    const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith("image/"));
    if (!chooser || !picture) return;
    const pasted = new DataTransfer();
    pasted.items.add(picture);
    chooser.files = pasted.files;
    chooser.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}
"""
_pasting = st.components.v2.component("digitrec_pasting", js=_PASTE, isolate_styles=False)


@st.fragment
def photo_section(models: Sequence[Run]) -> None:
    """Everything about photos, for the models there are."""
    if not models:
        return
    with (
        st.container(horizontal_alignment="center"),
        st.container(width=style.WIDTH, key="upload"),
        st.container(horizontal=True, gap="large"),
    ):
        with st.container(width=340):
            file = _choose_photo()
            run = _choose_model(models)
        with st.container(width="stretch", key="photo"):
            _show(file, run)


def _choose_photo() -> UploadedFile | None:
    source = st.segmented_control(
        "Photo from", (FILE, CAMERA), default=FILE, required=True, key=state.PHOTO_FROM, label_visibility="collapsed"
    )
    # The browser asks for the camera as soon as this is on the page.
    if source == CAMERA:
        return st.camera_input("Hold the number into the frame", key=state.PHOTO_TAKEN, resolution="1080p")
    file = st.file_uploader(
        "A photo or picture of a number: choose one, drop it here, or paste it with Ctrl+V",
        type=KINDS,
        key=state.PHOTO_FILE,
        max_upload_size=LARGEST_MIB,
    )
    _pasting(key="pasting", height=1)
    return file


def _choose_model(models: Sequence[Run]) -> Run:
    by_name = {run.name: run for run in models}
    name = st.selectbox("Read with", list(by_name), key=state.PHOTO_MODEL, persist_state="session", format_func=titled)
    return by_name[name]


def _show(file: UploadedFile | None, run: Run) -> None:
    if file is None:
        st.html(
            '<div class="invitation"><b>Show a number on paper.</b><br>'
            "Plain, ruled or squared, by pen or pencil. Shadow and tilt do not matter.</div>"
        )
        return
    try:
        picture = _read(file)
        answer = recognition.read_all(caches.recogniser(run), picture.glyphs)
    except DigitrecError as error:
        st.error(str(error))
        return
    _show_answer(picture, answer)


def _read(file: UploadedFile) -> Picture:
    """The digits of the photo, looked for once. Raises DrawingError."""
    held = st.session_state.get(state.PHOTO_READ)
    if held is None or held[0] != file.file_id:
        held = st.session_state[state.PHOTO_READ] = file.file_id, read_picture(file.getvalue())
    picture: Picture = held[1]
    return picture


def _show_answer(picture: Picture, answer: Answer) -> None:
    if answer.text:
        with st.container(key="photo-answer"):
            number = f'<div class="digit number" style="--digits:{len(answer.text)}" role="status">{answer.text}</div>'
            st.html(number)
    else:
        st.warning("No digit was found. Write larger or with a darker pen, come closer, and keep desk and hands out.")
    st.html(overlay.photo_with_boxes(picture, answer))
    if answer.text:
        st.html(overlay.cards(answer))
