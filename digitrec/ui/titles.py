"""What models are called on a page."""


def titled(name: str) -> str:
    return {"cnn": "CNN", "ann": "ANN", "cnn-small": "Small CNN", "cnn-ensemble": "CNN ensemble"}.get(name, name)
