"""Numbers and levers that make the rare happen often, so that a short run goes down every path of the month."""

import numpy as np

from sim.core.levers import declared
from sim.core.parameters import replace
from sim.core.places import Places
from sim.levers import LeverValues
from sim.parameters import Parameters, standard

LIVELY = {
    "needs.public": 0.1,
    "needs.hazard": 0.05,
    "needs.channel_volunteer": -1.0,
    "needs.channel_platform": -1.0,
    "needs.channel_township": -1.0,
    "needs.township_hours": 40.0,
    "grievances.family": 0.3,
    "grievances.neighbours": 0.3,
    "grievances.land": 0.2,
    "grievances.village": 0.2,
    "grievances.labour": 0.1,
    "grievances.contract": 0.2,
    "grievances.other": 0.3,
    "grievances.sensing": 0.3,
    "grievances.direct_petition": 0.1,
    "grievances.direct_suit": 0.1,
    "grievances.outside_petition": 50.0,
    "grievances.outside_suit": 50.0,
    "settlement.relapse_true": 0.2,
    "settlement.station_hours": 60.0,
    "settlement.centre_hours": 15.0,
    "settlement.close_age": 6.0,
    "settlement.lost": 0.1,
    "settlement.stay": 2.0,
    "settlement.withdraw": -0.4,
    "cadre_time.quit": 0.05,
    "volunteering.lead_in": 0.1,
    "volunteering.unregister": 0.02,
    "volunteering.join": 0.3,
    "volunteering.leader_accept": -1.0,
    "volunteering.leader_quit": 0.05,
    "economy.exit": 0.05,
}
"""Values far beyond what is likely."""

RESTLESS = {
    "needs.care_60": 0.2,
    "needs.drop": 0.1,
    "needs.patience": 2.0,
    "needs.up": 0.3,
    "cadre_time.quit": 0.1,
    "cadre_time.fill": 0.4,
    "grievances.family": 0.6,
    "grievances.neighbours": 0.6,
    "grievances.land": 0.6,
    "grievances.village": 0.6,
    "grievances.labour": 0.4,
    "grievances.contract": 0.6,
    "grievances.other": 0.6,
    "grievances.third": 0.5,
    "grievances.direct_petition": 0.2,
    "grievances.direct_suit": 0.2,
    "settlement.village": 0.5,
    "settlement.township": 0.2,
    "settlement.county": 0.2,
    "settlement.up": 2.0,
    "settlement.suit": 0.2,
    "settlement.petition": 0.2,
    "settlement.close_age": 8.0,
    "settlement.docking_months": 1.0,
    "volunteering.serve": -1.0,
    "volunteering.leave": 0.1,
    "volunteering.lead_out": 0.2,
    "volunteering.member_most": 12.0,
    "volunteering.capacity_professional": 7.0,
    "volunteering.professional_posts": 2.0,
    "volunteering.professional_hire": 0.7,
    "volunteering.professional_quit": 0.4,
    "economy.entry": 0.3,
    "economy.arrears": -1.0,
    "economy.leave_job": 0.05,
    "economy.association_join": 0.5,
    "demography.mortality_70": 0.2,
    "demography.mortality_age": 0.04,
    "demography.out_young": 0.06,
    "demography.out_middle": 0.7,
    "demography.out_old": 0.5,
    "demography.return_young": 0.05,
}
"""More of the same, for the whole county: people come, go and die, firms close, cases reach every office."""

EVENTS = frozenset(
    (
        *("opens", "closes", "joins association", "leaves association", "loses job", "finds job"),
        *("learned", "forgot", "need", "contact"),
        *("grievance", "sensed", "early", "surfaced", "borne", "talked", "waits", "brought", "recorded"),
        *("suit", "petition", "docked", "reopened", "heard", "sleeps", "up"),
        *("settled_village", "settled_township", "settled_county", "settled_paper"),
        *("withdrawn", "suits", "closed", "lost"),
        *("quit", "hire", "part", "done", "left lying"),
        *("steps up", "steps back", "social worker comes", "social worker leaves"),
        *("serves organisation", "serves village", "serves as Party member"),
        *("leaves", "joins", "registers", "lapses", "leader", "leader quits", "leader released"),
        *("dies", "gives up", "goes away", "returns"),
    )
)
"""Kinds of events that the twin writes down; where everything stirs they all happen."""


def lively() -> Parameters:
    """The standard parameters with ``LIVELY`` and ``RESTLESS`` in place of theirs."""
    return replace(standard(), LIVELY | RESTLESS, beyond_prior=True)


def levers_at_random(places: Places, seed: int) -> LeverValues:
    """Every lever somewhere within its bounds, mostly near the lower one; one in three is left alone."""
    random = np.random.default_rng(seed)
    values = {}
    for name, lever in declared(LeverValues).items():
        size = places.units(lever.level)
        moved = lever.low + (lever.high - lever.low) * random.random(size) ** 2
        values[name] = np.where(random.random(size) < 1 / 3, lever.neutral, moved)
    return LeverValues(**values)
