"""Training a run's recipe, epoch by epoch, so that it can be stopped, killed and resumed."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import keras
import numpy as np

from digitrec import dataset
from digitrec.architectures import build
from digitrec.augmentation.feed import batches, training_and_validation
from digitrec.errors import TrainingError
from digitrec.runs import Epoch, Run, files
from digitrec.training import keeping
from digitrec.training.exporting import export
from digitrec.training.phases import LEARNED, Phase, phases
from digitrec.training.reporting import Reporter
from digitrec.training.schedule import learning_rate
from digitrec.training.steps import Steps, accuracy, optimizer_for
from digitrec.training.twin import precision, twin


@dataclass(frozen=True)
class Outcome:
    """How a training ended; `weights` is the arithmetic of the served file's, `peak_memory` in MiB."""

    stopped: bool
    epochs: int
    parameters: int
    precision: str
    weights: str
    temperature: float
    validation_accuracy: float
    seconds: float
    peak_memory: float


def train(run: Run, should_stop: Callable[[], bool] = lambda: False) -> Outcome:
    """Train the run's recipe on from its last finished epoch, and leave its two model files.

    `should_stop` is asked before each batch. Raises TrainingError where it cannot go on.
    """
    fit = Fit(run, should_stop)
    return fit.outcome(stopped=fit.run_epochs())


def merge(run: Run, members: Sequence[Run]) -> Outcome:
    """Leave the ensemble that is the run's recipe, of members that were trained already.

    Raises TrainingError if their weights do not fit.
    """
    fit = Fit(run, should_stop=lambda: False)
    for number, member in enumerate(members):
        keeping.load_weights(fit.model.get_layer(f"member_{number}"), member.path(files.MODEL))
    fit.twin.set_weights(fit.model.get_weights())
    return fit.outcome(stopped=False)


