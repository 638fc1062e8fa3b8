"""A photo of a number on paper, uploaded, pasted or taken with the camera, and what it says."""

from collections.abc import Sequence

import streamlit as st
from streamlit.typing import UploadedFile

from digitrec import recognition
from digitrec.drawing import Picture, number_on, picture_of
from digitrec.errors import DigitrecError
from digitrec.recognition import Answer
from digitrec.runs import Run
from digitrec.ui import answer as shown
from digitrec.ui import caches, canvas, overlay, state, style
from digitrec.ui.titles import titled

FILE, CAMERA = "A picture", "The camera"
KINDS = ["png", "jpg", "jpeg", "webp", "bmp"]
LARGEST_MIB = 30

# A pasted picture is handed to the uploader as if it had been chosen there.
_PASTE = """
export default function () {
  const paste = (event) => {
    const place = document.querySelector(".st-key-upload");
    const chooser = place?.querySelector("input[type=file]");
    const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith("image/"));
    if (!chooser || !picture) return;
    const pasted = new DataTransfer();
    pasted.items.add(picture);
    chooser.files = pasted.files;
    chooser.dispatchEvent(new Event("change", { bubbles: true }));
    place.scrollIntoView({ behavior: "smooth" });
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
    words = "**Or show a number on paper**, plain, ruled or squared, in one line. Shadow and tilt do not matter."
    with (
        st.container(horizontal_alignment="center"),
        st.container(width=style.WIDTH, key="photos"),
        st.container(key="upload"),
    ):
        st.markdown(words)
        with st.container(horizontal=True, gap="large"):
            with st.container(width=canvas.SIDE):
                file = _choose_photo()
                place = st.container()
            if file is not None:
                with place:
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
        "Choose, drop or paste a photo (Ctrl+V)",
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


def _show(file: UploadedFile, run: Run) -> None:
    try:
        with st.spinner("Reading the photo"):
            picture = _looked_at(file)
            answer = recognition.read_number(caches.recogniser(run), number_on(picture))
    except DigitrecError as error:
        st.error(str(error))
        return
    _show_answer(picture, answer)


def _looked_at(file: UploadedFile) -> Picture:
    """The photo, looked at once. Raises DrawingError."""
    held = st.session_state.get(state.PHOTO_READ)
    if held is None or held[0] != file.file_id:
        held = st.session_state[state.PHOTO_READ] = file.file_id, picture_of(file.getvalue())
    picture: Picture = held[1]
    return picture


def _show_answer(picture: Picture, answer: Answer) -> None:
    if not answer.text:
        st.warning("No digit was found. Write larger or with a darker pen, come closer, and keep desk and hands out.")
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            with st.container(key="photo-answer", width="content"):
                shown.show_digit(answer)
            shown.show_confidence(answer)
    st.html(overlay.photo_with_boxes(picture, answer))
    if answer.text:
        shown.show_cards(answer)
