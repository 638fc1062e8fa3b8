"""A report on one model or two: a single HTML file with figures, which opens without a network."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from string import Template

import numpy as np
from numpy.typing import NDArray

from digitrec import figures
from digitrec.evaluation import Predictions
from digitrec.evaluation.calibration import coverage, reliability
from digitrec.evaluation.comparison import compare, in_words
from digitrec.evaluation.gallery import select
from digitrec.evaluation.metrics import Headline, confusion_matrix, headline, per_digit
from digitrec.figures import Figure, a_digit
from digitrec.figures.pixels import data_uri
from digitrec.settings import ASSETS

MOST_SHOWN = 1000

Models = Mapping[str, Predictions]


def as_html(images: NDArray[np.uint8], models: Models, data: str) -> str:
    """The report on one model or two, by name, on images uint8 (N, 28, 28) that are called `data`.

    Raises DatasetError if the models were not asked about the same digits.
    """
    from plotly.offline import get_plotlyjs  # costs all other commands a fifth of their start

    drawn = dict(_figures(models))
    title = f"{' against '.join(models)} on {data}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        _headlines(models),
        *([_comparison(models)] if len(models) > 1 else []),
        _calibration(),
        *(_model(number, name, models, images) for number, name in enumerate(models)),
    ]
    template = Template((ASSETS / "report.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(title), body="\n".join(parts), plotly=get_plotlyjs(), figures=_embedded(drawn)
    )


def _figures(models: Models) -> Iterator[tuple[str, Figure]]:
    """Each figure by the place that it is shown in."""
    matrices = [confusion_matrix(predictions) for predictions in models.values()]
    for number, matrix in enumerate(matrices):
        yield f"confusion-{number}", figures.confusion_heatmap(matrix)
    if len(models) > 1:
        yield "difference", figures.confusion_difference(matrices[0], matrices[1], *models)
    yield "reliability", figures.reliability_diagram({name: reliability(found) for name, found in models.items()})
    yield "coverage", figures.coverage_curve({name: coverage(found) for name, found in models.items()})


def _embedded(drawn: Mapping[str, Figure]) -> str:
    """The figures as JSON inside a script element, which no text in them can end."""
    both = {
        place: {
            "data": figure["data"],
            "onLight": figures.on_theme(figure, dark=False)["layout"],
            "onDark": figures.on_theme(figure, dark=True)["layout"],
        }
        for place, figure in drawn.items()
    }
    return json.dumps({"config": figures.CONFIG, "figures": both}).replace("<", "\\u003c")


def _place(name: str, words: str) -> str:
    return f'<div id="{name}" role="img" aria-label="{escape(words)}"></div>'


def _headlines(models: Models) -> str:
    columns = [_headline(headline(predictions)) for predictions in models.values()]
    heads = "".join(f"<th>{escape(name)}</th>" for name in models)
    rows = "".join(
        f"<tr><th>{label}</th>{''.join(f'<td>{column[label]}</td>' for column in columns)}</tr>" for label in columns[0]
    )
    return (
        f'<div class="wide"><table class="headline"><thead><tr><th></th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _headline(found: Headline) -> dict[str, str]:
    low, high = found.interval
    return {
        "Accuracy": _percent(found.accuracy),
        "with 95 % confidence": f"{100 * low:.2f} to {_percent(high)}",
        "Errors": f"{found.errors:,} of {found.n:,}",
        "Precision": _percent(found.precision),
        "Recall": _percent(found.recall),
        "F1": _percent(found.f1),
        "Right with two guesses": _percent(found.top2_accuracy),
        "Loss (nats)": f"{found.loss:.4f}",
        "Brier score": f"{found.brier:.4f}",
        "Calibration error": _percent(found.calibration_error),
    }


def _comparison(models: Models) -> str:
    sentence = in_words(compare(*models.values()), *models)
    first, second = map(escape, models)
    shown = _place("difference", "Difference of the two confusion matrices")
    return (
        f'<h2>{first} or {second}?</h2><div class="columns"><p>{escape(sentence)}</p>'
        f"<div><h3>Where {first} confuses more often (+) or less often (-) than {second}</h3>{shown}</div></div>"
    )


def _calibration() -> str:
    return (
        '<h2>Can the confidence be trusted?</h2><div class="columns">'
        "<div><h3>How often it is right, by how confident it is</h3>"
        f"{_place('reliability', 'Accuracy against confidence')}</div>"
        "<div><h3>How accurate it is if it leaves out what it is least sure of</h3>"
        f"{_place('coverage', 'Accuracy against the share of digits answered')}</div></div>"
    )


def _model(number: int, name: str, models: Models, images: NDArray[np.uint8]) -> str:
    shown = _place(f"confusion-{number}", f"Confusion matrix of {name}")
    return (
        f'<h2>{escape(name)}</h2><div class="columns"><div><h3>What is read as what</h3>{shown}</div>'
        f"<div><h3>Each digit</h3>{_digit_table(models[name])}</div></div>{_errors(name, models, images)}"
    )


def _digit_table(predictions: Predictions) -> str:
    heads = "".join(f"<th>{head}</th>" for head in ("Digit", "Count", "Precision", "Recall", "F1"))
    rows = "".join(
        f"<tr><th>{row.digit}</th><td>{row.support:,}</td>"
        f"<td>{_percent(row.precision)}</td><td>{_percent(row.recall)}</td><td>{_percent(row.f1)}</td></tr>"
        for row in per_digit(predictions)
    )
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _errors(name: str, models: Models, images: NDArray[np.uint8]) -> str:
    predictions = models[name]
    others = {other: found for other, found in models.items() if other != name}
    wrong = select(predictions)
    tiles = "".join(_tile(int(index), images[index], predictions, others) for index in wrong[:MOST_SHOWN])
    if not tiles:
        return "<h3>Misclassified digits</h3><p>None: every digit was read rightly.</p>"
    some = f", the first {MOST_SHOWN:,} of {len(wrong):,}" if len(wrong) > MOST_SHOWN else f": {len(wrong):,}"
    return f'<h3>Misclassified digits, most confident first{some}</h3><div class="digits">{tiles}</div>'


def _tile(index: int, image: NDArray[np.uint8], predictions: Predictions, others: Models) -> str:
    true, read = predictions.labels[index], predictions.predicted[index]
    more = "".join(f"<small>{escape(other)} reads {found.predicted[index]}</small>" for other, found in others.items())
    return (
        f'<figure><img src="{data_uri(image)}" alt="{a_digit(true).capitalize()} that was read as {read}">'
        f"<figcaption><b>{true} → {read}</b> {_percent(float(predictions.confidence[index]), 1)}"
        f"<small>number {index:,}</small>{more}</figcaption></figure>"
    )


def _percent(share: float, places: int = 2) -> str:
    return f"{100 * share:.{places}f} %"
