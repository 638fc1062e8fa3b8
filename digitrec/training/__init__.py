"""Training: a run's recipe becomes model files. Only a training process imports this, as it loads TensorFlow."""

from digitrec.training.again import export_again
from digitrec.training.fitting import Outcome, merge, train

__all__ = ["Outcome", "export_again", "merge", "train"]
