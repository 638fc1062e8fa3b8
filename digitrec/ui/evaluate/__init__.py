"""The Evaluate page: from a number to its reasons, down to the single digit."""

from digitrec.ui.evaluate.page import show

__all__ = ["show"]
