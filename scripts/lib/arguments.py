"""What the command lines of the scripts have in common."""

import argparse
import sys

import deployment
import repository
from steps import Failure


def parser(text: str, environment_required: bool = True) -> argparse.ArgumentParser:
    """`text` is the script's docstring: its first line is what --help begins with."""
    made = argparse.ArgumentParser(
        prog=f"scripts/{sys.argv[0].rpartition('/')[2]}",
        description=text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit 0: done. 1: a step failed, and is named. 2: a usage error.",
        allow_abbrev=False,
    )
    made.add_argument("--dry-run", action="store_true", help="name each step and what it would do; change nothing")
    made.add_argument(
        "--environment",
        required=environment_required,
        metavar="ENV",
        help=f"one of terraform/environments: {', '.join(deployment.names())}",
    )
    return made


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3600:
        raise ValueError(text)
    return value


def add_rollout(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--wait", type=_seconds, default=300.0, metavar="SECONDS", help="how long a version may take to be ready (300)"
    )
    made.add_argument(
        "--change-architecture",
        action="store_true",
        help="let the function run on the image's architecture if that is another one; afterwards set"
        " `architecture` of terraform/function to it, and apply",
    )


def load(made: argparse.ArgumentParser, given: argparse.Namespace) -> deployment.Deployment:
    try:
        return deployment.load(given.environment)
    except Failure as error:
        made.error(f"{error}")


def check_tag(made: argparse.ArgumentParser, tag: str) -> None:
    try:
        repository.check_build_tag(tag)
    except Failure as error:
        made.error(f"{error}")
