"""What models are called on a page."""


def titled(name: str) -> str:
    return {"cnn": "CNN", "ann": "ANN"}.get(name, name)
