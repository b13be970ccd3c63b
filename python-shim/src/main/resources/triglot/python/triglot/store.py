"""The models that are known by name, and their files."""

from triglot._host import call, triglot
from triglot._records import Progress, StoredModel, snapshot
from triglot._tasks import wait

__all__ = ["default_model", "folder", "models", "path", "pull", "remove", "verify"]


def models():
    """All models of the catalog, with what is here of each: a list of StoredModel."""
    return [snapshot(StoredModel, model) for model in call(triglot.store().list)]


def default_model():
    """The name of the model that open() takes where none is named."""
    return str(call(triglot.store().defaultModel))


def folder():
    """The folder that holds the files."""
    return str(call(triglot.store().folder))


def path(name):
    """Where the file of a model is, or will be."""
    return str(call(triglot.store().path, name))


def pull(name, *, progress=None):
    """Downloads a model unless it is here, and checks it; returns the file's path.

    Args:
        progress: called with a Progress now and then; what it raises stops the download, which goes on from there
            the next time
    """
    return str(wait(call(triglot.store().startPull, name), progress))


def verify(name, *, progress=None):
    """Hashes a stored file; False where it is damaged."""
    told = None if progress is None else lambda now: progress(snapshot(Progress, now))
    return call(triglot.store().verify, name, told)


def remove(name):
    """Removes a model's file; False where there was none."""
    return call(triglot.store().remove, name)
