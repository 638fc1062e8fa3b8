"""A photo of writing on paper becomes its ink: light, ruling, dirt and tilt are taken away."""

from digitrec.drawing.photos.sheet import written_on_sheet

__all__ = ["written_on_sheet"]
