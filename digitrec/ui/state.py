"""The keys of a person's session state, all in one place."""

PAGE = "page"
ROUTED = "routed"

# The Draw page
CANVAS_WIDGET = "canvas-widget"
BOARD = "board"
BRUSH = "brush"
MODEL = "model"
SIDE_BY_SIDE = "side-by-side"
OTHER_MODEL = "other-model"

# The Train page
RECIPE = "recipe-picker"
RUN_NAME = "run-name"
WATCHED = "watched"
STARTED = "started"
NOTICE = "notice"
START_FROM = "start-from"
BROWSER = "browser"
OVERLAID = "overlaid"
TURN_TO = "turn-to"


def field(recipe: str, path: str) -> str:
    """The key of one field of a recipe: each recipe keeps its own changes."""
    return f"field:{recipe}:{path}"
