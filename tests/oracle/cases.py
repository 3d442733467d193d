"""What happens to a case 案件 wherever it is: it is made, brought, moved up, petitioned about, docked, ended."""

from typing import TYPE_CHECKING

from sim.agents.resident import RULES
from tests.oracle.arithmetic import months_on_the_way
from tests.oracle.matters import Case, Grievance
from tests.oracle.people import CADRE, TOWNSHIP

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

FAMILY, NEIGHBOURS, LAND, VILLAGE, LABOUR, CONTRACT, OTHER = range(7)
TYPES = ("family", "neighbours", "land", "village", "labour", "contract", "other")
FIT_FOR_PETITION = (LAND, VILLAGE, LABOUR)
FIT_FOR_SUIT = (FAMILY, LABOUR, CONTRACT)
COUNTY_CENTRE = 2


def both_know_rules(grievance: Grievance) -> bool:
    """Do both sides know the village rules? The collective does."""
    if not grievance.owner.knows(RULES):
        return False
    if grievance.other is None:
        return grievance.kind in (LAND, VILLAGE)
    return grievance.other.knows(RULES)


def make_case(county: "PlainCounty", grievance: Grievance) -> Case:
    """A case at the village, ready at once."""
    g = grievance
    case = Case(g.owner, g.kind, g.born, g.severity, g.other, tier=0, ready=county.month, since=county.month)
    county.case_list.append(case)
    return case


def bring(county: "PlainCounty", grievance: Grievance, u: float) -> None:
    """Count what comes to a third party, and write it down or not."""
    county.count("grievances.brought", grievance.village)
    county.note("brought", *grievance.name)
    if u < county.parameters.grievances.record:
        county.count("grievances.recorded", grievance.village)
        county.count(f"grievances.recorded_{TYPES[grievance.kind]}", grievance.village)
        county.note("recorded", *grievance.name)


def petition(county: "PlainCounty", case: Case) -> None:
    """The event, whichever way it came about."""
    case.petitions += 1
    case.village.petitions += 1
    county.count("settlement.petitions", case.village)
    county.note("petition", *case.name)


def to_township(county: "PlainCounty", case: Case) -> None:
    """A petition takes a case from the village to the township; nothing is lost on that way."""
    u0 = county.draw("settlement.transfer", case.owner.person, (case.born * 8 + case.kind) * 4)[0]
    move_up(county, case, months_on_the_way(case.village.days, u0))


def move_up(county: "PlainCounty", case: Case, months: int) -> None:
    """To the next tier, where the case is ready after so many months."""
    case.tier += 1
    case.attempts = 0
    case.ready = case.since = county.month + months


def court_sends_on(county: "PlainCounty", grievance: Grievance, later: int) -> bool:
    """Does the court send a suit to mediation first? ``later`` is 1 for a case, 0 for a suit filed at once."""
    sub = (grievance.born * 8 + grievance.kind) * 2 + later
    return county.draw("settlement.docking", grievance.owner.person, sub)[0] < county.levers.docking[0]


def dock(county: "PlainCounty", case: Case) -> None:
    """To the county centre, from next month."""
    case.docked = 1
    case.tier = COUNTY_CENTRE
    case.attempts = 0
    case.ready = case.since = county.month + 1
    county.count("settlement.docked", case.village)
    county.note("docked", *case.name)


def channel_of(case: Case) -> int:
    """The channel by which people judge the office that hears it."""
    return CADRE if case.tier == 0 else TOWNSHIP


def end(county: "PlainCounty", case: Case, how: str) -> None:
    """The case leaves the table; ``how`` is its counter."""
    case.final = True
    county.count(f"settlement.{how}", case.village)
    county.note(how, *case.name)
