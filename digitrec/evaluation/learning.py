"""What the curves of a training say about it."""

from collections.abc import Sequence

ENOUGH = 3
CLEAR_GAP = 0.01
STILL_RISING = 0.002


def verdict(accuracy: Sequence[float], val_accuracy: Sequence[float]) -> str:
    """A sentence on over- or underfitting, from the accuracies on training and validation digits, epoch by epoch.

    Augmentation and dropout may leave the training accuracy below the validation accuracy; that is no fault.
    """
    if len(val_accuracy) < ENOUGH:
        return "Too few epochs to tell whether it learned enough."
    gap = accuracy[-1] - val_accuracy[-1]
    if gap > CLEAR_GAP:
        return (
            f"Overfitting: it is {100 * gap:.1f} points better on the digits it trains on than on new ones. "
            "Try more augmentation or dropout, or fewer epochs."
        )
    last_quarter = max(1, len(val_accuracy) // 4)
    if max(val_accuracy) - max(val_accuracy[:-last_quarter]) > STILL_RISING:
        return "Still learning when it ended: more epochs would probably help."
    return "A good fit: it is about as good on new digits as on those it trains on."
