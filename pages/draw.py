"""Draw a digit and see it read."""

from digitrec import runs
from digitrec.ui import canvas, routing
from digitrec.ui.reading import draw_page

if routing.enter("draw"):
    canvas.arrive()
draw_page(runs.served_runs())
