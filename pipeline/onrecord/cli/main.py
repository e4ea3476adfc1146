"""The command line: `build-dataset [SOURCES]`, and its commands `validate`, `explain` and `evaluate`.

Exit codes: 0 built and valid; 1 a critical rule is broken (the tables are written all the same); 2 the call was wrong.
Commands import what they need when they run, so that --help answers at once.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from onrecord.cli.default_command import MainJobOrCommand

#: What glibc's `mallopt` calls the number of its arenas (malloc.h).
_M_ARENA_MAX = -8

_app = typer.Typer(
    cls=MainJobOrCommand, invoke_without_command=True, subcommand_metavar="| COMMAND [ARGS]...",
    context_settings={"allow_interspersed_args": True},
    pretty_exceptions_enable=False,
)  # fmt: skip

Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a dataset.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from onrecord import __version__

        typer.echo(__version__)
        raise typer.Exit


def _commands(incomplete: str) -> list[str]:
    """The commands that begin like this; a shell completes paths itself where there are none."""
    names = [str(command.name) for command in _app.registered_commands]
    return [name for name in names if name.startswith(incomplete)]


@_app.callback()
def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCES",
            help="A folder of saved articles, or files.",
            show_default="seeds",
            autocompletion=_commands,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder of the dataset; an existing dataset is replaced.")
    ] = Path("data"),
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes.", show_default="all cores")] = None,
    address: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler, such as tcp://10.0.0.1:8786; its nodes do the work.", show_default="none"),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Process every document, also those of an earlier build.")
    ] = False,
    model: Annotated[
        str | None, typer.Option(help="An installed spaCy pipeline.", show_default="small English")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=NUMBER", help="The most to read of an input, such as file_bytes=200MB."),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Log to stderr what is read, rejected and taken from the cache.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn a folder of saved news articles into a validated dataset."""
    from onrecord.cli.console import Console
    from onrecord.errors import OnRecordError
    from onrecord.inputs.limits import parse_limits

    try:
        limits = parse_limits(limit or [])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--limit") from None
    if verbose:
        _log_to_stderr()
    console = Console(is_quiet=quiet, as_json=as_json, has_log=verbose)
    try:
        from onrecord import build as build_dataset
        from onrecord.dataset.corrections import left_aside
        from onrecord.language import DEFAULT_MODEL

        for file in [] if quiet else left_aside(sources or []):
            typer.echo(f"{file} is not applied: corrections need their whole folder as the source", err=True)
        with console:
            result = build_dataset(
                sources or [Path("seeds")], out, workers=workers, address=address,
                cache=not no_cache, model=model or DEFAULT_MODEL, limits=limits, progress=console,
            )  # fmt: skip
    except OnRecordError as error:
        _refuse(error)
    except OSError as error:  # a full disk, a folder that may not be written
        _refuse(f"the dataset could not be written: {error}")
    console.close(result.outcome, result.out, result.report)
    raise typer.Exit(0 if result.outcome.is_valid else 1)


@_app.command("validate")
def validate(
    folder: Dataset,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also check every row against its model and every page's checksum.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check the tables of a dataset and write the report beside them."""
    from onrecord.cli.console import Console

    _need_dataset(folder)
    from onrecord.report import write_report
    from onrecord.validation import validate as validate_dataset

    console = Console(is_quiet=quiet, as_json=as_json)
    report = None
    with console:
        console.stage("validating")
        try:
            outcome = validate_dataset(folder, deep=deep)
        except OSError as error:
            _refuse(f"the tables could not be checked: {error}")
        unwritten = outcome.unwritten
        console.stage("reporting")
        try:
            report = write_report(folder, outcome) if unwritten is None else None
        except OSError as error:
            unwritten = str(error)
    console.close(outcome, folder, report)
    if unwritten is not None:
        typer.echo(f"the report could not be written: {unwritten}", err=True)
    raise typer.Exit(0 if outcome.is_valid else 1)


@_app.command("explain")
def explain(
    row_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a row, such as clm-0123456789abcdef.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset.")] = Path("data"),
) -> None:
    """Show a row, the words it comes from and how it was made."""
    from onrecord import explain as explanation
    from onrecord.cli.summary import printable
    from onrecord.errors import OnRecordError

    _need_dataset(out)
    try:
        typer.echo(printable(explanation(out, row_id)))
    except OnRecordError as error:
        _refuse(error)


@_app.command("evaluate")
def evaluate(
    folder: Dataset,
    gold: Annotated[Path, typer.Option(help="A gold file, or a folder of them; docs/gold.md describes their format.")],
    as_json: Json = False,
) -> None:
    """Score a dataset against annotations made by hand."""
    from onrecord.errors import OnRecordError
    from onrecord.evaluation import evaluate as evaluate_dataset
    from onrecord.evaluation.show import show

    try:
        show(evaluate_dataset(folder, gold), as_json=as_json)
    except OnRecordError as error:
        _refuse(error)


def _need_dataset(folder: Path) -> None:
    """Refuse a folder without tables: nobody wants a report among other files."""
    from onrecord_schema.tables import TABLES

    if not folder.is_dir():
        _refuse(f"{folder} is not a folder")
    try:
        has_tables = any((folder / f"{name}.parquet").exists() for name in TABLES)
    except PermissionError as error:
        _refuse(f"{folder} cannot be read: {error.strerror}")
    if not has_tables:
        _refuse(f"{folder} is not a dataset: it has none of the tables (claims.parquet, persons.parquet, ...)")


class Stopped(BaseException):
    """The person, or the system, asked the command to stop."""


#: The signal that asked the command to stop. Libraries turn the exception into others of their own.
_stopped_by: list[int] = []


def _stop(number: int, frame: FrameType | None) -> None:
    _stopped_by.append(number)
    raise Stopped


def _refuse(error: object) -> NoReturn:
    """End with one clear line and exit code 2."""
    if _stopped_by:
        raise Stopped
    typer.echo(f"build-dataset: {error}", err=True)
    raise typer.Exit(2)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("onrecord")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def _share_freed_memory() -> None:
    """Let threads reuse the memory that other threads freed; saves some 15 MB in a build."""
    with suppress(OSError, AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def main() -> None:
    """Run the command line."""
    # Arrow's other memory pools keep what was freed: 40 to 80 MB more in each process, and no faster.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    _share_freed_memory()
    if sys.flags.optimize > 1:
        sys.exit("build-dataset: Python runs without docstrings (-OO), which describe the tables; leave out one O")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        _app(prog_name="build-dataset")
    except OSError as error:  # of standard output: the commands refuse all others
        with suppress(OSError):
            typer.echo(f"build-dataset: the output cannot be written: {error.strerror or error}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be written at the end
        raise SystemExit(2) from None
    except BaseException:
        if not _stopped_by:
            raise
    if _stopped_by:
        with suppress(OSError):
            typer.echo("build-dataset: stopped", err=True)
        raise SystemExit(128 + _stopped_by[0])
