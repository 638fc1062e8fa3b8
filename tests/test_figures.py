"""What each figure holds. Plotly's own validation is part of every test: `checked` builds the figure."""

import base64
import io
import subprocess
import sys
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from PIL import Image

from digitrec import figures
from digitrec.evaluation.calibration import Coverage, Reliability
from digitrec.evaluation.normalisation import Placement
from digitrec.evaluation.robustness import CORRUPTIONS, Curve
from digitrec.figures import Figure, colours, placement
from digitrec.figures.occlusion import occlusion_picture
from digitrec.figures.pixels import ZOOM, bgr, photo_uri
from digitrec.figures.steps import boxed_picture, centred_picture


def checked(figure: Figure) -> Figure:
    go.Figure(**figure)
    return figure


COUNTS = np.diag([980, 1130, 1030, 1010, 980, 890, 960, 1030, 970, 1000])
COUNTS[4, 9], COUNTS[7, 2] = 9, 3
OTHER = COUNTS.copy()
OTHER[4, 9], OTHER[3, 5] = 4, 2

RELIABILITY = Reliability(
    np.linspace(0, 1, 5),
    np.array([0, 2, 0, 8]),
    np.array([np.nan, 0.4, np.nan, 0.9]),
    np.array([np.nan, 0.5, np.nan, 1]),
)
COVERAGE = Coverage(np.array([0.5, 1]), np.array([1, 0.9]), np.array([0.8, 0.3]))
CURVES = [Curve(corruption, np.linspace(1, 0.5, len(corruption.strengths))) for corruption in CORRUPTIONS]
HISTORY = {
    **{"loss": [0.5, 0.2], "val_loss": [0.4, 0.3], "accuracy": [0.8, 0.9], "val_accuracy": [0.85, 0.88]},
    **{"learning_rate": [0.001, 0.0005]},
}

ALL = {
    "probability_bars": figures.probability_bars(np.full(10, 0.1)),
    "confusion_heatmap": figures.confusion_heatmap(COUNTS),
    "confusion_difference": figures.confusion_difference(COUNTS, OTHER, "ann", "cnn"),
    "loss_curves": figures.loss_curves({"ann": HISTORY}),
    "accuracy_curves": figures.accuracy_curves({"ann": HISTORY, "cnn": HISTORY}),
    "learning_rate_curves": figures.learning_rate_curves({"ann": HISTORY}),
    "reliability_diagram": figures.reliability_diagram({"ann": RELIABILITY}),
    "coverage_curve": figures.coverage_curve({"ann": COVERAGE}),
    "robustness_curves": figures.robustness_curves({"ann": CURVES}),
    "occlusion_overlay": figures.occlusion_overlay(np.ones((28, 28)), np.zeros((28, 28))),
    "placed_digit": figures.placed_digit(np.eye(28, dtype=np.uint8), Placement(4, 6, 20, 26, (14.2, 13.7))),
    "class_balance": figures.class_balance({"test": np.arange(10)}),
}


@pytest.fixture(params=ALL.values(), ids=ALL.keys())
def each(request: pytest.FixtureRequest) -> Figure:
    figure: Figure = request.param
    return figure


def axes(figure: Figure) -> dict[str, dict[str, Any]]:
    return {name: value for name, value in figure["layout"].items() if name.startswith(("xaxis", "yaxis"))}


def named(figure: Figure) -> list[str]:
    """The names in the legend."""
    shown = figure["layout"]["showlegend"]
    return [trace["name"] for trace in figure["data"] if shown and trace.get("showlegend", True)]


def test_every_figure_is_here() -> None:
    assert set(ALL) == set(figures.__all__) - {"CONFIG", "Figure", "a_digit", "article", "on_theme", "percent"}


def test_plotly_accepts_it(each: Figure) -> None:
    assert len(go.Figure(**each).data) == len(each["data"]) > 0


def test_scrolling_by_touch_never_zooms(each: Figure) -> None:
    assert each["layout"]["dragmode"] is False
    assert all(axis["fixedrange"] for axis in axes(each).values())


def test_the_ground_is_the_pages_own_and_labels_have_room(each: Figure) -> None:
    assert each["layout"]["paper_bgcolor"] == colours.CLEAR
    assert all(axis["automargin"] for axis in axes(each).values())


def test_text_follows_the_page(each: Figure) -> None:
    for dark, colour in ((False, colours.TEXT_ON_LIGHT), (True, colours.TEXT_ON_DARK)):
        themed = checked(figures.on_theme(each, dark))
        assert themed["layout"]["font"]["color"] == colour
        assert {axis["tickfont"]["color"] for axis in axes(themed).values()} == {colour}
        assert {axis["title"]["font"]["color"] for axis in axes(themed).values()} == {colour}
    assert "font" not in each["layout"]


