"""Allographs: the forms that hands from anywhere give to a digit, written anew rather than drawn on MNIST's own."""

from digitrec.augmentation.styles.allographs.to_four import four, one, three, two, zero
from digitrec.augmentation.styles.allographs.to_nine import eight, five, nine, seven, six
from digitrec.augmentation.styles.allographs.writing import Form, written

__all__ = ["FORMS", "Form", "written"]

FORMS: tuple[Form, ...] = (zero, one, two, three, four, five, six, seven, eight, nine)