class Fit:
    """The state of one training: the model that is kept, and its twin that learns."""

    def __init__(self, run: Run, should_stop: Callable[[], bool]) -> None:
        self.run, self.recipe, self.should_stop = run, run.recipe(), should_stop
        keras.utils.set_random_seed(self.recipe.seed)
        self.model = build(self.recipe.architecture)
        if run.path(files.INITIAL).exists():
            keeping.load_weights(self.model, run.path(files.INITIAL))
        self.twin = twin(self.model)
        self.optimizer = optimizer_for(self.recipe.optimisation, self.twin)
        self.history = keeping.restore_checkpoint(run, self.twin, self.optimizer)
        self.steps = Steps(self.twin, self.model, self.optimizer, self.recipe.optimisation.label_smoothing)
        self.reporter = Reporter(run, sum(epoch.seconds for epoch in self.history))
        keeping.write_summary(run, self.model)
        run.write_history(self.history)
        self.training, self.validation = training_and_validation(dataset.load(), self.recipe.data)

    def run_epochs(self) -> bool:
        """All epochs that are still to be done; true if it was asked to stop before their end."""
        plan = self.recipe.optimisation
        self.batches = len(self.training) // plan.batch_size
        self.reporter.say(stage="training", epoch=len(self.history), epochs=plan.epochs, batches=self.batches)
        while len(self.history) < plan.epochs and not self._has_converged():
            began = time.monotonic()
            figures = self._train_epoch()
            if figures is None:
                return True
            self._finish_epoch(*figures, began)
        return False

    def _train_epoch(self) -> tuple[float, float, float] | None:
        """Mean loss, accuracy and the last learning rate; None if it was asked to stop."""
        plan, epoch = self.recipe.optimisation, len(self.history)
        loss_sum = hits = rate = 0.0
        began = time.monotonic()
        self._seed_dropout(epoch)
        phase = self._phase(epoch)
        if phase.cycle and phase.first == epoch:
            self._begin_cycle(phase.cycle)
        feed = batches(self.training, phase.seen(epoch), plan.batch_size, self.recipe.seed, epoch)
        for batch, (images, labels) in enumerate(feed):
            if self.should_stop():
                return None
            step, steps = (epoch - phase.first) * self.batches + batch, (phase.stop - phase.first) * self.batches
            rate = phase.rate * learning_rate(plan, step, steps)
            self.optimizer.learning_rate = rate
            loss, right = self.steps.train(images, labels)
            loss_sum, hits = loss_sum + _converging(float(loss)), hits + float(right)
            seen = batch + 1
            if self.reporter.is_due or seen == self.batches:  # a short epoch is told of at its end at least
                speed = seen * plan.batch_size / (time.monotonic() - began)
                self.reporter.say(epoch=epoch, batch=seen, loss=loss_sum / seen, learning_rate=rate, rate=speed)
        return loss_sum / self.batches, hits / (self.batches * plan.batch_size), rate

    def _begin_cycle(self, cycle: int) -> None:
        """From the weights and the optimizer before the first one. May be done again, where a training is resumed."""
        self._fetch_learned()
        keeping.save_model(self.run, self.model, files.learned(cycle - 1))
        if cycle == 1:
            files.write_bytes(self.run.path(files.BEFORE_STYLES), self.run.path(files.CHECKPOINT).read_bytes())
        else:
            keeping.restore_checkpoint(self.run, self.twin, self.optimizer, files.BEFORE_STYLES)

    def _seed_dropout(self, epoch: int) -> None:
        """The seed and the epoch alone decide what is silenced: a checkpoint does not hold where dropout's luck was."""
        states = [layer.seed_generator.state for layer in _layers(self.twin) if isinstance(layer, keras.layers.Dropout)]
        luck = np.random.default_rng([self.recipe.seed, epoch, 1])
        for state in states:
            state.assign(luck.integers(2**32, size=2, dtype=np.uint32))

    def _finish_epoch(self, loss: float, accuracy: float, rate: float, began: float) -> None:
        self._fetch_weights()
        val_loss, val_accuracy = self.steps.validate(self.validation)
        seconds = time.monotonic() - began
        epoch = Epoch(len(self.history) + 1, loss, accuracy, _converging(val_loss), val_accuracy, rate, seconds)
        # Left-out digits have MNIST's own styles: they would choose, of a later cycle, an epoch that has learned least.
        if self._phase(len(self.history)).cycle or all(_rank(epoch) > _rank(earlier) for earlier in self.history):
            keeping.save_model(self.run, self.model)
        self.history.append(epoch)
        keeping.save_checkpoint(self.run, self.twin, self.optimizer, self.history)
        self.reporter.say(epoch=epoch.epoch, batch=0)

    def _has_converged(self) -> bool:
        patience = self.recipe.optimisation.patience
        best = max(self.history, key=_rank, default=None)
        return bool(patience and best and len(self.history) - best.epoch >= patience)

    def _phase(self, epoch: int) -> Phase:
        return next(phase for phase in phases(self.recipe) if epoch < phase.stop)

    def _fetch_weights(self) -> None:
        """Give the model what its twin learned; in a later cycle mixed with what others did, and what was before."""
        self._fetch_learned()
        cycle = self._phase(len(self.history)).cycle
        if cycle:
            shares = [1 - LEARNED] + (cycle - 1) * [LEARNED / cycle]
            keeping.mix_with(self.model, {self.run.path(files.learned(n)): share for n, share in enumerate(shares)})

    def _fetch_learned(self) -> None:
        """Give the model its twin's weights, or the moving average of those where the recipe keeps one."""
        self.model.set_weights(self.twin.get_weights())
        if self.recipe.optimisation.averaging:
            self.optimizer.finalize_variable_values(self.model.trainable_variables)

    def outcome(self, stopped: bool) -> Outcome:
        """Leave the two model files."""
        self.reporter.say(stage="exporting")
        self._choose_weights()
        self.run.path(files.METRICS).unlink(missing_ok=True)  # they tell of the model that is replaced now
        logits = self.steps.logits(self.validation)
        # Whoever stops a training does not want to wait; resumed to its end, it learns drawings too.
        temperature, weights = export(self.run, self.model, self.training, self.validation, logits, not stopped)
        return Outcome(
            stopped=stopped,
            epochs=len(self.history),
            parameters=int(self.model.count_params()),
            precision=precision(),
            weights=weights,
            temperature=temperature,
            validation_accuracy=accuracy(logits, self.validation),
            seconds=self.reporter.seconds,
            peak_memory=self.reporter.peak_memory,
        )

    def _choose_weights(self) -> None:
        """The best epoch's, or the last one's of the later cycles; before an epoch has ended, those that there are."""
        if self.history and self.run.path(files.MODEL).exists():
            keeping.load_weights(self.model, self.run.path(files.MODEL))
        else:
            self._fetch_weights()
            keeping.save_model(self.run, self.model)


def _layers(model: keras.Model) -> Iterator[keras.Layer]:
    """Those of the members of an ensemble too."""
    for layer in model.layers:
        yield from _layers(layer) if isinstance(layer, keras.Model) else (layer,)


def _converging(loss: float) -> float:
    """The loss, if it is a number. Raises TrainingError."""
    if not math.isfinite(loss):
        raise TrainingError("The loss is no longer a number: the training diverged. Lower the learning rate.")
    return loss


def _rank(epoch: Epoch) -> tuple[float, float]:
    """Epochs by validation accuracy, then by validation loss."""
    return epoch.val_accuracy, -epoch.val_loss
