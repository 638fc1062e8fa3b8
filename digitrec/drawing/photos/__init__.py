"""A photo of writing on paper becomes its ink: light, ruling, dirt and tilt are taken away."""

from digitrec.drawing.photos.paper import darkness
from digitrec.drawing.photos.ruling import is_ruled
from digitrec.drawing.photos.sheet import written_on_sheet

__all__ = ["darkness", "is_ruled", "written_on_sheet"]
