"""Runs a checkpoint at a fraction of its usual cost: what cannot have changed within the run is not looked at again.

Great Expectations derives an expectation's configuration from its fields some eighty times a run, compares every suite
and definition with its stored copy before each use, and makes objects enough to keep the garbage collector busy. Here
everything was made a moment ago and belongs to nobody else. On 202 expectations over tables of a few hundred rows
these three are two fifths of the time; the results are the same, and a test holds them against a plain run's.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from great_expectations.checkpoint import Checkpoint
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.freshness_diagnostics import (
    CheckpointFreshnessDiagnostics,
    ExpectationSuiteFreshnessDiagnostics,
    ValidationDefinitionFreshnessDiagnostics,
)
from great_expectations.core.validation_definition import ValidationDefinition
from great_expectations.expectations.expectation import Expectation

_FRESH: dict[type[Any], type[Any]] = {
    Checkpoint: CheckpointFreshnessDiagnostics,
    ValidationDefinition: ValidationDefinitionFreshnessDiagnostics,
    ExpectationSuite: ExpectationSuiteFreshnessDiagnostics,
}


@contextmanager
def unhurried_by_doubt() -> Iterator[None]:
    """While entered, nothing is collected, nothing compared with its stored copy, no configuration made twice."""
    was_enabled = gc.isenabled()
    derived, freshness = Expectation.configuration, {kind: kind.is_fresh for kind in _FRESH}
    known: dict[int, tuple[Any, Any]] = {}

    def configuration(expectation: Any) -> Any:
        if id(expectation) not in known:  # held with its configuration, so that its id is not given again
            known[id(expectation)] = expectation, derived.fget(expectation)
        return known[id(expectation)][1]

    gc.disable()
    Expectation.configuration = property(configuration)
    for kind, diagnostics in _FRESH.items():
        kind.is_fresh = _always(diagnostics)
    try:
        yield
    finally:
        Expectation.configuration = derived
        for kind, original in freshness.items():
            kind.is_fresh = original
        if was_enabled:
            gc.enable()


def _always(diagnostics: type[Any]) -> Callable[[Any], Any]:
    return lambda _: diagnostics(errors=[])
