"""Augmentation: digits changed at random, a whole batch at once, for training and for its preview."""

from digitrec.augmentation.batch import augment
from digitrec.augmentation.styles import lots, restyles, styled

__all__ = ["augment", "lots", "restyles", "styled"]
