"""Demography 人口: stage 13, birthdays, deaths and heirs, leaving and coming back."""

from typing import TYPE_CHECKING

from sim.core.maths import exp, gamma_quantile, normal_quantile
from tests.oracle.arithmetic import f32
from tests.oracle.people import Resident
from tests.oracle.trust import usual
from tests.oracle.village import Village

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

OLDEST = 110
COMES_OF_AGE = 18


def age_and_move(county: "PlainCounty") -> None:
    for resident in county.resident_list:
        if resident.person % 12 == county.month % 12:
            have_birthday(county, resident)
    jobs = [jobs_of(county, township) for township in range(county.townships)]
    for resident in county.resident_list:
        leave_or_return(county, resident, jobs[resident.village.township] - 1)
    for village in county.village_list:
        count_present(village)


def count_present(village: Village) -> None:
    """Adults who are there, and those among them who may take up a post."""
    there = [resident for resident in village.residents if not resident.away]
    village.present = len(there)
    village.young = sum(resident.age < 62 for resident in there)


def have_birthday(county: "PlainCounty", resident: Resident) -> None:
    p = county.parameters.demography
    mortality = p.mortality_70 * exp(p.mortality_age * (resident.age - 70) + p.mortality_male * resident.male)
    if county.draw("demography.year", resident.person)[0] < min(1.0, mortality):
        county.count("demography.deaths", resident.village)
        county.note("dies", resident.person, county.next_person)
        give_up_places(county, resident)
        come_of_age(county, resident, county.next_person)
        county.next_person += 1
    else:
        resident.age = min(OLDEST, resident.age + 1)


def give_up_places(county: "PlainCounty", resident: Resident) -> None:
    """The job, the organisation and the cell of someone who has died."""
    if resident.employer is not None:
        resident.employer.employees -= 1
        resident.employer = None
        county.note("gives up", resident.person, "job")
    if resident.leader:
        resident.leader = 0
        county.note("gives up", resident.person, "cell")
    leave_organisation(county, resident)


def leave_organisation(county: "PlainCounty", resident: Resident) -> None:
    if resident.organisation is not None:
        resident.organisation.members -= 1
        resident.organisation = None
        county.note("gives up", resident.person, "membership")


def come_of_age(county: "PlainCounty", resident: Resident, person: int) -> None:
    """An heir of 18 takes the row, the household, its income, the ties, and what was asked for or brought."""
    p = county.parameters
    a, b = (county.draw("demography.newcomer", person, sub, month=0) for sub in (0, 1))
    resident.person = person
    resident.age = COMES_OF_AGE
    resident.male = int(a[0] < 0.5)
    resident.never = int(a[1] < p.self_governance.never)
    resident.away = int(a[2] < p.demography.newcomer_away)
    resident.frailty = f32(gamma_quantile(a[3], p.grievances.frailty))
    resident.motivation = f32(p.self_governance.motivation_spread * normal_quantile(b[0]))
    resident.schooling = int(p.demography.newcomer_schooling)
    resident.trust = [f32(start) for start in usual(county)]
    resident.satisfaction = f32(p.trust.satisfaction_start)
    resident.efficacy = f32(p.self_governance.efficacy_0)
    resident.habit = f32(p.self_governance.habit_0)
    resident.aware = resident.party = resident.took_part = resident.served = 0
    resident.registrant = 0
    resident.tired = resident.hours = resident.points = 0.0


def jobs_of(county: "PlainCounty", township: int) -> float:
    """Workers over posts at usual orders; 1 where there are no firms."""
    firms = [firm for firm in county.enterprise_list if firm.township == township]
    posts = sum(firm.size for firm in firms)
    return sum(firm.employees for firm in firms) / posts if posts else 1.0


def leave_or_return(county: "PlainCounty", resident: Resident, jobs: float) -> None:
    """Go away to work or come back; more local jobs than usual hold and draw people."""
    p = county.parameters.demography
    if resident.away:
        back = p.return_old if resident.age >= 55 else p.return_young
        if county.draw("demography.move", resident.person)[0] < back * exp(p.jobs_pull * jobs):
            resident.away = 0
            county.count("demography.returned", resident.village)
            county.note("returns", resident.person)
    elif resident.age < 60 and not resident.works and not resident.leader:
        by_age = 1.0 if resident.age < 30 else p.out_middle if resident.age < 45 else p.out_old
        if county.draw("demography.move", resident.person)[0] < p.out_young * by_age * exp(-p.jobs_pull * jobs):
            go_away(county, resident)


def go_away(county: "PlainCounty", resident: Resident) -> None:
    resident.away = 1
    leave_organisation(county, resident)
    county.count("demography.left", resident.village)
    county.note("goes away", resident.person)
