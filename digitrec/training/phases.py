"""The one or two phases of a training: digits of MNIST's own styles first, then those of the world."""

from dataclasses import dataclass

from digitrec.augmentation.feed import styles_of, without_styles
from digitrec.recipes import Augmentation, Recipe

# A second cycle that climbs as high as the first forgets what that one has learned.
SECOND_RATE = 0.5
# What is served is so much of the weights that the styled epochs learn, and the rest of those before them, which
# forgets less of MNIST (Wortsman et al., 'Robust fine-tuning of zero-shot models', 2022).
LEARNED = 0.7


@dataclass(frozen=True)
class Phase:
    """The epochs from `first` to before `stop`, with a cycle of the learning rate, `rate` times the recipe's.

    They see digits changed as the augmentation says, and from `plain_from` on only in its styles, to close the gap
    between augmented and real digits (He et al., 'Data augmentation revisited', 2019).
    """

    first: int
    stop: int
    plain_from: int
    rate: float
    augmentation: Augmentation

    def seen(self, epoch: int) -> Augmentation:
        """How the digits of an epoch are changed."""
        return styles_of(self.augmentation) if epoch >= self.plain_from else self.augmentation


def phases(recipe: Recipe) -> tuple[Phase, ...]:
    """The recipe's phases; of two, the last alone sees the styles."""
    plan, augmentation = recipe.optimisation, recipe.augmentation
    turn, end = plan.epochs - plan.styled_epochs, plan.epochs
    if turn == end:
        return (Phase(0, end, end - plan.plain_epochs, 1.0, augmentation),)
    plain = min(plan.plain_epochs, plan.styled_epochs // 2)
    before = Phase(0, turn, turn - plan.plain_epochs, 1.0, without_styles(augmentation))
    return before, Phase(turn, end, end - plain, SECOND_RATE, augmentation)
