"""Work without end is ended, in the main thread and in the threads of a cluster's workers."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.builder.run_shards import at_most


def work_without_end() -> None:
    with at_most(0.05):
        while True:
            pass


def test_work_without_end_is_ended() -> None:
    with pytest.raises(TimeoutError, match=r"longer than 0\.05 seconds"):
        work_without_end()


def test_work_without_end_in_another_thread_is_ended() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(TimeoutError, match=r"longer than 0\.05 seconds"):
        pool.submit(work_without_end).result()


def test_a_limit_that_is_kept_leaves_no_alarm_behind() -> None:
    with at_most(5):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
