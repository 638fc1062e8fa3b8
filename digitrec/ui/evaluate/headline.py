"""How good the model is, in a few numbers; the finer ones on request."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digitrec.errors import DatasetError
from digitrec.evaluation import Predictions, marks
from digitrec.evaluation.metrics import DigitRow, Headline, headline, per_digit
from digitrec.evaluation.suspects import Mark, without_marked
from digitrec.ui import state
from digitrec.ui.evaluate.choosing import Chosen


def show(chosen: Chosen, predictions: Predictions) -> None:
    """With or without the digits whose label a person called wrong or ambiguous."""
    with st.container(key="headline"):
        judged = _without_marked(chosen, predictions)
        found = headline(judged)
        _show_figures(found)
        with st.expander("More figures, and each digit by itself"):
            _show_finer(found)
            st.dataframe([_row(row) for row in per_digit(judged)], hide_index=True, column_config=_COLUMNS)


def _without_marked(chosen: Chosen, predictions: Predictions) -> Predictions:
    try:
        marked = marks.marks(chosen.digits.checksum)
        left = without_marked(predictions, marked)
    except DatasetError as error:
        st.error(str(error))
        return predictions
    count = sum(said is not Mark.MODEL_WRONG for said in marked.values())
    if not count:
        return predictions
    words = f"Leave out the {count} digits that were marked" if count > 1 else "Leave out the digit that was marked"
    return left if st.toggle(words, key=state.WITHOUT_MARKED, persist_state="session") else predictions


def _show_figures(found: Headline) -> None:
    low, high = found.interval
    with _row_of_metrics():
        st.metric("Accuracy", percent(found.accuracy))
        st.metric("Misread", f"{found.errors:,} of {found.n:,}")
        st.metric("Right in two guesses", percent(found.top2_accuracy))
        st.metric(
            "Calibration error",
            percent(found.calibration_error),
            help="By how much its confidence differs from how often it is right "
            "(expected calibration error of the top label, 15 bins of equal width).",
        )
    st.caption(f"With 95 % confidence the accuracy is between {percent(low)} and {percent(high)} (Wilson).")


def _show_finer(found: Headline) -> None:
    with _row_of_metrics():
        for label, value in {
            "Macro precision": percent(found.precision),
            "Macro recall": percent(found.recall),
            "Macro F1": percent(found.f1),
            "Negative log-likelihood": f"{found.loss:.4f}",
            "Brier score": f"{found.brier:.4f}",
        }.items():
            st.metric(label, value)


def _row_of_metrics() -> DeltaGenerator:
    return st.grid(min_column_width=150)


def percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _row(row: DigitRow) -> dict[str, float]:
    return {
        "digit": row.digit,
        "of them": row.support,
        "precision": row.precision,
        "recall": row.recall,
        "F1": row.f1,
    }


_COLUMNS = {
    name: st.column_config.NumberColumn(format="percent", step=0.0001) for name in ("precision", "recall", "F1")
}
