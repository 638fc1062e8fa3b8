"""What a model gets right and wrong, as numbers: metrics, calibration, comparison, suspects, gallery, inspection,
neighbours, robustness, typicality. Everything starts from `Predictions`; nothing here draws, and only `kept` (results
of served models) and `marks` (what a person said of labels) touch the disk.
"""

from digitrec.evaluation.predictions import Predictions

__all__ = ["Predictions"]
