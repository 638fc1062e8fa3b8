"""Recognition: reading digits with a trained model, by LiteRT."""

from digitrec.recognition.answers import Answer, Digit, read, read_all
from digitrec.recognition.recogniser import Outputs, Recogniser, recogniser_for

__all__ = ["Answer", "Digit", "Outputs", "Recogniser", "read", "read_all", "recogniser_for"]
