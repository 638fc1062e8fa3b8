"""Recognition: reading digits with a trained model, by LiteRT."""

from digitrec.recognition.answers import Answer, Digit, read, second_guess, sureness
from digitrec.recognition.numbers import read_number
from digitrec.recognition.recogniser import Outputs, Recogniser, recogniser_for

__all__ = [
    "Answer",
    "Digit",
    "Outputs",
    "Recogniser",
    "read",
    "read_number",
    "recogniser_for",
    "second_guess",
    "sureness",
]
