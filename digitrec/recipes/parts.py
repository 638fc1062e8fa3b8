"""The parts of a recipe: an architecture, how it is optimised, on what data, how augmented."""

from dataclasses import dataclass

from digitrec.recipes.fields import choice, number, numbers, switch

STEMS = ("alike", "single", "strided")
MOST_CYCLES = 8
ACTIVATIONS = ("relu", "gelu", "silu", "tanh", "sigmoid")


@dataclass(frozen=True)
class Linear:
    """One dense layer of ten sigmoid units and no hidden layer."""


@dataclass(frozen=True)
class Ann:
    """Dense hidden layers only (a multilayer perceptron)."""

    hidden: tuple[int, ...] = numbers(
        (128, 64), 1, 4096, 6, "Hidden layers", "Units of each hidden layer, from the picture to the answer."
    )
    activation: str = choice("relu", ACTIVATIONS, "Activation")
    dropout: float = number(0.0, 0.0, 0.9, "Dropout", "Share of the units silenced at each step.")
    batch_norm: bool = switch(False, "Batch normalisation")


@dataclass(frozen=True)
class Cnn:
    """Stages of convolutions, each ended by what halves the picture, then a dense layer."""

    filters: tuple[int, ...] = numbers(
        (32, 64), 1, 512, 4, "Filters", "Filters of each stage; after each stage the picture is halved."
    )
    convolutions: int = number(1, 1, 4, "Convolutions per stage")
    kernel: int = number(3, 1, 7, "Kernel", "Width and height of a convolution's window.")
    stem: str = choice(
        "alike",
        STEMS,
        "First stage",
        "Like the others, a single convolution, or one of 5 × 5 that halves by its stride.",
    )
    padding: str = choice("same", ("same", "valid"), "Padding", "Valid loses a convolution's rim, and saves its time.")
    halving: str = choice(
        "pooling",
        ("pooling", "stride"),
        "Halving",
        "By the largest of each four, or a 5 × 5 convolution of stride 2.",
    )
    pooling: str = choice("flatten", ("flatten", "average"), "After the last stage")
    dense: int = number(128, 0, 2048, "Dense units", "Units of the dense layer before the answer; 0 leaves it out.")
    activation: str = choice("relu", ACTIVATIONS, "Activation")
    dropout: float = number(0.0, 0.0, 0.9, "Dropout", "Share of the units silenced at each step.")
    batch_norm: bool = switch(False, "Batch normalisation")
    members: int = number(1, 1, 10, "Members", "So many networks learn side by side; the mean of their logits answers.")

    @property
    def stages(self) -> list["Stage"]:
        stems = [self.stem, *["alike"] * (len(self.filters) - 1)]
        counts = {"alike": self.convolutions, "single": 1, "strided": 0}
        return [
            Stage(filters, counts[stem], stem == "strided" or self.halving == "stride")
            for filters, stem in zip(self.filters, stems, strict=True)
        ]

    @property
    def side_left(self) -> int:
        """Pixels along a side of what the last stage leaves of the picture; below 1 where nothing is left."""
        side = 28
        for stage in self.stages:
            side -= stage.convolutions * (self.kernel - 1) if self.padding == "valid" else 0
            side = -(-side // 2) if stage.strided else side // 2
        return side


@dataclass(frozen=True)
class Stage:
    """So many plain convolutions, and what halves the picture: one more of stride 2, or pooling."""

    filters: int
    convolutions: int
    strided: bool


@dataclass(frozen=True)
class LeNet5:
    """LeCun et al., 'Gradient-based learning applied to document recognition' (1998)."""

    activation: str = choice("tanh", ACTIVATIONS, "Activation")


@dataclass(frozen=True)
class ResNet:
    """A small residual network after He et al., 'Identity mappings in deep residual networks' (2016)."""

    depth: int = number(1, 1, 6, "Depth", "Residual blocks in each of the three stages.")
    width: int = number(16, 4, 64, "Width", "Filters of the first stage; each later stage doubles them.")
    dropout: float = number(0.0, 0.0, 0.9, "Dropout", "Share of the features silenced at each step.")


Architecture = Linear | Ann | Cnn | LeNet5 | ResNet
ARCHITECTURES: dict[str, type[Architecture]] = {
    "linear": Linear,
    "ann": Ann,
    "cnn": Cnn,
    "lenet5": LeNet5,
    "resnet": ResNet,
}


@dataclass(frozen=True)
class Optimisation:
    """How the weights are found."""

    optimizer: str = choice("adam", ("adam", "adamw", "sgd", "rmsprop"), "Optimizer")
    learning_rate: float = number(0.001, 1e-6, 10.0, "Learning rate", "The highest that the schedule reaches.")
    schedule: str = choice(
        "constant", ("constant", "cosine", "one-cycle"), "Schedule", "How the learning rate changes over the training."
    )
    momentum: float = number(0.9, 0.0, 0.999, "Momentum", "Of stochastic gradient descent; the others have their own.")
    batch_size: int = number(128, 8, 4096, "Batch size")
    epochs: int = number(10, 1, 500, "Epochs", "How often every training digit is seen.")
    patience: int = number(
        0, 0, 100, "Early stopping", "Stop after so many epochs without a better validation accuracy; 0 never does."
    )
    plain_epochs: int = number(
        0,
        0,
        500,
        "Plain epochs",
        "So many epochs at the end see the digits unchanged but for their style.",
    )
    styled_epochs: int = number(
        0,
        0,
        500,
        "Styled epochs",
        "So many epochs at the end are a smaller cycle, and they alone see the styles; 0: all epochs do.",
    )
    cycles: int = number(
        1,
        1,
        MOST_CYCLES,
        "Cycles",
        "So many such cycles, each from the weights before them; the mean of their ends is served.",
    )
    weight_decay: float = number(0.0, 0.0, 1.0, "Weight decay")
    label_smoothing: float = number(0.0, 0.0, 0.5, "Label smoothing", "How much of the label goes to the other digits.")
    averaging: float = number(
        0.0, 0.0, 0.9999, "Weight averaging", "Decay of the weights' moving average that is served; 0 serves the last."
    )

    @property
    def first_epochs(self) -> int:
        """The epochs before the smaller cycles."""
        return self.epochs - self.cycles * self.styled_epochs


@dataclass(frozen=True)
class Data:
    """Which of MNIST's 60,000 training digits are trained on, and whether non-digits are too."""

    validation: float = number(0.2, 0.01, 0.5, "Validation share", "Left out of training, for choosing.")
    share: float = number(1.0, 0.01, 1.0, "Share of the training digits", "Of those that are not left out.")
    non_digits: bool = switch(
        True, "Drawings", "Learn at the end what people draw, and what is no digit; it takes some seconds."
    )


@dataclass(frozen=True)
class Augmentation:
    """The most by which a digit is changed before training sees it; 0 leaves that change out.

    From `flags` on: the share of the digits named that are first drawn in another style, where that can be done.
    """

    rotation: float = number(0.0, 0.0, 45.0, "Rotation", "Degrees, to either side.")
    zoom: float = number(0.0, 0.0, 0.5, "Zoom", "Share by which its width and its height change, each by itself.")
    shift: float = number(0.0, 0.0, 8.0, "Shift", "Pixels across and down, each to either side.")
    shear: float = number(0.0, 0.0, 45.0, "Shear", "Degrees of slant, to either side.")
    elastic: float = number(0.0, 0.0, 4.0, "Elastic distortion", "Pixels that a point may wander; few go farther.")
    thickness: float = number(0.0, 0.0, 0.7, "Stroke thickness", "Pixels by which a stroke's edge moves out or in.")
    noise: float = number(0.0, 0.0, 0.5, "Noise", "Standard deviation of the noise, where white is 1.")
    erasing: float = number(0.0, 0.0, 1.0, "Random erasing", "Chance that a digit loses a patch.")
    flip: bool = switch(False, "Flip", "A mirrored 2 is no digit any more, and a 6 comes near a 9: it misleads.")
    flags: float = number(0.0, 0.0, 1.0, "1s with a flag", "Share of the 1s that get a flag, and some of them a foot.")
    bars: float = number(0.0, 0.0, 1.0, "7s with a bar", "Share of the 7s that get a bar, and some of them a hook.")
    tails: float = number(0.0, 0.0, 1.0, "9s with a tail", "Share of the 9s whose stem ends in a curl to the left.")
    loops: float = number(
        0.0, 0.0, 1.0, "Small loops", "Share of the 6s and 9s whose loop shrinks, and of the 2s that get one."
    )
    fours: float = number(0.0, 0.0, 1.0, "Other 4s", "Share of the 4s that are closed, opened, cut short or narrowed.")
    zeros: float = number(0.0, 0.0, 1.0, "Other 0s", "Share of the 0s that get a slash, a curl or a tail.")
    allographs: float = number(
        0.0, 0.0, 1.0, "Other hands", "Share of all digits that are written anew, in the forms of hands from anywhere."
    )
