"""Styles: digits drawn as people write them where MNIST's writers did not live, such as a 7 with a bar."""

from digitrec.augmentation.styles.choice import STYLES, Lots, lots, restyles, styled
from digitrec.augmentation.styles.redrawing import redrawn

__all__ = ["STYLES", "Lots", "lots", "redrawn", "restyles", "styled"]