def test_an_axis_keeps_its_title_on_any_theme() -> None:
    themed = figures.on_theme(ALL["loss_curves"], dark=True)
    assert themed["layout"]["yaxis"]["title"]["text"] == "Loss (nats)"


def test_drawing_figures_imports_neither_plotly_nor_streamlit() -> None:
    program = (
        "import sys, digitrec.figures; print(sorted({'plotly', 'streamlit', 'tensorflow', 'keras'} & {*sys.modules}))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB" (WCAG 2.1)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["#FFFFFF", "#F0F2F6", "#111111", "#0E1117", "#262730"])
def test_lines_and_bars_stand_out_in_both_themes(ground: str) -> None:
    for colour in {*colours.SERIES, colours.ACCENT, colours.SECOND, colours.NEUTRAL}:
        assert contrast(colour, ground) >= 3


def test_text_stands_out() -> None:
    assert min(contrast(colours.CELL_TEXT, cell) for cell in colours.WARM_CELLS + colours.COOL_CELLS) >= 4.5
    assert contrast(colours.LABEL, colours.LABEL_TEXT) >= 4.5
    assert contrast(colours.TEXT_ON_LIGHT, "#FFFFFF") >= 7
    assert contrast(colours.TEXT_ON_DARK, "#262730") >= 7


def test_series_are_told_apart() -> None:
    assert len(set(colours.SERIES)) == len(colours.SERIES)


def test_probabilities_with_the_winner_in_the_accent_colour() -> None:
    probabilities = np.array([0, 0, 0, 0.9, 0, 0.0625, 0, 0, 0.0375, 0], np.float32)
    (bars,) = checked(figures.probability_bars(probabilities))["data"]
    assert bars["x"] == probabilities.tolist()
    assert bars["y"] == list(range(10))
    assert bars["text"][3] == "90.0 %" and bars["text"][5] == "6.2 %" and bars["text"][0] == "0 %"
    assert [digit for digit, colour in enumerate(bars["marker"]["color"]) if colour == colours.ACCENT] == [3]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        *((0, "0.0 %"), (0.0001, "< 0.1 %"), (0.0005, "0.1 %"), (0.5, "50.0 %")),
        *((0.99949, "99.9 %"), (0.9999, "> 99.9 %"), (1, "> 99.9 %")),
    ],
)
def test_rounding_makes_no_probability_certain_or_impossible(share: float, words: str) -> None:
    assert figures.percent(share) == words


def test_equal_probabilities_have_one_winner() -> None:
    (bars,) = figures.probability_bars(np.full(10, 0.1))["data"]
    assert bars["marker"]["color"] == [colours.ACCENT] + [colours.NEUTRAL] * 9


def texts(figure: Figure) -> dict[tuple[int, int], str]:
    """The cells' texts by (true, predicted)."""
    return {
        (true, read): text
        for cells in figure["data"][:-1]
        for true, row in enumerate(cells["text"])
        for read, text in enumerate(row)
        if text
    }


def test_confusion_counts_and_their_colour_scales() -> None:
    errors, right, _ = checked(figures.confusion_heatmap(COUNTS))["data"]
    assert (errors["zmin"], errors["zmax"]) == (0, 9)
    assert (right["zmin"], right["zmax"]) == (0, 1130)
    assert errors["z"][4] == [None] * 9 + [9]
    assert right["z"][4] == [None] * 4 + [980] + [None] * 5
    assert errors["colorscale"] != right["colorscale"]


def test_confusion_texts_only_where_there_is_something() -> None:
    shown = texts(figures.confusion_heatmap(COUNTS))
    assert len(shown) == 12
    assert (shown[4, 9], shown[7, 2], shown[1, 1]) == ("9", "3", "1130")


def test_confusion_without_its_diagonal() -> None:
    figure = checked(figures.confusion_heatmap(COUNTS, diagonal=False))
    assert texts(figure) == {(4, 9): "9", (7, 2): "3"}
    assert len(figure["data"]) == 2


def test_confusion_as_shares_of_the_row() -> None:
    shares = COUNTS / COUNTS.sum(axis=1, keepdims=True)
    figure = checked(figures.confusion_heatmap(COUNTS, shares))
    assert texts(figure)[4, 9] == "0.9" and texts(figure)[4, 4] == "99.1" and texts(figure)[0, 0] == "100"
    assert figure["layout"]["xaxis"]["title"]["text"] == "Read as (% of the row)"


