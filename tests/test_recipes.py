"""Recipes: to JSON and back, settings as text, and every value that does not fit."""

import dataclasses
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.errors import RecipeError
from digitrec.recipes import (
    ARCHITECTURES,
    PRESETS,
    RECIPES,
    Ann,
    Augmentation,
    Cnn,
    Data,
    LeNet5,
    Linear,
    Optimisation,
    Recipe,
    ResNet,
    ensemble_of,
    from_dict,
    kind_of,
    recipe_named,
    to_dict,
    training_digits,
    with_settings,
)

EVERY_PART = {"optimisation": Optimisation, "data": Data, "augmentation": Augmentation}
# The seed, and every field of every part that has a range: (path, a recipe that has it, the field).
NUMBERS = [
    (f"{part}.{field.name}", recipe, field)
    for part, recipe in [
        *((part, Recipe("r")) for part in EVERY_PART),
        *(("architecture", Recipe("r", made())) for made in ARCHITECTURES.values()),
    ]
    for field in fields(getattr(recipe, part))
    if "low" in field.metadata
]
SINGLE = [(path, recipe, field) for path, recipe, field in NUMBERS if not isinstance(field.default, tuple)]
LISTS = [(path, recipe, field) for path, recipe, field in NUMBERS if isinstance(field.default, tuple)]


def values(field: "dataclasses.Field[Any]") -> st.SearchStrategy[Any]:
    """Everything that a field allows."""
    about = field.metadata
    if "options" in about:
        return st.sampled_from(about["options"])
    if isinstance(field.default, bool):
        return st.booleans()
    if isinstance(field.default, tuple):
        return st.lists(st.integers(about["low"], about["high"]), min_size=1, max_size=about["most"]).map(tuple)
    if isinstance(field.default, int):
        return st.integers(about["low"], about["high"])
    return st.floats(about["low"], about["high"])


