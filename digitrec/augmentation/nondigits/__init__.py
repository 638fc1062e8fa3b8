"""Non-digits: letters, signs, doodles and scribbles, drawn as the app draws strokes, to learn what is no digit.

Their kinds are split in two: a rule is learned and its threshold chosen on CHOOSING; REPORTING only ever measures it.
"""

from digitrec.augmentation.nondigits.kinds import CHOOSING, REPORTING, non_digits

__all__ = ["CHOOSING", "REPORTING", "non_digits"]
