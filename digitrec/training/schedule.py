"""Learning-rate schedules as plain functions of the step."""

import math

from digitrec.recipes import Optimisation

WARM_UP = 0.3
START = 1 / 25
END = 1e-3


def learning_rate(plan: Optimisation, step: int, steps: int) -> float:
    """The rate at one of `steps` batches, counted from 0.

    "one-cycle" climbs from 1/25 of the rate over the first 30 % and falls to 1/1000 (Smith and
    Topin, 'Super-convergence', 2018); "cosine" falls to 0 (Loshchilov and Hutter, 'SGDR', 2017).
    """
    done = step / max(steps - 1, 1)
    if plan.schedule == "cosine":
        return plan.learning_rate * _eased(1 - done)
    if plan.schedule == "one-cycle":
        return plan.learning_rate * _one_cycle(done)
    return plan.learning_rate


def _one_cycle(done: float) -> float:
    if done < WARM_UP:
        return START + (1 - START) * _eased(done / WARM_UP)
    return END + (1 - END) * _eased((1 - done) / (1 - WARM_UP))


def _eased(share: float) -> float:
    """Half a cosine wave from 0 to 1."""
    return (1 - math.cos(math.pi * share)) / 2
