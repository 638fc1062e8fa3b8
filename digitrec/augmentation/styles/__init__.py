"""Styles: digits drawn as people write them where MNIST's writers did not live, such as a 7 with a bar."""

from digitrec.augmentation.styles.choice import STYLES, restyles, styled
from digitrec.augmentation.styles.redrawing import redrawn

__all__ = ["STYLES", "redrawn", "restyles", "styled"]
