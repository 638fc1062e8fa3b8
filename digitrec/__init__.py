"""Draw digits, train models on MNIST, and look into what they get wrong.

The modules follow the data's way: dataset, drawing, augmentation, architectures,
training, runs, recognition, evaluation, figures.
"""

__version__ = "0.1.0"
