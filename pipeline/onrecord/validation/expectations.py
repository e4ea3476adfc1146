"""Layer 4: the declared expectations of every table and the outcome of the SQL rules, run as one checkpoint.

Writes `data_docs/`, the site that shows every expectation, into the report folder.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.validation.data_docs import make_offline
from onrecord.validation.files import Files
from onrecord.validation.outcome import VALUE_CHARS, Failure, Outcome, Rule, RuleResult
from onrecord.validation.parts import is_large, meet_in_parts
from onrecord_schema.tables import TABLES

#: The suite of the rules that are about no single table.
_DATASET = "dataset"
#: Great Expectations dates every run; a report depends on no clock.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Expectations:
    """The declared expectations of a dataset's tables: met first, shown when the rules' outcome is known."""

    def __init__(self) -> None:
        """Import what takes seconds to import, and make all that can be made before there is a table."""
        # First, for it turns analytics off before great_expectations is imported.
        from onrecord.validation.suites import declared_suite

        import great_expectations as gx  # isort: skip
        from onrecord.validation import checkpoint  # noqa: F401  for `meet`

        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        self._suites = {name: declared_suite(table) for name, table in TABLES.items()}
        self._context = _context(gx)
        self._run_id = gx.RunIdentifier(run_name="onrecord", run_time=_NO_TIME)
        self._results: dict[str, Any] = {}
        self._folder = Path()

    def meet(self, files: Files) -> tuple[RuleResult, ...]:
        """Run the checkpoint; returns one result a table that could be read."""
        import great_expectations as gx

        from onrecord.validation.checkpoint import unhurried_by_doubt
        from onrecord.validation.suites import declared_suite, suite_result

        self._folder, context, run_id = files.folder, self._context, self._run_id
        tables = context.data_sources.add_pandas_filesystem("tables", base_directory=files.folder)
        names = [name for name in TABLES if name in files.row_counts]
        definitions, results = [], {}
        with unhurried_by_doubt():
            for name in names:
                if is_large(files.path(name)):
                    found = meet_in_parts(context, files.path(name), declared_suite(TABLES[name], of_parts=True))
                    results[name] = suite_result(name, found, _meta(run_id))
                    continue
                batch = tables.add_parquet_asset(name).add_batch_definition_path("whole", path=f"{name}.parquet")
                suite = context.suites.add(self._suites[name])
                definition = gx.ValidationDefinition(name=name, data=batch, suite=suite)
                definitions.append(context.validation_definitions.add(definition))
            if definitions:
                checkpoint = context.checkpoints.add(gx.Checkpoint(name="onrecord", validation_definitions=definitions))
                run = checkpoint.run(run_id=run_id)
                results |= {result.suite_name: result for result in run.run_results.values()}
        self._results = {name: results[name] for name in names}
        return tuple(_result_of(name, result) for name, result in self._results.items())

    def show(self, outcome: Outcome, report: Path) -> None:
        """Write `data_docs/`, the site with every expectation and the outcome of every rule, into the report folder."""
        from onrecord.validation.checkpoint import unhurried_by_doubt
        from onrecord.validation.suites import rule_result, suite_result

        site = report / "data_docs"
        shutil.rmtree(site, ignore_errors=True)
        results = self._results | {_DATASET: suite_result(_DATASET, [], _meta(self._run_id))}
        for name, result in results.items():
            about = "" if name == _DATASET else name
            of_rules = [one for one in outcome.results if one.rule.layer != "expectation" and one.rule.table == about]
            result.results += [rule_result(one) for one in of_rules]
        _add_site(self._context, site)
        with unhurried_by_doubt():
            _store(self._context.validation_results_store, results, self._run_id)
            # Once for all: the action that updates the site would build it anew for every table.
            self._context.build_data_docs()
        make_offline(site, self._folder)


def _context(gx: Any) -> Any:
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    # Without the site that a context otherwise makes for itself in a folder of its own.
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context = gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    # Every table that is added would have the whole configuration written as YAML, which nobody reads.
    context.variables.save = _unsaved
    return context


def _unsaved() -> None: ...


def _add_site(context: Any, site: Path) -> None:
    backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(site)}
    context.add_data_docs_site(
        "data_docs",
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": backend,
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            # A validation's page shows its suite; the suites alone, and profiles, would be pages that say less.
            "site_section_builders": {"expectations": "None", "profiling": "None"},
        },
    )


def _meta(run_id: Any) -> dict[str, Any]:
    import great_expectations as gx

    return {
        "great_expectations_version": gx.__version__, "run_id": run_id, "validation_time": run_id.run_time,
        "batch_spec": {}, "batch_markers": {}, "active_batch_definition": {}, "batch_parameters": None,
    }  # fmt: skip


def _store(store: Any, results: Mapping[str, Any], run_id: Any) -> None:
    """Put the results where the Data Docs are built from, markup in them made inert: pages show values as they are."""
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    from onrecord.validation.suites import count

    for key in store.list_keys():
        store.remove_key(key)
    for name, result in results.items():
        count(result)
        for one in result.results:
            one.result = _without_markup(one.result)
            one.exception_info = _without_markup(one.exception_info)
        suite = ExpectationSuiteIdentifier(name=name)
        store.set(ValidationResultIdentifier(suite, run_id, batch_identifier=f"tables-{name}"), result)


def _without_markup(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate({ord("<"): "‹", ord(">"): "›"})
    if isinstance(value, dict):
        return {name: _without_markup(part) for name, part in value.items()}
    return [_without_markup(part) for part in value] if isinstance(value, list | tuple) else value


def _result_of(table: str, suite_result: Any) -> RuleResult:
    """The outcome of a table's declared expectations."""
    rule = Rule(f"GX-{table}", "critical", table, "expectation", f"The declared expectations of `{table}` are met.")
    failures = tuple(_failures(rule, [result for result in suite_result.results if not result.success]))
    return RuleResult(rule, len(suite_result.results), len(failures), failures)


def _failures(rule: Rule, results: list[Any]) -> Iterator[Failure]:
    for result in results:
        config = result.expectation_config
        column = config.kwargs.get("column") or config.kwargs.get("column_A") or ""
        found = result.result.get("partial_unexpected_list", result.result.get("observed_value", ""))
        if result.exception_info.get("raised_exception", False) or not result.result:
            found = "could not be evaluated"
        count = result.result.get("unexpected_count")
        value = f"{config.type}: {found if count is None else f'{count} unexpected: {found}'}"
        yield Failure(rule.id, rule.severity, rule.table, "", column, value[:VALUE_CHARS])
