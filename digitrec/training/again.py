"""A finished run's served file, written anew without training again."""

from digitrec import dataset
from digitrec.architectures import build
from digitrec.augmentation.feed import training_and_validation
from digitrec.recipes import Optimisation
from digitrec.runs import Run, files
from digitrec.training import keeping
from digitrec.training.exporting import export
from digitrec.training.steps import Steps, optimizer_for


def export_again(run: Run) -> None:
    """Write the served file from the run's own weights, as a training does at its end; it may be one that ships.

    Its figures on the test digits stay: they are the weights'. Raises RunError, or TrainingError where the weights are
    damaged.
    """
    recipe, metrics = run.recipe(), run.metrics()
    model = build(recipe.architecture)
    keeping.load_weights(model, run.path(files.MODEL))
    training, left_out = training_and_validation(dataset.load(), recipe.data)
    logits = Steps(model, model, optimizer_for(Optimisation(), model), 0.0).logits(left_out)
    temperature, weights = export(run, model, training, left_out, logits)
    run.write_metrics(metrics | {"temperature": temperature, "weights": weights})
