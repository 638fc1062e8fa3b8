"""The phases of a training: digits of MNIST's own styles first, then, in smaller cycles, those of the world."""

from dataclasses import dataclass

from digitrec.augmentation.feed import styles_of, without_styles
from digitrec.recipes import Augmentation, Recipe

# A later cycle that climbs as high as the first forgets what that one has learned.
LATER_RATE = 0.5
# What is served is so much of the weights that the later cycles learn, the mean of theirs (Wortsman et al., 'Model
# soups', 2022), and the rest of those before them, which forgets less of MNIST (Wortsman et al., 'Robust fine-tuning
# of zero-shot models', 2022).
LEARNED = 0.7


@dataclass(frozen=True)
class Phase:
    """The epochs from `first` to before `stop`, with a cycle of the learning rate, `rate` times the recipe's.

    They see digits changed as the augmentation says, and from `plain_from` on only in its styles, to close the gap
    between augmented and real digits (He et al., 'Data augmentation revisited', 2019). The `cycle` is 0 for what comes
    first; the others, from 1 on, all begin with the weights that it ends with.
    """

    first: int
    stop: int
    plain_from: int
    rate: float
    augmentation: Augmentation
    cycle: int = 0

    def seen(self, epoch: int) -> Augmentation:
        """How the digits of an epoch are changed."""
        return styles_of(self.augmentation) if epoch >= self.plain_from else self.augmentation


def phases(recipe: Recipe) -> tuple[Phase, ...]:
    """The recipe's phases; of several, the first does not see the styles."""
    plan, augmentation = recipe.optimisation, recipe.augmentation
    turn, length = plan.first_epochs, plan.styled_epochs
    if not length:
        return (Phase(0, turn, turn - plan.plain_epochs, 1.0, augmentation),)
    before = Phase(0, turn, turn - plan.plain_epochs, 1.0, without_styles(augmentation))
    plain = min(plan.plain_epochs, length // 2)
    stops = range(turn + length, plan.epochs + 1, length)
    later = (
        Phase(stop - length, stop, stop - plain, LATER_RATE, augmentation, cycle)
        for cycle, stop in enumerate(stops, start=1)
    )
    return before, *later
