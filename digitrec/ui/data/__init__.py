"""The Data page: MNIST itself, down to the single pixel."""
