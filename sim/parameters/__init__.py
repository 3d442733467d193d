"""All numbers of the model, group by group; each is declared once, with its passport."""

from typing import NamedTuple

from sim.core.fields import built
from sim.core.parameters import defaults, groups
from sim.parameters.awareness import Awareness
from sim.parameters.cadre_time import CadreTime
from sim.parameters.demography import Demography
from sim.parameters.economy import Economy
from sim.parameters.grievances import Grievances
from sim.parameters.needs import Needs
from sim.parameters.self_governance import SelfGovernance
from sim.parameters.settlement import Settlement
from sim.parameters.trust import Trust
from sim.parameters.volunteering import Volunteering


class Parameters(NamedTuple):
    """Every parameter of the model; ``standard()`` gives the shipped values."""

    cadre_time: CadreTime
    needs: Needs
    trust: Trust
    grievances: Grievances
    settlement: Settlement
    self_governance: SelfGovernance
    volunteering: Volunteering
    economy: Economy
    demography: Demography
    awareness: Awareness


def standard() -> Parameters:
    """The shipped values of all parameters."""
    return built(Parameters, {name: defaults(group) for name, group in groups(Parameters).items()})
