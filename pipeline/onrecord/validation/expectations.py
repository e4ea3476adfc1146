"""Layer 4: the declared expectations of every table and the outcome of the SQL rules, run as one checkpoint.

Writes `expectations/<table>.json`, the suites that follow from the contract, and `data_docs/`, the site that shows
every expectation, into the report folder.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.validation.data_docs import make_offline
from onrecord.validation.files import Files
from onrecord.validation.outcome import VALUE_CHARS, Failure, Outcome, Rule, RuleResult
from onrecord_schema.tables import TABLES

#: The suite of the rules that are about no single table; its batch is the list of all failing rows.
_DATASET = "dataset"
#: Great Expectations dates every run; a report depends on no clock.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def meet_expectations(files: Files, outcome: Outcome, report: Path) -> list[RuleResult]:
    """Run the checkpoint and write the suites and the Data Docs; returns one result a table that could be read."""
    # First, for it turns analytics off before great_expectations is imported.
    from onrecord.validation.suites import declared, rule_expectation

    import great_expectations as gx  # isort: skip
    from great_expectations.data_context.types.base import (  # isort: skip
        DataContextConfig,
        InMemoryStoreBackendDefaults,
    )

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    # Without the site that a context otherwise makes for itself in a folder of its own.
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context = gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    site = report / "data_docs"
    for folder in (site, report / "expectations"):
        shutil.rmtree(folder, ignore_errors=True)
    (report / "expectations").mkdir()
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
    tables = context.data_sources.add_pandas_filesystem("tables", base_directory=files.folder)
    definitions = []
    for name in [*outcome.row_counts, _DATASET]:
        about = "" if name == _DATASET else name
        rules = [rule_expectation(result) for result in outcome.results if result.rule.table == about]
        expected = list(declared(TABLES[name])) if name in TABLES else []
        if expected:
            _save_suite(report / "expectations" / f"{name}.json", gx.ExpectationSuite(name=name, expectations=expected))
        path = f"{name}.parquet" if name in TABLES else "report/failures.parquet"
        batch = tables.add_parquet_asset(name).add_batch_definition_path("whole", path=path)
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=[*expected, *rules]))
        definition = gx.ValidationDefinition(name=name, data=batch, suite=suite)
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = context.checkpoints.add(gx.Checkpoint(name="onrecord", validation_definitions=definitions))
    run = checkpoint.run(run_id=gx.RunIdentifier(run_name="onrecord", run_time=_NO_TIME))
    _disarm(context.validation_results_store)
    # Once for all: the action that updates the site would build it anew for every table.
    context.build_data_docs()
    make_offline(site, files.folder)
    by_suite = {result.suite_name: result for result in run.run_results.values()}
    return [_result_of(name, by_suite[name]) for name in outcome.row_counts]


def _disarm(store: Any) -> None:
    """Make markup in the results inert: Data Docs write values from the tables into their pages as they are."""
    for key in store.list_keys():
        stored = store.get(key)
        for result in stored.results:
            result.result = _without_markup(result.result)
            result.exception_info = _without_markup(result.exception_info)
        store.set(key, stored)


def _without_markup(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate({ord("<"): "‹", ord(">"): "›"})
    if isinstance(value, dict):
        return {name: _without_markup(part) for name, part in value.items()}
    return [_without_markup(part) for part in value] if isinstance(value, list | tuple) else value


def _save_suite(path: Path, suite: Any) -> None:
    """Write a suite as Great Expectations reads it, without the ids it draws at random."""
    content = suite.to_json_dict()
    content["id"] = None
    for expectation in content["expectations"]:
        expectation["id"] = None
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _result_of(table: str, suite_result: Any) -> RuleResult:
    """The outcome of a table's declared expectations; the SQL rules among them have results of their own."""
    rule = Rule(f"GX-{table}", "critical", table, "expectation", f"The declared expectations of `{table}` are met.")
    declared = [result for result in suite_result.results if result.expectation_config.type != "expect_rule_to_hold"]
    failures = tuple(_failures(rule, [result for result in declared if not result.success]))
    return RuleResult(rule, len(declared), len(failures), failures)


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