def test_a_click_on_any_cell_reports_true_and_predicted() -> None:
    targets = figures.confusion_heatmap(COUNTS)["data"][-1]
    assert targets["type"] == "scatter"
    assert targets["customdata"] == [[true, read] for true in range(10) for read in range(10)]
    assert [[y, x] for x, y in zip(targets["x"], targets["y"], strict=True)] == targets["customdata"]
    assert targets["hovertext"][49] == "9 × 4, read as 9"
    assert targets["hovertext"][44] == "980 × 4, read rightly"


def test_cells_are_square_and_truth_runs_downwards() -> None:
    layout = figures.confusion_heatmap(COUNTS)["layout"]
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["yaxis"]["range"] == [9.5, -0.5]


def test_a_matrix_without_errors() -> None:
    assert len(texts(checked(figures.confusion_heatmap(np.diag([1] * 10))))) == 10


def test_difference_of_two_matrices() -> None:
    figure = checked(figures.confusion_difference(COUNTS, OTHER, "ann", "cnn"))
    cells, targets = figure["data"]
    assert texts(figure) == {(4, 9): "+5", (3, 5): "-2"}
    assert (cells["zmin"], cells["zmax"]) == (-5, 5)
    assert targets["hovertext"][49] == "4 read as 9: ann 9, cnn 4"


def test_equal_matrices_differ_nowhere() -> None:
    figure = checked(figures.confusion_difference(COUNTS, COUNTS, "ann", "cnn"))
    assert texts(figure) == {}


def test_curves_of_one_run() -> None:
    figure = checked(figures.loss_curves({"ann-1": HISTORY}))
    training, validation = figure["data"]
    assert (training["x"], training["y"]) == ([1, 2], [0.5, 0.2])
    assert (training["line"]["dash"], validation["line"]["dash"]) == ("dot", "solid")
    assert validation["meta"] == "ann-1, validation"
    assert named(figure) == ["training", "validation"]


def test_curves_of_several_runs() -> None:
    figure = checked(figures.accuracy_curves({"ann-1": HISTORY, "cnn-1": HISTORY}))
    assert [trace["y"][0] for trace in figure["data"]] == [0.8, 0.85, 0.8, 0.85]
    assert named(figure) == ["ann-1", "cnn-1"]
    assert figure["layout"]["legend"]["title"]["text"] == "Dotted: training"
    assert figure["data"][0]["line"]["color"] != figure["data"][2]["line"]["color"]


@pytest.mark.parametrize("history", [{}, {"loss": [], "val_loss": []}])
def test_curves_before_the_first_epoch_are_empty_lines(history: dict[str, list[float]]) -> None:
    """Streamlit refuses a figure without any trace."""
    figure = checked(figures.loss_curves({"ann-1": history}))
    assert [trace["y"] for trace in figure["data"]] == [[], []]


def test_learning_rate_curve() -> None:
    figure = checked(figures.learning_rate_curves({"ann-1": HISTORY}))
    (line,) = figure["data"]
    assert line["y"] == [0.001, 0.0005]
    assert named(figure) == []


@pytest.mark.parametrize("epochs, step", [(1, 1), (8, 1), (9, 2), (100, 13)])
def test_epochs_are_whole_numbers(epochs: int, step: int) -> None:
    layout = figures.loss_curves({"ann": {"loss": [0.5] * epochs}})["layout"]
    assert layout["xaxis"]["dtick"] == step


def test_more_runs_than_colours() -> None:
    many = {f"run-{number}": HISTORY for number in range(9)}
    assert len(checked(figures.loss_curves(many))["data"]) == 18


def test_reliability_shows_filled_bins_and_all_counts() -> None:
    _, points, counts = checked(figures.reliability_diagram({"ann": RELIABILITY}))["data"]
    assert (points["x"], points["y"], points["customdata"]) == ([0.4, 0.9], [0.5, 1], [2, 8])
    assert counts["y"] == [0, 2, 0, 8]
    assert counts["x"] == [0.125, 0.375, 0.625, 0.875]


def test_a_bin_with_a_single_digit_is_seen_on_the_logarithmic_axis() -> None:
    low, high = figures.reliability_diagram({"ann": RELIABILITY})["layout"]["yaxis2"]["range"]
    assert 10**low < 1 and 10**high > 8


def test_reliability_of_two_models() -> None:
    figure = checked(figures.reliability_diagram({"ann": RELIABILITY, "cnn": RELIABILITY}))
    assert named(figure) == ["ann", "cnn"]
    assert len(figure["data"]) == 5


def test_coverage() -> None:
    (line,) = checked(figures.coverage_curve({"ann": COVERAGE}))["data"]
    assert (line["x"], line["y"], line["customdata"]) == ([0.5, 1], [1, 0.9], [0.8, 0.3])


