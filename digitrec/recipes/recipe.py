"""A recipe: every choice that a training makes, as one frozen value that is saved as JSON."""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from digitrec.errors import RecipeError
from digitrec.recipes.fields import number, problems_of
from digitrec.recipes.parts import ARCHITECTURES, Ann, Architecture, Augmentation, Cnn, Data, Optimisation

TRAINING_DIGITS = 60_000
PARTS = ("architecture", "optimisation", "data", "augmentation")
WORDS = ("name", "stands_for", "published")
# A run is called <recipe>-<n>, and a run's name is at most 60 characters.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")


@dataclass(frozen=True)
class Recipe:
    """Every hyper-parameter of one training; checked when it is made.

    Raises RecipeError, with a sentence for each field at fault.
    """

    name: str
    architecture: Architecture = Ann()
    optimisation: Optimisation = Optimisation()
    data: Data = Data()
    augmentation: Augmentation = Augmentation()
    seed: int = number(0, 0, 2**31 - 1, "Seed", "Decides every random choice: same seed, same training.")
    stands_for: str = field(default="", compare=False)
    published: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        problems = self._problems()
        if problems:
            message = "; ".join(f"{path}: {problem}" for path, problem in problems.items())
            raise RecipeError(f"The recipe {self.name} cannot be trained: {message}", problems)

    def _problems(self) -> dict[str, str]:
        found = {word: "Give it in letters." for word in WORDS if not isinstance(getattr(self, word), str)}
        if not found and not _NAME.fullmatch(self.name):
            found["name"] = "Choose 1 to 50 letters, digits, '-' or '_', beginning with a letter or digit."
        found |= problems_of(self)
        for part in PARTS:
            found |= {f"{part}.{name}": text for name, text in problems_of(getattr(self, part)).items()}
        return found or self._contradictions()

    def _contradictions(self) -> dict[str, str]:
        found = {}
        plan, trained = self.optimisation, training_digits(self.data)
        if plan.batch_size > trained:
            found["optimisation.batch_size"] = f"Choose at most {trained}: there are no more training digits."
        if plan.patience and plan.schedule == "one-cycle":
            found["optimisation.patience"] = "Choose 0: a one-cycle schedule must run to its end to pay."
        if plan.patience >= plan.epochs:
            found["optimisation.patience"] = f"Choose less than the {plan.epochs} epochs, or it can never stop early."
        if plan.patience and plan.styled_epochs:
            found["optimisation.patience"] = "Choose 0: the styled epochs at the end must be reached."
        if plan.cycles > 1 and not plan.styled_epochs:
            found["optimisation.cycles"] = "Choose 1, or how many styled epochs each cycle has."
        elif plan.first_epochs <= 0:
            most = (plan.epochs - 1) // plan.cycles
            found["optimisation.styled_epochs"] = f"Choose at most {most}, or 0: all epochs see the styles."
        elif plan.plain_epochs > plan.first_epochs:
            found["optimisation.plain_epochs"] = (
                f"Choose at most {plan.first_epochs}: there are no more epochs before the styled ones."
            )
        if isinstance(self.architecture, Cnn) and self.architecture.kernel % 2 == 0:
            found["architecture.kernel"] = "Choose an odd number: an even window has no middle."
        elif isinstance(self.architecture, Cnn) and self.architecture.side_left < 1:
            found["architecture.padding"] = "Choose same: so many windows without padding leave nothing of the picture."
        return found


def ensemble_of(recipe: Recipe, members: int) -> Recipe:
    """So many networks of the recipe's kind, side by side. Raises RecipeError unless it is a single CNN's."""
    architecture = recipe.architecture
    if not isinstance(architecture, Cnn) or architecture.members > 1:
        raise RecipeError(f"Only single CNNs can be joined to an ensemble, which {recipe.name} is not.")
    together = dataclasses.replace(architecture, members=members)
    return dataclasses.replace(recipe, name=f"{recipe.name}-ensemble", architecture=together, seed=0)


def training_digits(data: Data) -> int:
    """How many digits are trained on."""
    return round((TRAINING_DIGITS - round(TRAINING_DIGITS * data.validation)) * data.share)


def kind_of(architecture: Architecture) -> str:
    """The architecture's key in ARCHITECTURES."""
    return next(kind for kind, made in ARCHITECTURES.items() if type(architecture) is made)


