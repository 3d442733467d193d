"""The measures, one module each; ``registry()`` also finds measures that other packages bring.

A third party adds a measure by an entry point in the group ``gongzhi.policies`` that names a ``Policy`` class.
"""

from importlib.metadata import entry_points

from sim.core.names import check_name
from sim.policies.base import Policy, from_settings, key_of, settings
from sim.policies.burden_reduction import BurdenReduction
from sim.policies.commendation import Commendation
from sim.policies.micro_grids import MicroGrids

__all__ = ["BurdenReduction", "Commendation", "MicroGrids", "Policy", "find", "from_settings", "registry", "settings"]

OWN: tuple[type[Policy], ...] = (MicroGrids, BurdenReduction, Commendation)
"""In the order of the department's report."""


def registry() -> dict[str, type[Policy]]:
    """All measures by key, our own first."""
    found = {key_of(policy): policy for policy in OWN}
    for point in entry_points(group="gongzhi.policies"):
        policy = point.load()
        if not (isinstance(policy, type) and issubclass(policy, Policy)):
            raise TypeError(f"entry point '{point.name}' ({point.value}) is not a Policy")
        if key_of(policy) in found:
            raise ValueError(f"two measures are called '{key_of(policy)}'")
        found[key_of(policy)] = policy
    return found


def find(key: str) -> type[Policy]:
    """The measure with a key; ``UnknownName`` names the nearest one."""
    known = registry()
    check_name("policy", key, known)
    return known[key]
