"""The command line: `build-dataset [SOURCES] [--out DIR]`, `validate DIR`, `explain ID`, `evaluate DIR --gold GOLD`.

Answers --help at once: whatever is heavy is imported by the command that needs it. Exit codes: 0 built and every
critical rule met; 1 a critical rule failed (the tables are written all the same); 2 the call itself was wrong.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

#: What glibc's `mallopt` calls the number of its arenas (malloc.h).
_M_ARENA_MAX = -8


def _command() -> typer.Typer:
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")


_build, _validate, _explain, _evaluate = _command(), _command(), _command(), _command()

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from onrecord import __version__

        typer.echo(__version__)
        raise typer.Exit


@_build.command(
    epilog="Other commands: [bold]build-dataset validate DIR[/] checks tables that exist already; "
    "[bold]build-dataset explain ID[/] shows one row with its evidence; "
    "[bold]build-dataset evaluate DIR --gold GOLD[/] scores tables against what you marked by hand."
)
def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCES", help="A folder of saved articles, or files.", show_default="seeds"),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the dataset; one that is there is replaced.")] = Path("data"),
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes.", show_default="all cores")] = None,
    engine: Annotated[
        str | None, typer.Option(help="in-process, processes or dask.", show_default="by the number of documents")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="The Dask scheduler, such as tcp://10.0.0.1:8786.", show_default="none")
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Annotate everything anew.")] = False,
    model: Annotated[
        str | None, typer.Option(help="An installed spaCy pipeline.", show_default="small English")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=NUMBER", help="The most that is read of an input, such as file_bytes=200MB."),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn a folder of saved news articles into a validated dataset."""
    from onrecord.cli.console import Console
    from onrecord.errors import OnRecordError
    from onrecord.inputs.limits import parse_limits

    if engine not in (None, "in-process", "processes", "dask"):
        raise typer.BadParameter("choose in-process, processes or dask", param_hint="--engine")
    if (engine == "dask") != (address is not None):
        raise typer.BadParameter("the engine dask and its address need each other", param_hint="--address")
    try:
        limits = parse_limits(limit or [])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--limit") from None
    console = Console(quiet=quiet, as_json=as_json)
    try:
        from onrecord import build as build_dataset
        from onrecord.dataset.corrections import left_aside
        from onrecord.language import DEFAULT_MODEL

        for file in [] if quiet else left_aside(sources or []):
            typer.echo(f"{file} is not applied: it is about its folder as a whole, which was not given", err=True)
        with console:
            result = build_dataset(
                sources or [Path("seeds")], out, workers=workers, engine=engine, address=address,
                cache=not no_cache, model=model or DEFAULT_MODEL, limits=limits, progress=console,
            )  # fmt: skip
    except OnRecordError as error:
        _refuse(error)
    except OSError as error:  # a full disk, a folder that may not be written
        _refuse(f"the dataset could not be written: {error}")
    console.built(result)
    raise typer.Exit(0 if result.outcome.is_valid else 1)


@_validate.command()
def validate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the tables of a dataset.")],
    deep: Annotated[
        bool, typer.Option("--deep", help="Also read every row into its model again, and every page's checksum.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check the tables of a dataset, whoever wrote or edited them, and write the report beside them."""
    from onrecord.cli.console import Console

    _need_dataset(folder)
    from onrecord.report import write_report
    from onrecord.validation import validate as validate_dataset

    console = Console(quiet=quiet, as_json=as_json)
    report, unwritten = None, None
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
    console.validated(outcome, report)
    if unwritten is not None:
        typer.echo(f"the report could not be written: {unwritten}", err=True)
    raise typer.Exit(0 if outcome.is_valid else 1)


@_explain.command()
def explain(
    row_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a row, such as clm-0123456789abcdef.")],
    out: Annotated[Path, typer.Option(help="Folder of the dataset.")] = Path("data"),
) -> None:
    """Show one row, its evidence in its paragraph, and how it came about."""
    from onrecord.errors import OnRecordError
    from onrecord.explanation.explain import explain as explanation

    _need_dataset(out)
    try:
        text = explanation(out, row_id)
    except OnRecordError as error:
        _refuse(error)
    typer.echo(text)


@_evaluate.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the tables of a dataset.")],
    gold: Annotated[Path, typer.Option(help="A gold file, or a folder of them; their form is in docs/gold.md.")],
    as_json: Json = False,
) -> None:
    """Score tables against hand-made annotations: precision, recall, F1 by table and field, and every miss."""
    from onrecord.errors import OnRecordError
    from onrecord.evaluation import evaluate as evaluate_dataset
    from onrecord.evaluation.show import show

    try:
        show(evaluate_dataset(folder, gold), as_json=as_json)
    except OnRecordError as error:
        _refuse(error)


def _need_dataset(folder: Path) -> None:
    """Refuse a folder without a table: a report written into it would only be litter among somebody's files."""
    from onrecord_schema.tables import TABLES

    if not folder.is_dir():
        _refuse(f"{folder} is not a folder")
    try:
        has_tables = any((folder / f"{name}.parquet").exists() for name in TABLES)
    except PermissionError as error:
        _refuse(f"{folder} may not be looked into: {error.strerror}")
    if not has_tables:
        _refuse(f"{folder} holds no dataset: none of its tables is there (claims.parquet, persons.parquet, ...)")


def _refuse(error: object) -> NoReturn:
    """End with one clear line and exit code 2."""
    typer.echo(f"build-dataset: {error}", err=True)
    raise typer.Exit(2)


def _share_freed_memory() -> None:
    """Let threads use what other threads freed: glibc otherwise keeps it for each alone, some 15 MB in a build."""
    with suppress(OSError, AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def main() -> None:
    """Entry point: the command builds, unless the first word names one of its other commands."""
    # Arrow's other pools keep what was freed: 40 to 80 MB more in each process, which inherits this, and no faster.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    _share_freed_memory()
    name, *rest = sys.argv[1:] or [""]
    others = {"validate": _validate, "explain": _explain, "evaluate": _evaluate}
    if name in others:
        others[name](rest, prog_name=f"build-dataset {name}")
    else:
        _build(prog_name="build-dataset")
