"""Processes the documents that the cache lacks, on an engine, shard by shard. Every document ends in a shard."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from onrecord.builder.engines import DaskCluster, Engine
from onrecord.builder.tasks import Planned, Shard
from onrecord.builder.workplace import Cache
from onrecord.document.shard_files import finished, write_shard

_log = logging.getLogger(__name__)
#: Few enough that a lost shard costs seconds, enough to be worth a file.
DOCUMENTS_PER_SHARD = 16


def process_documents(
    wanted: Mapping[str, Planned], cache: Cache, engine: Engine, done: Callable[[int], None]
) -> list[Path]:
    """Make sure that every document is in a shard of the cache; returns those shards, in order.

    `done` is told how many more documents are finished. Raises ModelError if there is something to do and the model
    cannot be used, OSError if a shard cannot be written.
    """
    present = finished(cache.shards)
    missing = [(key, planned) for key, planned in wanted.items() if key not in present]
    done(len(wanted) - len(missing))
    for key, planned in wanted.items():
        if key in present:
            _log.info("%s is in the cache", planned.found.path)
    # Nodes of a cluster may reach the folder through a network, where SQLite cannot share a file.
    paragraphs = None if isinstance(engine, DaskCluster) else cache.paragraphs
    shards = [
        Shard(tuple(missing[first : first + DOCUMENTS_PER_SHARD]), cache.model, cache.shards, paragraphs)
        for first in range(0, len(missing), DOCUMENTS_PER_SHARD)
    ]
    for shard, _, failure in engine.map(shards):
        if failure is not None:
            keys, failed = zip(*((key, planned.failed(failure)) for key, planned in shard.items), strict=True)
            write_shard(shard.path, keys, failed)
        for _, planned in shard.items:
            _log.info("processed %s", planned.found.path)
        done(len(shard.items))
    present = finished(cache.shards)
    return sorted({present[key] for key in wanted})
