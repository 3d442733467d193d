"""What there is at the end of the month: stage 14. (Members, leaders and firms are counted where they change.)"""

from typing import TYPE_CHECKING

from sim.agents.organisation import NO_COORDINATOR, PROFESSIONAL
from sim.agents.resident import MEDIATION, QUARTER, RULES, SUPERVISION, YEAR
from tests.oracle.people import CHANNELS, Resident
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def count(county: "PlainCounty") -> None:
    for village in county.village_list:
        count_place(county, village)
        count_posts(county, village)
        count_organisations(county, village)
        took_part = sum(bool(resident.took_part & YEAR) and not resident.away for resident in village.residents)
        village.year_share = took_part / max(1, village.present)
        for resident in village.residents:
            count_volunteer(county, resident)
            count_part(county, resident)
            if not resident.away:
                count_views(county, resident)
    for request in county.request_list:
        county.count("needs.waiting", request.owner.village)
    for grievance in county.pondering_list:
        county.count("grievances.pondering", grievance.village)
    for case in county.case_list:
        county.count("settlement.open" if case.open else "settlement.asleep", case.village)


def count_place(county: "PlainCounty", village: Village) -> None:
    county.count("places.villages", village)
    county.count("places.households", village, village.households)
    county.count("places.residents", village, village.present / (1 - village.children_share))
    county.count("places.registered", village, village.registered)


def count_posts(county: "PlainCounty", village: Village) -> None:
    county.count("cadre_time.posts", village, len(village.posts))
    for cadre in village.filled():
        county.count("cadre_time.filled", village)
        county.count("cadre_time.burnout", village, cadre.burnout)
        county.count("cadre_time.skill", village, cadre.skill)


def count_organisations(county: "PlainCounty", village: Village) -> None:
    for organisation in village.organisations:
        county.count("volunteering.organisations", village)
        county.count("volunteering.active_organisations", village, organisation.active)
        county.count("volunteering.coordinators", village, organisation.coordinator != NO_COORDINATOR)
        county.count("volunteering.professionals", village, organisation.coordinator == PROFESSIONAL)
        county.count("volunteering.dependence", village, organisation.dependence)


def count_volunteer(county: "PlainCounty", resident: Resident) -> None:
    village = resident.village
    county.count("volunteering.registered", village, resident.registrant and not resident.away)
    county.count("volunteering.active_volunteers", village, bool(resident.served & QUARTER) and not resident.away)


def count_part(county: "PlainCounty", resident: Resident) -> None:
    """Adults by kind, and how many of them took part within the year."""
    year = bool(resident.took_part & YEAR)
    if resident.away:
        county.count("self_governance.away", resident.village)
        county.count("self_governance.year_away", resident.village, year)
        return
    county.count("self_governance.present", resident.village)
    county.count("self_governance.took_part_year", resident.village, year)
    kinds = {"60": resident.age >= 60, "women": not resident.male, "remote": bool(resident.village.remote)}
    for kind, belongs in kinds.items():
        county.count(f"self_governance.present_{kind}", resident.village, belongs)
        county.count(f"self_governance.year_{kind}", resident.village, belongs and year)


def count_views(county: "PlainCounty", resident: Resident) -> None:
    """What adults present know and think."""
    village = resident.village
    county.count("demography.present_rural", village, village.rural)
    county.count("demography.present_rural_60", village, village.rural and resident.age >= 60)
    county.count("self_governance.efficacy", village, resident.efficacy)
    county.count("self_governance.aware_supervision", village, resident.knows(SUPERVISION))
    county.count("self_governance.aware_mediation", village, resident.knows(MEDIATION))
    county.count("self_governance.aware_rules", village, resident.knows(RULES))
    for channel, trust in zip(CHANNELS, resident.trust, strict=True):
        county.count(f"trust.{channel}", village, trust)
    county.count("trust.satisfaction", village, resident.satisfaction)
