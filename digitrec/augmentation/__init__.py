"""Augmentation: digits changed at random, a whole batch at once, for training and for its preview."""

from digitrec.augmentation.batch import augment

__all__ = ["augment"]
