"""The measures, one module each; ``registry()`` also finds measures that other packages bring.

A third party adds a measure by an entry point in the group ``gongzhi.policies`` that names a ``Policy`` class.
"""

from importlib.metadata import entry_points

from sim.core.names import check_name
from sim.policies.association_leadership import AssociationLeadership
from sim.policies.base import Policy, from_settings, key_of, settings
from sim.policies.burden_reduction import BurdenReduction
from sim.policies.cadre_pay import CadrePay
from sim.policies.collective_economy import CollectiveEconomy
from sim.policies.commendation import Commendation
from sim.policies.coordination import Coordination
from sim.policies.county_mediation_centre import CountyMediationCentre
from sim.policies.demonstration_sites import DemonstrationSites
from sim.policies.empowerment import Empowerment
from sim.policies.enterprise_relief import EnterpriseRelief
from sim.policies.grid_prevention import GridPrevention
from sim.policies.industry_chains import IndustryChains
from sim.policies.mediation_stations import MediationStations
from sim.policies.micro_grids import MicroGrids
from sim.policies.party_volunteers import PartyVolunteers
from sim.policies.petition_assessment import PetitionAssessment
from sim.policies.publicity import Publicity
from sim.policies.service_procurement import ServiceProcurement
from sim.policies.smart_platform import SmartPlatform
from sim.policies.social_work_talent import SocialWorkTalent
from sim.policies.village_rules import VillageRules

OWN: tuple[type[Policy], ...] = (
    VillageRules,
    MicroGrids,
    BurdenReduction,
    Empowerment,
    CadrePay,
    SmartPlatform,
    CollectiveEconomy,
    EnterpriseRelief,
    IndustryChains,
    AssociationLeadership,
    PartyVolunteers,
    SocialWorkTalent,
    ServiceProcurement,
    DemonstrationSites,
    GridPrevention,
    PetitionAssessment,
    MediationStations,
    CountyMediationCentre,
    Publicity,
    Coordination,
    Commendation,
)
"""In the order of the department's report."""

__all__ = ["OWN", "Policy", "find", "from_settings", "registry", "settings", *(policy.__name__ for policy in OWN)]


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
