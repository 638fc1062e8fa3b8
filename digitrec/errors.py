"""Everything that can go wrong for a reason a person can mend, as one family.

A message is a whole sentence that says what is wrong and what to do. The command
line prints it on one line, a page shows it; neither ever shows a traceback for it.
"""

from collections.abc import Mapping


class DigitrecError(Exception):
    """Base of every error that digitrec raises on purpose."""


class DatasetError(DigitrecError):
    """A data set is missing, damaged or not of the expected form."""


class DrawingError(DigitrecError):
    """A canvas drawing or a picture cannot be read."""


class RecipeError(DigitrecError):
    """A recipe is unknown, or some of its values are out of range or contradict each other.

    `problems` maps the path of each field at fault ("augmentation.rotation") to a sentence.
    """

    def __init__(self, message: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {})


class RunError(DigitrecError):
    """A run does not exist, is damaged, or does not allow what was asked of it."""


class ModelError(DigitrecError):
    """A model file is missing or damaged, or cannot be served."""


class TrainingError(DigitrecError):
    """A training cannot go on."""


class LimitError(DigitrecError):
    """The server's limit for trainings is met."""


class ReportError(DigitrecError):
    """A report cannot be written."""
