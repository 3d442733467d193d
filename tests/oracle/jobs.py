"""Jobs 就业: the second part of stage 2, losing and finding work."""

import math
from typing import TYPE_CHECKING

from sim.core.maths import clip, exp
from tests.oracle.people import Enterprise, Resident

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def work(county: "PlainCounty") -> None:
    """Firms lay off and hire; who loses a job seeks from next month."""
    for enterprise in county.enterprise_list:
        plan_posts(county, enterprise)
    hiring = [[firm for firm in county.enterprise_list if firm.township == k] for k in range(county.townships)]
    seekers = [[r for r in county.resident_list if seeks(county, r, k)] for k in range(county.townships)]
    for resident in county.resident_list:
        if resident.employer is not None:
            keep_or_lose(county, resident, resident.employer)
    for firms, people in zip(hiring, seekers, strict=True):
        vacancies = sum(firm.vacancies for firm in firms)
        for resident in people:
            find(county, resident, firms, vacancies, len(people))
    for resident in county.resident_list:
        if resident.employer is not None:
            county.count("economy.workers", resident.village)
            county.count("economy.unpaid", resident.village, resident.employer.arrears)


def plan_posts(county: "PlainCounty", enterprise: Enterprise) -> None:
    """The share of workers who are laid off, or the posts to be filled; both by how many work there now."""
    orders = clip(enterprise.orders, -2.0, 2.0)
    posts = math.floor(enterprise.size * exp(county.parameters.economy.jobs * orders) + 0.5)
    enterprise.layoff, enterprise.vacancies = 0.0, 0
    if not enterprise.open_before:
        enterprise.layoff = 1.0
    elif enterprise.open and enterprise.employees > 0:
        enterprise.layoff = max(0.0, (enterprise.employees - posts) / enterprise.employees)
    if enterprise.open_before and enterprise.open:
        enterprise.vacancies = max(0, posts - enterprise.employees)


def seeks(county: "PlainCounty", resident: Resident, township: int) -> bool:
    """An adult of the township who is there, without work and not too old."""
    here = not resident.away and resident.village.township == township
    return here and not resident.works and resident.age <= county.parameters.economy.work_age


def keep_or_lose(county: "PlainCounty", resident: Resident, employer: Enterprise) -> None:
    u0, u1, _, _ = county.draw("economy.job", resident.person)
    if u0 < employer.layoff or u1 < county.parameters.economy.leave_job:
        resident.employer = None
        employer.employees -= 1
        county.count("economy.lost_jobs", resident.village)
        county.note("loses job", resident.person)


def find(county: "PlainCounty", resident: Resident, firms: list[Enterprise], vacancies: int, seekers: int) -> None:
    """Hired by the firm that has the vacancy drawn."""
    u0, u1, _, _ = county.draw("economy.seek", resident.person)
    if u0 < min(1.0, county.parameters.economy.hire * vacancies / seekers):
        running = 0
        for firm in firms:
            running += firm.vacancies
            if running > u1 * vacancies:
                resident.employer = firm
                firm.employees += 1
                county.count("economy.hires", resident.village)
                county.note("finds job", resident.person, firm.row)
                return
