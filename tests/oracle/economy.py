"""Enterprises 企业: the first part of stage 2; who works there is in ``jobs``."""

from typing import TYPE_CHECKING

from sim.agents.enterprise import ACTIVE_MEMBER, NOT_MEMBER, PAPER_MEMBER
from sim.core.maths import exp, logistic, normal_quantile
from sim.world.facts import CHAIN_SECTORS, SECTORS
from tests.oracle.arithmetic import f32
from tests.oracle.people import Enterprise

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def trade(county: "PlainCounty") -> None:
    """Every place of business has its month; then what firms mean for the villages."""
    luck = [normal_quantile(county.draw("firm.sector", sector)[0]) for sector in range(len(SECTORS))]
    for village in county.village_list:
        village.sponsored = 0.0
    for enterprise in county.enterprise_list:
        enterprise.open_before = enterprise.open
        if enterprise.open:
            carry_on(county, enterprise, luck[enterprise.sector])
        else:
            wait_for_successor(county, enterprise)
        county.count("economy.places", enterprise.village)
        county.count("economy.firms", enterprise.village, enterprise.open)
        if enterprise.sector in CHAIN_SECTORS:
            county.count("economy.chain_firms", enterprise.village, enterprise.open)
        county.count("economy.members", enterprise.village, enterprise.association != NOT_MEMBER)
        county.count("economy.active_members", enterprise.village, enterprise.association == ACTIVE_MEMBER)
    for village in county.village_list:
        share = 1 - county.parameters.economy.sponsor_matters if village.organisations else 0.0
        village.sponsored_organisations = share * village.sponsored
        village.sponsored_matters = village.sponsored - village.sponsored_organisations
        village.association = county.parameters.economy.association_sense * active_share(county, village.township)


def wait_for_successor(county: "PlainCounty", enterprise: Enterprise) -> None:
    p = county.parameters.economy
    _, u1, _, u3 = county.draw("firm.month", enterprise.row)
    enterprise.arrears = 0
    if u1 < p.entry:
        enterprise.open = 1
        enterprise.quality = f32(p.quality_spread * normal_quantile(u3))
        enterprise.orders = enterprise.cash = 0.0
        enterprise.age = 0
        enterprise.association = NOT_MEMBER
        county.count("economy.entries", enterprise.village)
        county.note("opens", enterprise.row)


def carry_on(county: "PlainCounty", enterprise: Enterprise, luck: float) -> None:
    """Orders, cash, and whether the firm lives through the month."""
    p, k = county.parameters.economy, enterprise.township
    u0, u1, u2, _ = county.draw("firm.month", enterprise.row)
    chain = county.levers.firm_orders[k] if enterprise.sector in CHAIN_SECTORS else 0.0
    shared = p.sector_noise * (1 + p.chain_risk * chain) * luck
    own = p.noise * normal_quantile(u0)
    enterprise.orders = f32(p.persistence * enterprise.orders + shared + own + p.orders_lever * chain)
    earned = p.cash_speed * (enterprise.orders + enterprise.quality - enterprise.cash)
    enterprise.cash = f32(enterprise.cash + earned + p.support * county.levers.firm_support[k])
    enterprise.age += 1
    health = (enterprise.orders + enterprise.cash) / 2
    if u1 < p.exit * exp(-p.exit_health * health):
        enterprise.open = 0
        enterprise.arrears = 1
        enterprise.association = NOT_MEMBER
        county.count("economy.exits", enterprise.village)
        county.note("closes", enterprise.row)
    else:
        enterprise.arrears = int(u2 < logistic(p.arrears - p.arrears_health * enterprise.cash))
        join_or_leave(county, enterprise)
        sponsor(county, enterprise, health)


def join_or_leave(county: "PlainCounty", enterprise: Enterprise) -> None:
    """The industry association; to take part in it is a trait of the firm."""
    p, reach = county.parameters.economy, county.levers.association[enterprise.township]
    u = county.draw("firm.association", enterprise.row)[0]
    if enterprise.association == NOT_MEMBER:
        if u < p.association_join * reach:
            active = county.draw("firm.association", enterprise.row, 1, month=0)[0] < p.association_active
            enterprise.association = ACTIVE_MEMBER if active else PAPER_MEMBER
            county.note("joins association", enterprise.row, active)
    elif u < p.association_join * (1 - reach):
        enterprise.association = NOT_MEMBER
        county.note("leaves association", enterprise.row)


def sponsor(county: "PlainCounty", enterprise: Enterprise, health: float) -> None:
    """Yuan for the village where the firm sits."""
    p, k, village = county.parameters.economy, enterprise.township, enterprise.village
    member = 1 + p.sponsor_member * (enterprise.association == ACTIVE_MEMBER)
    given = p.sponsor * enterprise.employees * max(0.0, health) * member * (1 + county.levers.pairing[k])
    village.sponsored += given
    county.count("economy.sponsored", village, given)


def active_share(county: "PlainCounty", township: int) -> float:
    """Active members among the open firms of a township."""
    firms = [firm for firm in county.enterprise_list if firm.township == township and firm.open]
    return sum(firm.association == ACTIVE_MEMBER for firm in firms) / len(firms) if firms else 0.0
