"""Enterprises 企业: stage 2."""

from typing import TYPE_CHECKING

from sim.core.maths import exp, logistic, normal_quantile
from tests.oracle.arithmetic import f32
from tests.oracle.people import Enterprise

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def run_enterprises(county: "PlainCounty") -> None:
    for enterprise in county.enterprise_list:
        run(county, enterprise)
    for resident in county.resident_list:
        if resident.employer is not None and not resident.away:
            county.count("economy.workers", resident.village)
            county.count("economy.unpaid", resident.village, resident.employer.arrears)


def run(county: "PlainCounty", enterprise: Enterprise) -> None:
    p = county.parameters.economy
    u0, u1, u2, u3 = county.draw("firm.month", enterprise.row)
    support = county.levers.firm_support[enterprise.township]
    enterprise.health = f32(p.persistence * enterprise.health + p.support * support + p.noise * normal_quantile(u0))
    if u1 < p.exit * exp(-p.exit_health * enterprise.health):
        # A successor in the same premises, with the same workers, whose last wages stay unpaid.
        enterprise.health = f32(normal_quantile(u3))
        enterprise.age = 0
        enterprise.arrears = 1
        county.note("exit", enterprise.row)
    else:
        enterprise.arrears = int(u2 < logistic(p.arrears - p.arrears_health * enterprise.health))
        enterprise.age += 1
