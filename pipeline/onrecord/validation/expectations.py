"""Runs the suites of the tables as one Great Expectations checkpoint, and writes its pages, the Data Docs.

Importing this module takes seconds, so `expectations_process` runs it in a process of its own, which reads tasks as
lines of JSON and writes the answers as such.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported

import great_expectations as gx
import pandas as pd
import pyarrow.parquet as pq
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)

from onrecord.validation.data_docs import make_offline
from onrecord.validation.suites import OF_WHOLE_TABLES, suite_of
from onrecord_schema.tables import TABLES

#: Rows and uncompressed bytes above which a table is read in parts, and what a part has at most. As Python objects the
#: bytes are a few times as many.
PART_ROWS, PART_BYTES = 16_384, 4 * 2**20
#: Bytes of a column that are read at a time, however large its row group is.
_BUFFER_BYTES = 2**17
#: Unexpected values that a result lists.
_SHOWN = 20
_RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": _SHOWN}
#: Great Expectations dates every run; a report must not depend on the clock.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_SEVERITIES = ("critical", "warning", "info")


class Expectations:
    """The expectations of one dataset: first its tables are checked, then the pages are written."""

    def __init__(self) -> None:
        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        self._context = gx.get_context(
            mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores)
        )
        self._context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        self._frames = self._context.data_sources.add_pandas("frames")
        self._run_id = gx.RunIdentifier(run_name="onrecord", run_time=_NO_TIME)
        self._results: dict[str, Any] = {}
        self._folder = Path()

    def do(self, task: dict[str, Any]) -> Any:
        """The answer to a task of `expectations_process`, as JSON has it."""
        if task["task"] == "check_tables":
            return self.check_tables(Path(task["folder"]), task["tables"])
        return self.write_data_docs(Path(task["site"]), task["rules"])

    def check_tables(self, folder: Path, names: list[str]) -> dict[str, dict[str, Any]]:
        """Run the checkpoint: table -> number of expectations checked, and (column, expected, found) of failures."""
        self._folder = folder
        tables = self._context.data_sources.add_pandas_filesystem("tables", base_directory=folder)
        definitions, results = [], {}
        for name in names:
            path = folder / f"{name}.parquet"
            if _is_large(path):
                results[name] = self._check_in_parts(path, suite_of(TABLES[name]))
                continue
            batch = tables.add_parquet_asset(name).add_batch_definition_path("whole", path=path.name)
            suite = self._context.suites.add(gx.ExpectationSuite(**suite_of(TABLES[name])))
            definition = gx.ValidationDefinition(name=name, data=batch, suite=suite)
            definitions.append(self._context.validation_definitions.add(definition))
        if definitions:
            checkpoint = gx.Checkpoint(
                name="onrecord", validation_definitions=definitions, result_format=_RESULT_FORMAT
            )
            run = self._context.checkpoints.add(checkpoint).run(run_id=self._run_id)
            results |= {result.suite_name: result for result in run.run_results.values()}
        self._results = {name: results[name] for name in names}
        return {
            name: {
                "checked": len(result.results),
                "failures": [_failure(one) for one in result.results if not one.success],
            }
            for name, result in self._results.items()
        }

    def write_data_docs(self, site: Path, rules: list[tuple[str, str | None]]) -> None:
        """Write a page for each table, and one for the rules: (severity, what is wrong, null if the rule holds)."""
        shutil.rmtree(site, ignore_errors=True)
        self._results["rules"] = self._check_rules(rules)
        self._context.add_data_docs_site("data_docs", _site(site))
        # Stored anew with markup made inert: the pages show values as they are.
        store = self._context.validation_results_store
        for key in store.list_keys():
            store.remove_key(key)
        for name, result in self._results.items():
            for one in result.results:
                one.result, one.exception_info = _without_markup(one.result), _without_markup(one.exception_info)
            suite = ExpectationSuiteIdentifier(name=name)
            store.set(ValidationResultIdentifier(suite, self._run_id, batch_identifier=f"tables-{name}"), result)
        self._context.build_data_docs()
        make_offline(site, self._folder)

    def _check_rules(self, rules: list[tuple[str, str | None]]) -> Any:
        """The expectation that no rule is broken, for each severity."""
        frame = pd.DataFrame(
            {kind: [line if of == kind else None for of, line in rules] for kind in _SEVERITIES}, dtype="object"
        )
        expectations = [gx.expectations.ExpectColumnValuesToBeNull(column=kind, severity=kind) for kind in _SEVERITIES]
        return self._validate(frame, gx.ExpectationSuite(name="rules", expectations=expectations), len(rules))

    def _check_in_parts(self, path: Path, suite: dict[str, Any]) -> Any:
        """The result over a table too large for memory, added up from its parts.

        That a key is unique, which parts cannot show, is left to the SQL rules.
        """
        parts = [one for one in suite["expectations"] if one["type"] not in OF_WHOLE_TABLES]
        made = gx.ExpectationSuite(**suite | {"expectations": parts})
        total: Any = None
        # A batch and its engine refer to each other, and keep the rows until they are collected as garbage. To look for
        # it among all that was imported would take as long as the part.
        gc.freeze()
        try:
            for frame in _parts(path):
                found = self._validate(frame, made)
                total = found if total is None else _sum(total, found)
                gc.collect()
        finally:
            gc.unfreeze()
        return total

    def _validate(self, frame: Any, suite: Any, shown: int = _SHOWN) -> Any:
        name = f"{suite.name}-{len(self._frames.assets)}"
        asset = self._frames.add_dataframe_asset(name)
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(batch_parameters={"dataframe": frame})
        result = batch.validate(suite, result_format=_RESULT_FORMAT | {"partial_unexpected_count": shown})
        self._frames.delete_asset(name)
        result.meta |= {"run_id": self._run_id, "validation_time": _NO_TIME, "batch_spec": {}, "batch_markers": {}}
        return result


def _is_large(path: Path) -> bool:
    metadata = pq.read_metadata(path)
    return bool(metadata.num_rows > PART_ROWS or _bytes_of(metadata) > PART_BYTES)


def _bytes_of(metadata: Any) -> int:
    return sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))


def _parts(path: Path) -> Iterator[Any]:
    with pq.ParquetFile(path, buffer_size=_BUFFER_BYTES) as parquet:
        row_bytes = _bytes_of(parquet.metadata) / max(parquet.metadata.num_rows, 1)
        rows = int(min(PART_ROWS, max(1024, PART_BYTES / max(row_bytes, 1))))
        for batch in parquet.iter_batches(batch_size=rows, use_threads=False):
            yield batch.to_pandas()


def _sum(total: Any, part: Any) -> Any:
    """The result over the rows of both."""
    for one, other in zip(total.results, part.results, strict=True):
        if not other.success:
            one.success = False
            one.exception_info = other.exception_info
        for name in ("element_count", "missing_count", "unexpected_count"):
            if name in other.result:
                one.result[name] = one.result.get(name, 0) + other.result[name]
        if "partial_unexpected_list" in other.result:
            values = [*one.result.get("partial_unexpected_list", ()), *other.result["partial_unexpected_list"]]
            one.result["partial_unexpected_list"] = values[:_SHOWN]
        if "unexpected_count" in one.result:
            present = one.result.get("element_count", 0) - one.result.get("missing_count", 0)
            one.result["unexpected_percent"] = 100 * one.result["unexpected_count"] / max(present, 1)
    met = sum(bool(one.success) for one in total.results)
    total.success = met == len(total.results)
    total.statistics |= {
        "successful_expectations": met,
        "unsuccessful_expectations": len(total.results) - met,
        "success_percent": 100 * met / max(len(total.results), 1),
    }
    return total


def _failure(result: Any) -> tuple[str, str, str]:
    """(column, expected, found) of an expectation that was not met."""
    kwargs = {name: value for name, value in result.expectation_config.kwargs.items() if name != "batch_id"}
    column = kwargs.pop("column", kwargs.get("column_A", ""))
    stated = ", ".join(f"{name} {value}" for name, value in kwargs.items())
    expected = result.expectation_config.type.removeprefix("expect_").replace("_", " ")
    if result.exception_info.get("raised_exception", False) or not result.result:
        found = "could not be evaluated"
    else:
        found = str(result.result.get("partial_unexpected_list", result.result.get("observed_value", "")))
        if "unexpected_count" in result.result:
            found = f"{result.result['unexpected_count']} unexpected: {found}"
    return column, f"{expected}: {stated}" if stated else expected, found


def _without_markup(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate({ord("<"): "‹", ord(">"): "›"})
    if isinstance(value, dict):
        return {name: _without_markup(part) for name, part in value.items()}
    return [_without_markup(part) for part in value] if isinstance(value, list | tuple) else value


def _site(site: Path) -> dict[str, Any]:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(site)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        # A validation's page shows its suite; pages of suites alone, and of profiles, would show less.
        "site_section_builders": {"expectations": "None", "profiling": "None"},
    }


def _serve() -> None:
    """Answer tasks until there are no more; what is printed by others does not disturb the answers."""
    answers, sys.stdout = sys.stdout, sys.stderr
    expectations = Expectations()
    for line in sys.stdin:
        try:
            answer = {"answer": expectations.do(json.loads(line))}
        except OSError as error:  # of the disk; any other error ends this process, and comes up again in the caller's
            answer = {"error": str(error)}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    _serve()
