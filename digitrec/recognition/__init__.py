"""Recognition: reading digits with a trained model, by LiteRT."""

from digitrec.recognition.answers import Answer, Digit, read
from digitrec.recognition.recogniser import Outputs, Recogniser, recogniser_for

__all__ = ["Answer", "Digit", "Outputs", "Recogniser", "read", "recogniser_for"]
