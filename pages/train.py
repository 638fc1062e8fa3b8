"""Train a recipe, watch it, stop it, keep it."""

from digitrec.ui import routing, training_page

routing.enter("train")
training_page.show()
