"""What a model gets right and wrong, as numbers: metrics, calibration, comparison, suspects, gallery, inspection,
robustness, typicality. Everything starts from `Predictions`; nothing here draws or reads a file.
"""

from digitrec.evaluation.predictions import Predictions

__all__ = ["Predictions"]
