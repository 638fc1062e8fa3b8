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
PHOTO_FROM = "photo-from"
PHOTO_FILE = "photo-file"
PHOTO_TAKEN = "photo-taken"
PHOTO_MODEL = "photo-model"
PHOTO_READ = "photo-read"

# The Train page
RECIPE = "recipe-picker"
RUN_NAME = "run-name"
WATCHED = "watched"
BROUGHT = "brought"
STARTED = "started"
NOTICE = "notice"
START_FROM = "start-from"
BROWSER = "browser"
OVERLAID = "overlaid"
TURN_TO = "turn-to"

# The Evaluate page; the first group are names in the address, too.
EVALUATED = "evaluated"
AGAINST = "against"
DATA = "data"
AMONG = "among"
TRUE = "true"
READ = "read"
ORDER = "order"
CONFIDENCE = "confidence"
GALLERY_PART = "part"
SUSPECTS_PART = "suspects-part"
SHARES = "shares"
DIAGONAL = "diagonal"
OPENED = "digit"

UPLOAD = "upload"
UPLOADED = "uploaded-digits"
MATRIX = "matrix"
LOOK_AT = "look-at"
WITHOUT_MARKED = "without-marked"
TOLD = "told"
WISHES = "wishes"
IDLE = "idle"
TROUBLE = "trouble"
MEASURED = "measured"

# The Data page; the first three are also what the URL calls them
SPLIT = "split"
INDEX = "index"
LABEL = "label"
SAMPLES_PAGE = "samples-page"
AUGMENTED = "augmented-by"
AUGMENTED_SEED = "augmented-seed"


def field(recipe: str, path: str) -> str:
    """The key of one field of a recipe: each recipe keeps its own changes."""
    return f"field:{recipe}:{path}"
