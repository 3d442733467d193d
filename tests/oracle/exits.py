"""What becomes of cases that were not settled 未化解案件的去向: the second part of stage 8."""

import math
from typing import TYPE_CHECKING

from sim.core.maths import gumbel_quantile, log
from tests.oracle.arithmetic import first_largest, months_on_the_way
from tests.oracle.cases import (
    FIT_FOR_PETITION,
    channel_of,
    court_sends_on,
    dock,
    end,
    move_up,
    petition,
    to_township,
)
from tests.oracle.matters import Case
from tests.oracle.people import TOWNSHIP

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

STAY, UP, WITHDRAW, SUIT, PETITION = range(5)


def wait_or_go_to_court(county: "PlainCounty", case: Case, failed: bool) -> None:
    """A docked suit goes back to court when mediation has failed or takes too long."""
    if failed or county.month - case.since >= county.parameters.settlement.docking_months:
        end(county, case, "suits")


def go_on(county: "PlainCounty", case: Case) -> None:
    """A case that failed or was not heard: closed by age, or its owner chooses."""
    p = county.parameters.settlement
    if county.month - case.born >= age_of_closing(county, case):
        end(county, case, "closed")
        return
    choice = choose(county, case)
    if choice == UP:
        transfer(county, case)
    elif choice == WITHDRAW:
        county.meet(case.owner, channel_of(case), p.felt_withdrawn)
        end(county, case, "withdrawn")
    elif choice == SUIT and court_sends_on(county, case, later=1):
        dock(county, case)
    elif choice == SUIT:
        end(county, case, "suits")
    elif choice == PETITION:
        petition(county, case)
        county.meet(case.owner, TOWNSHIP, None)
        if case.tier == 0:
            to_township(county, case)


def age_of_closing(county: "PlainCounty", case: Case) -> float:
    """Where petitions weigh less, cases with a petition are closed on paper sooner."""
    p, weight = county.parameters.settlement, county.levers.petition_weight[case.village.number]
    return p.close_age * (1 - p.bury * max(0.0, 1 - weight) * (case.petitions > 0))


def choose(county: "PlainCounty", case: Case) -> int:
    """Stay, go up, withdraw, sue or petition."""
    p, owner, severity = county.parameters.settlement, case.owner, log(case.severity)
    sub = (case.born * 8 + case.kind) * 2
    noise = (
        *county.draw("settlement.exit", owner.person, sub),
        county.draw("settlement.exit", owner.person, sub + 1)[0],
    )
    utilities = [
        p.stay - p.stay_tired * (case.attempts >= 2),
        p.up + p.up_severity * severity + p.up_attempts * case.attempts + p.up_draw * county.levers.one_stop[0],
        p.withdraw,
        p.suit + p.suit_severity * severity + p.suit_schooling * owner.schooling / 16 + p.suit_attempts * case.attempts,
        wish_to_petition(county, case),
    ]
    offered = [True, case.tier < 2, True, True, case.petitions < p.petitions_most]
    return first_largest(
        [
            utility + gumbel_quantile(u) if open_to_all else -math.inf
            for utility, u, open_to_all in zip(utilities, noise, offered, strict=True)
        ]
    )


def wish_to_petition(county: "PlainCounty", case: Case) -> float:
    p = county.parameters.settlement
    return (
        p.petition
        + p.petition_severity * log(case.severity)
        + p.petition_distrust * (0.5 - case.owner.trust[TOWNSHIP])
        + p.petition_wait * (county.month - case.born)
        + p.petition_attempts * case.attempts
        + p.petition_apt * (case.kind in FIT_FOR_PETITION)
        + p.petition_pressure * (case.village.press - 1)
    )


def transfer(county: "PlainCounty", case: Case) -> None:
    """Up one tier, if the case is not lost on the way."""
    p = county.parameters.settlement
    sub = (case.born * 8 + case.kind) * 4 + case.tier
    u0, u1, _, _ = county.draw("settlement.transfer", case.owner.person, sub)
    to_county = p.delay_county * county.levers.delay_county[case.village.township]
    months = months_on_the_way(case.village.days if case.tier == 0 else to_county, u0)
    if u1 < p.lost * months:
        end(county, case, "lost")
    else:
        county.count("settlement.passed_up", case.village)
        county.note("up", *case.name, case.tier)
        move_up(county, case, months)
