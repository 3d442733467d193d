"""What can go wrong with a cluster."""

from importlib.util import find_spec

from experiments.errors import StudyError


class ClusterFailed(StudyError):
    """Tasks that the cluster could not finish; what is finished by then is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; finished blocks are kept: the same command again does what is missing")


class NotInstalled(ValueError):
    """A launcher whose library is not there."""

    def __init__(self, library: str) -> None:
        super().__init__(f"launcher={library} needs {library}, which is not installed: pip install 'gongzhi[cluster]'")


def check_installed(library: str) -> None:
    """Raise ``NotInstalled`` where the library cannot be found."""
    if find_spec(library) is None:
        raise NotInstalled(library)
