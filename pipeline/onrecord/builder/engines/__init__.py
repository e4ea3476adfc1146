"""Engines: shards of documents in, one file a shard out, in this process, in a pool of processes, or on a cluster."""

from onrecord.builder.engines.pools import Engine, InProcess, ProcessPool

__all__ = ["Engine", "InProcess", "ProcessPool"]