def test_robustness_has_a_plot_for_each_corruption() -> None:
    figure = checked(figures.robustness_curves({"ann": CURVES, "cnn": CURVES}))
    titles = [note["text"] for note in figure["layout"]["annotations"]]
    assert titles == [f"<b>{corruption.name}</b>" for corruption in CORRUPTIONS]
    assert len(figure["data"]) == 2 * len(CORRUPTIONS)
    assert [trace["xaxis"] for trace in figure["data"][:3]] == ["x", "x2", "x3"]
    assert figure["data"][2]["x"] == list(CORRUPTIONS[2].strengths)
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [corruption.none for corruption in CORRUPTIONS]
    assert named(figure) == ["ann", "cnn"]


def test_occlusion_is_drawn_over_the_ink() -> None:
    drops = np.zeros((28, 28))
    drops[3, 4], drops[5, 6] = 0.8, -0.2
    ink, costs = checked(figures.occlusion_overlay(np.ones((28, 28)), drops))["data"]
    assert ink["z"][0] == [1] * 28
    assert (costs["z"][3][4], costs["zmin"], costs["zmax"]) == (0.8, -0.8, 0.8)


def test_the_occlusion_picture_is_orange_where_ink_is_needed_and_blue_where_it_harms() -> None:
    drops = np.zeros((28, 28))
    drops[2:7, 2:7], drops[20:25, 20:25] = 0.5, -0.25
    picture = occlusion_picture(np.zeros((28, 28)), drops)
    assert (picture.shape, picture.dtype) == ((28 * ZOOM, 28 * ZOOM, 3), np.uint8)
    assert picture[middle(4), middle(4)].tolist() == list(bgr(colours.ACCENT))
    assert picture[middle(22), middle(22)].tolist() == [round(shade / 2) for shade in bgr(colours.SECOND)]
    assert not picture[middle(13), middle(13)].any()


def test_small_drops_are_shown_pale() -> None:
    picture = occlusion_picture(np.zeros((28, 28)), np.full((28, 28), 0.01))
    assert picture[100, 100].tolist() == [round(shade / 10) for shade in bgr(colours.ACCENT)]


def test_the_steps_mark_the_box_and_the_centre_of_mass() -> None:
    digit = np.zeros((28, 28), np.uint8)
    digit[10, 10] = 200
    boxed = boxed_picture(digit)
    assert boxed[middle(10), middle(10)].tolist() == [200] * 3
    blue = (boxed == bgr(placement.BOX)).all(axis=2)
    assert blue[4 * ZOOM, 4 * ZOOM : 24 * ZOOM].all() and not blue[5 * ZOOM : 23 * ZOOM, 14 * ZOOM].any()
    centred = centred_picture(digit, Placement(10, 10, 11, 11, (10, 10)))
    cross = np.argwhere((centred == bgr(colours.ACCENT)).all(axis=2))
    assert np.abs(cross.mean(axis=0) - middle(10)).max() < 1
    assert (centred[middle(14), :50] == bgr(colours.NEUTRAL)).all()


def middle(pixel: int) -> int:
    """Where the middle of a digit's pixel is in an enlarged picture."""
    return round((pixel + 0.5) * ZOOM)


def test_class_balance() -> None:
    figure = checked(figures.class_balance({"training": np.arange(10) + 100, "test": np.arange(10)}))
    assert [bars["y"] for bars in figure["data"]] == [list(range(100, 110)), list(range(10))]
    assert named(figure) == ["training", "test"]


@pytest.mark.parametrize("colour", [(200, 30, 60), 90])
def test_a_photo_keeps_its_colours(colour: tuple[int, int, int] | int) -> None:
    pixels = np.full((40, 60, 3) if isinstance(colour, tuple) else (40, 60), colour, np.uint8)
    data = photo_uri(pixels).removeprefix("data:image/jpeg;base64,")
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    assert shown.shape == pixels.shape and shown[20, 30] == pytest.approx(pixels[20, 30], abs=4)


def test_the_box_is_drawn_around_whole_pixels() -> None:
    figure = checked(figures.placed_digit(np.eye(28, dtype=np.uint8), Placement(4, 6, 20, 26, (14.2, 13.7))))
    ink, centre = figure["data"]
    across, down, box = figure["layout"]["shapes"]
    assert ink["z"][3][3] == 1
    assert (centre["x"], centre["y"]) == ([14.2], [13.7])
    assert (across["y0"], down["x0"]) == (14, 14)
    assert (box["x0"], box["y0"], box["x1"], box["y1"]) == (3.5, 5.5, 19.5, 25.5)


def test_an_8_has_an_article_of_its_own() -> None:
    assert [figures.a_digit(digit) for digit in (1, 8, 9)] == ["a 1", "an 8", "a 9"]
