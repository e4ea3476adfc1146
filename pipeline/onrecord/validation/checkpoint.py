"""Runs a checkpoint at a fraction of its usual cost: what cannot have changed within the run is not looked at again.

Great Expectations derives an expectation's configuration from its fields some eighty times a run, compares every suite
and definition with its stored copy before each use, keeps every result as JSON, asks of each string in it whether it is
one of twenty kinds of numbers, names every metric by a digest of a converted copy of what it is of, and makes objects
enough to keep the garbage collector busy. Here everything was made a moment ago and belongs to nobody else, and the
results are stored once they are whole. The results are the same, and a test holds them against a plain run's.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from great_expectations import util
from great_expectations.checkpoint import Checkpoint
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.freshness_diagnostics import (
    CheckpointFreshnessDiagnostics,
    ExpectationSuiteFreshnessDiagnostics,
    ValidationDefinitionFreshnessDiagnostics,
)
from great_expectations.core.id_dict import IDDict
from great_expectations.core.validation_definition import ValidationDefinition
from great_expectations.data_context.store import ValidationResultsStore
from great_expectations.expectations.expectation import Expectation

_FRESH: dict[type[Any], type[Any]] = {
    Checkpoint: CheckpointFreshnessDiagnostics,
    ValidationDefinition: ValidationDefinitionFreshnessDiagnostics,
    ExpectationSuite: ExpectationSuiteFreshnessDiagnostics,
}


_PLAIN = frozenset({str, int, bool, type(None)})


@contextmanager
def unhurried_by_doubt() -> Iterator[None]:
    """While entered nothing is collected, stored or compared with a stored copy, no configuration is made twice."""
    was_enabled = gc.isenabled()
    derived, freshness = Expectation.configuration, {kind: kind.is_fresh for kind in _FRESH}
    store_results, converted = ValidationResultsStore.store_validation_results, util.convert_to_json_serializable
    digest = IDDict.to_id
    known: dict[int, tuple[Any, Any]] = {}

    def configuration(expectation: Any) -> Any:
        if id(expectation) not in known:  # held with its configuration, so that its id is not given again
            known[id(expectation)] = expectation, derived.fget(expectation)
        return known[id(expectation)][1]

    def identity(parts: Any, id_keys: Any = None, id_ignore_keys: Any = None) -> Any:
        if len(parts) > 1 and id_keys is None and id_ignore_keys is None and not parts._id_ignore_keys:
            with suppress(TypeError):  # of what is no JSON as it is
                return json.dumps(parts, sort_keys=True)
        return digest(parts, id_keys, id_ignore_keys)

    gc.disable()
    IDDict.to_id = identity
    ValidationResultsStore.store_validation_results = _stored_later
    util.convert_to_json_serializable = lambda data: data if type(data) in _PLAIN else converted(data)
    Expectation.configuration = property(configuration)
    for kind, diagnostics in _FRESH.items():
        kind.is_fresh = _always(diagnostics)
    try:
        yield
    finally:
        IDDict.to_id = digest
        Expectation.configuration = derived
        ValidationResultsStore.store_validation_results = store_results
        util.convert_to_json_serializable = converted
        for kind, original in freshness.items():
            kind.is_fresh = original
        if was_enabled:
            gc.enable()


def _always(diagnostics: type[Any]) -> Callable[[Any], Any]:
    return lambda _: diagnostics(errors=[])


def _stored_later(*_: Any, **__: Any) -> None:
    """The rules' outcome joins the results before the site is built of them."""