def parts(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{field.name: values(field) for field in fields(kind)})


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Any recipe that does not contradict itself."""
    architecture = draw(st.sampled_from(list(ARCHITECTURES.values())).flatmap(parts))
    if isinstance(architecture, Cnn):
        architecture = dataclasses.replace(architecture, kernel=architecture.kernel | 1)
        architecture = dataclasses.replace(
            architecture, padding="same" if architecture.side_left < 1 else architecture.padding
        )
    data = draw(parts(Data))
    plan = dataclasses.replace(draw(parts(Optimisation)), patience=0, plain_epochs=0, styled_epochs=0, cycles=1)
    plan = dataclasses.replace(plan, batch_size=min(plan.batch_size, training_digits(data)))
    return Recipe("any", architecture, plan, data, draw(parts(Augmentation)), draw(st.integers(0, 2**31 - 1)))


def problems(recipe: Recipe, *settings: str) -> dict[str, str]:
    with pytest.raises(RecipeError) as caught:
        with_settings(recipe, settings)
    return caught.value.problems


@given(recipes())
def test_json_gives_back_the_recipe(recipe: Recipe) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(recipe)))) == recipe


@given(recipes())
def test_settings_read_what_a_recipe_holds(recipe: Recipe) -> None:
    plain = to_dict(recipe)
    kind = plain["architecture"].pop("kind")
    settings = [f"architecture.kind={kind}", f"seed={recipe.seed}"]
    settings += [f"{part}.{name}={value}" for part in plain if isinstance(plain[part], dict)
                 for name, value in plain[part].items()]  # fmt: skip
    assert with_settings(Recipe("any"), settings) == recipe


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_that_comes_along_is_kept_whole(name: str) -> None:
    recipe = from_dict(to_dict(recipe_named(name)))
    assert recipe == RECIPES[name]
    assert (recipe.stands_for, recipe.published) == (RECIPES[name].stands_for, RECIPES[name].published)
    assert recipe.stands_for


def test_the_published_networks_have_their_published_form() -> None:
    assert RECIPES["ann-128-64"].architecture == Ann(hidden=(128, 64))
    assert RECIPES["ann-128-64"].optimisation == Optimisation(optimizer="adam", epochs=30)
    assert RECIPES["ann-128-64"].data == Data(validation=0.2)
    assert [kind_of(RECIPES[name].architecture) for name in ("linear", "lenet5", "resnet")] == [
        "linear",
        "lenet5",
        "resnet",
    ]


def test_what_ships_leaves_5000_digits_out() -> None:
    assert training_digits(RECIPES["ann"].data) == training_digits(RECIPES["cnn"].data) == 55_000


def test_no_preset_flips() -> None:
    assert set(PRESETS) == {"none", "light", "strong", "hands"}
    assert not any(preset.flip for preset in PRESETS.values())
    assert PRESETS["none"] == Augmentation()


def test_an_unknown_recipe_is_refused_with_those_there_are() -> None:
    with pytest.raises(RecipeError, match=r"'resnet50'; choose one of linear, ann-128-64, .*cnn-ensemble\."):
        recipe_named("resnet50")


@pytest.mark.parametrize(("path", "recipe", "field"), SINGLE, ids=lambda value: value if isinstance(value, str) else "")
def test_both_ends_of_a_range_fit_and_what_lies_beyond_does_not(path: str, recipe: Recipe, field: Any) -> None:
    low, high = field.metadata["low"], field.metadata["high"]
    beyond = 1 if isinstance(field.default, int) else 1e-7
    for value in (low - beyond, high + beyond, "nan", "inf", "-inf"):
        assert list(problems(recipe, f"{path}={value}")) == [path]
    alone = type(getattr(recipe, path.partition(".")[0]))
    assert [getattr(alone(**{field.name: end}), field.name) for end in (low, high)] == [low, high]


@pytest.mark.parametrize(("path", "recipe", "field"), LISTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_list_has_its_ranges_too(path: str, recipe: Recipe, field: Any) -> None:
    low, high, most = (field.metadata[key] for key in ("low", "high", "most"))
    for value in ("", f"{low - 1}", f"{high + 1},1", ",".join(["1"] * (most + 1))):
        assert list(problems(recipe, f"{path}={value}")) == [path]
    longest = with_settings(recipe, [f"{path}={','.join([str(high)] * most)}"])
    assert getattr(longest.architecture, field.name) == (high,) * most


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("seed=-1", "Choose a whole number from 0 to 2147483647."),
        ("optimisation.epochs=2.5", "Choose a whole number from 1 to 500."),
        ("optimisation.learning_rate=0", "Choose a number from 1e-06 to 10."),
        ("optimisation.optimizer=adagrad", "Choose one of adam, adamw, sgd, rmsprop."),
        ("architecture.hidden=0", "Give 1 to 6 whole numbers from 1 to 4096, such as 128, 64."),
        ("augmentation.flip=perhaps", "This is not a value of its kind."),
        ("optimisation.batch_size=many", "This is not a value of its kind."),
        ("architecture.hidden=12,wide", "This is not a value of its kind."),
    ],
)
def test_a_value_that_does_not_fit_is_explained(setting: str, sentence: str) -> None:
    assert problems(Recipe("r"), setting) == {setting.partition("=")[0]: sentence}


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        (["data.share=0.01", "data.validation=0.5", "optimisation.batch_size=301"], "optimisation.batch_size"),
        (["optimisation.schedule=one-cycle", "optimisation.patience=2"], "optimisation.patience"),
        (["optimisation.epochs=3", "optimisation.patience=3"], "optimisation.patience"),
        (["architecture.kind=cnn", "architecture.kernel=4"], "architecture.kernel"),
        (["optimisation.epochs=3", "optimisation.plain_epochs=4"], "optimisation.plain_epochs"),
        (["optimisation.epochs=3", "optimisation.styled_epochs=3"], "optimisation.styled_epochs"),
        (
            ["optimisation.epochs=3", "optimisation.styled_epochs=2", "optimisation.plain_epochs=2"],
            "optimisation.plain_epochs",
        ),
        (["optimisation.patience=2", "optimisation.styled_epochs=2"], "optimisation.patience"),
        (["optimisation.cycles=2"], "optimisation.cycles"),
        (
            ["optimisation.epochs=4", "optimisation.styled_epochs=2", "optimisation.cycles=2"],
            "optimisation.styled_epochs",
        ),
        (
            [
                "architecture.kind=cnn",
                "architecture.filters=2,2,2",
                "architecture.padding=valid",
                "architecture.kernel=5",
            ],
            "architecture.padding",
        ),
    ],
)
def test_contradictions_are_refused(settings: list[str], path: str) -> None:
    assert list(problems(Recipe("r"), *settings)) == [path]


def test_as_many_digits_as_a_batch_are_enough() -> None:
    recipe = with_settings(Recipe("r"), ["data.share=0.01", "data.validation=0.5", "optimisation.batch_size=300"])
    assert training_digits(recipe.data) == recipe.optimisation.batch_size == 300


def test_all_problems_are_told_at_once() -> None:
    found = problems(Recipe("r"), "seed=-1", "augmentation.rotation=90", "data.share=0", "architecture.dropout=1")
    assert set(found) == {"seed", "augmentation.rotation", "data.share", "architecture.dropout"}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("augmentation.rotation=12.5", 12.5),
        ("augmentation.rotation=20", 20),
        ("augmentation.flip=ON", True),
        ("augmentation.flip=0", False),
        (" optimisation.epochs = 3 ", 3),
        ("architecture.hidden=(7, 5,)", (7, 5)),
        ("architecture.hidden=[9]", (9,)),
        ("optimisation.schedule=cosine", "cosine"),
    ],
)
def test_settings_are_read_as_people_write_them(setting: str, value: object) -> None:
    part, name = setting.partition("=")[0].strip().split(".")
    recipe = with_settings(RECIPES["ann-dropout"], [setting])
    assert getattr(getattr(recipe, part), name) == value


def test_a_decimal_field_holds_decimals() -> None:
    recipe = from_dict(to_dict(RECIPES["ann"]) | {"augmentation": {"rotation": 20}})
    rate = with_settings(recipe, ["optimisation.learning_rate=1"]).optimisation.learning_rate
    assert [type(value) for value in (recipe.augmentation.rotation, rate)] == [float, float]
    with pytest.raises(RecipeError):
        from_dict(to_dict(recipe) | {"data": {"share": 10**400}})


def test_another_architecture_starts_from_its_own_defaults() -> None:
    recipe = with_settings(RECIPES["ann"], ["architecture.kind=cnn", "architecture.dense=32"])
    assert recipe.architecture == Cnn(dense=32)
    kinds = [with_settings(recipe, [f"architecture.kind={kind}"]).architecture for kind in ARCHITECTURES]
    assert kinds == [Linear(), Ann(), Cnn(), LeNet5(), ResNet()]


@pytest.mark.parametrize(
    "setting",
    [
        "rotation=3",
        "augmentation.spin=3",
        "augmentation=3",
        "architecture.filters=8",
        "name=x",
        "seed.x=1",
        "=1",
        ".=1",
    ],
)
def test_an_unknown_setting_is_refused(setting: str) -> None:
    with pytest.raises(RecipeError, match="is no setting of this recipe; it has "):
        with_settings(Recipe("r"), [setting])


def test_the_settings_nearby_are_named() -> None:
    with pytest.raises(RecipeError, match=r"it has data\.validation, data\.share, data\.non_digits\."):
        with_settings(Recipe("r"), ["data.split=0.3"])


def test_a_setting_needs_a_value() -> None:
    with pytest.raises(RecipeError, match="Write a setting as path=value"):
        with_settings(Recipe("r"), ["optimisation.epochs"])


def test_an_unknown_architecture_is_refused() -> None:
    with pytest.raises(RecipeError):
        with_settings(Recipe("r"), ["architecture.kind=transformer"])


@pytest.mark.parametrize("path", ["", "architecture", "optimisation", "data", "augmentation"])
def test_unknown_keys_are_refused(path: str) -> None:
    plain = to_dict(Recipe("r"))
    (plain[path] if path else plain)["from_the_future"] = 1
    with pytest.raises(RecipeError, match="this version"):
        from_dict(plain)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_other_json_is_no_recipe(plain: Any) -> None:
    with pytest.raises(RecipeError):
        from_dict(plain)


@given(st.sampled_from(sorted(to_dict(Recipe("r")))), JSON)
def test_one_wrong_value_is_refused_or_kept(key: str, value: Any) -> None:
    try:
        recipe = from_dict(to_dict(Recipe("r")) | {key: value})
    except RecipeError:
        return
    assert value == {} or to_dict(recipe)[key] == value  # what an older recipe lacks has its default


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a.b", "é", "x" * 51, "-x", "a b", "<b>"])
def test_a_recipe_s_name_can_begin_a_run_s(name: str) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe(name)
    assert list(caught.value.problems) == ["name"]


def test_an_ensemble_is_a_recipe_of_several_members() -> None:
    joined = ensemble_of(dataclasses.replace(RECIPES["cnn"], seed=4), 3)
    assert joined == RECIPES["cnn-ensemble"]
    assert joined.architecture == dataclasses.replace(RECIPES["cnn"].architecture, members=3)


@pytest.mark.parametrize("name", ["ann", "cnn-ensemble"])
def test_only_single_cnns_are_joined(name: str) -> None:
    with pytest.raises(RecipeError, match=f"which {name} is not"):
        ensemble_of(RECIPES[name], 2)
