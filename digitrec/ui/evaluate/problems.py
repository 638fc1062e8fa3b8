"""What goes wrong for a reason that a person can mend is said on the page, in place of what it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from digitrec.errors import DigitrecError


@contextmanager
def shown() -> Iterator[None]:
    try:
        yield
    except DigitrecError as error:
        st.error(str(error))