def to_dict(recipe: Recipe) -> dict[str, Any]:
    """The recipe as what JSON can hold; `from_dict` is its inverse."""
    plain = dataclasses.asdict(recipe)
    return plain | {"architecture": {"kind": kind_of(recipe.architecture), **plain["architecture"]}}


def from_dict(plain: Mapping[str, Any]) -> Recipe:
    """The recipe that `to_dict` wrote. Raises RecipeError for anything else."""
    try:
        architecture = dict(plain["architecture"])
        kind = ARCHITECTURES[architecture.pop("kind")]
        parts = {"optimisation": Optimisation, "data": Data, "augmentation": Augmentation}
        made: dict[str, Any] = {name: _made(part, plain[name]) for name, part in parts.items()}
        rest = {k: v for k, v in plain.items() if k not in PARTS}
        return Recipe(architecture=_made(kind, architecture), **made, **rest)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise RecipeError(f"This is not a recipe that this version understands ({error}).") from error


def _made(part: type[Any], plain: Mapping[str, Any]) -> Any:
    floats = {f.name for f in dataclasses.fields(part) if isinstance(f.default, float)}
    return part(**{name: _as_held(value, name in floats) for name, value in plain.items()})


def _as_held(value: Any, as_float: bool) -> Any:
    """JSON has no tuples, and people write 1 where 1.0 is meant."""
    if isinstance(value, list):
        return tuple(value)
    return float(value) if as_float and type(value) is int else value


def difference(one: Recipe, other: Recipe) -> list[tuple[str, str, str]]:
    """Each field that sets two recipes apart: its path, and its value in either ("" where it has none)."""
    a, b = _flat(to_dict(one)), _flat(to_dict(other))
    paths = [path for path in {**a, **b} if path.partition(".")[0] in (*PARTS, "seed")]
    return [(path, str(a.get(path, "")), str(b.get(path, ""))) for path in paths if a.get(path) != b.get(path)]


def _flat(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Nested values by their path."""
    found: dict[str, Any] = {}
    for name, value in plain.items():
        inner = _flat(value) if isinstance(value, dict) else None
        found |= {name: value} if inner is None else {f"{name}.{path}": v for path, v in inner.items()}
    return found


def with_settings(recipe: Recipe, settings: Iterable[str]) -> Recipe:
    """The recipe with each "path=value" applied, such as "augmentation.rotation=20".

    "architecture.kind=cnn" starts again from that architecture's defaults. Raises RecipeError
    for an unknown path or a value that does not fit.
    """
    plain = to_dict(recipe)
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals:
            raise RecipeError(f"Write a setting as path=value, such as optimisation.epochs=3, not {setting!r}.")
        _set(plain, path.strip(), text.strip())
    return from_dict(plain)


def _set(plain: dict[str, Any], path: str, text: str) -> None:
    if path == "architecture.kind" and text in ARCHITECTURES:
        plain["architecture"] = {"kind": text, **dataclasses.asdict(ARCHITECTURES[text]())}
        return
    part, _, name = path.rpartition(".")
    holder = plain.get(part) if part else plain
    if not isinstance(holder, dict) or isinstance(holder.get(name), (dict, type(None))) or path == "name":
        raise RecipeError(f"{path!r} is no setting of this recipe; {_nearby(plain, part)}")
    holder[name] = _parsed(text, holder[name], path)


def _nearby(plain: dict[str, Any], part: str) -> str:
    holder = plain.get(part)
    names = [f"{part}.{name}" for name in holder] if isinstance(holder, dict) else [*PARTS, "seed"]
    return f"it has {', '.join(names)}."


def _parsed(text: str, old: Any, path: str) -> Any:
    try:
        if isinstance(old, bool):
            return {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}[text.lower()]
        if isinstance(old, (list, tuple)):
            return tuple(int(v) for v in text.strip("[]()").split(",") if v.strip())
        return text if isinstance(old, str) else _number(text)
    except (KeyError, ValueError) as error:
        raise RecipeError(f"{path} cannot be {text!r}.", {path: "This is not a value of its kind."}) from error


def _number(text: str) -> float:
    """Whole where it can be, as a field may hold 20 now and take 20.5; the field itself refuses what it cannot."""
    try:
        return int(text)
    except ValueError:
        return float(text)
