"""What can be known without opening a model."""

import os

from triglot._host import call, triglot
from triglot._records import Device, MemoryEstimate, ModelInfo, snapshot


def inspect(name):
    """Describes a model's file without reading its weights: a ModelInfo."""
    return snapshot(ModelInfo, call(triglot.inspect, os.fspath(name)))


def estimate_memory(name, *, context_length=0, kv_cache_type="f16", batch_size=512):
    """What a model and one session of it will take, in bytes: a MemoryEstimate."""
    options = {"contextLength": context_length, "kvCacheType": kv_cache_type, "batchSize": batch_size}
    return snapshot(MemoryEstimate, call(triglot.memoryEstimate, os.fspath(name), options))


def devices():
    """Where models can be computed; the first one is the default: a list of Device."""
    return [snapshot(Device, device) for device in call(triglot.devices)]
