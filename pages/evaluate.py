"""See where a model is wrong, down to the single digit."""

from digitrec.ui import evaluate, routing

routing.enter("evaluate")
evaluate.show()
