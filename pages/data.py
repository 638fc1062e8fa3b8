"""Look at MNIST itself."""

from digitrec.ui import routing
from digitrec.ui.data import page

routing.enter("data")
page.show()
