"""Draw a digit and see it read, or show a number on paper."""

from digitrec import runs
from digitrec.ui import canvas, routing
from digitrec.ui.reading import draw_page
from digitrec.ui.upload import photo_section

if routing.enter("draw"):
    canvas.arrive()
models = runs.served_runs()
draw_page(models)
photo_section(models)
