"""The command line. Errors of use and of input are one line on standard error and exit code 2."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from digitrec.cli.evaluate import evaluate
from digitrec.cli.reading import models, predict
from digitrec.cli.results import results
from digitrec.cli.running import delete, export, rename, runs, stop
from digitrec.cli.train import merge, resume, train, work
from digitrec.errors import DigitrecError, TrainingError

INTERRUPTED = 130


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
def digitrec() -> None:
    """Draw digits and see them read; train models on MNIST; look into what they get wrong."""


for command in (train, resume, merge, work, evaluate, predict, models, runs, stop, rename, delete, export, results):
    digitrec.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    try:
        code = digitrec.main(arguments, prog_name="python -m digitrec", standalone_mode=False)
    except click.ClickException as error:
        _fail(error.format_message(), 2)
    except TrainingError as error:
        _fail(str(error), 1)
    except DigitrecError as error:
        _fail(str(error), 2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    sys.exit(code or 0)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"Error: {' '.join(message.split())}", err=True)
    sys.exit(code)
