"""Engines run shards in this process, in worker processes of this machine, or on a Dask cluster."""

from onrecord.builder.engines.cluster import DaskCluster
from onrecord.builder.engines.pools import Engine, InProcess, ProcessPool

__all__ = ["DaskCluster", "Engine", "InProcess", "ProcessPool"]
