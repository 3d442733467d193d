"""Awareness 知晓: stage 3."""

from typing import TYPE_CHECKING

from tests.oracle.people import INSTITUTIONS, Resident

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def learn(county: "PlainCounty") -> None:
    for resident in county.resident_list:
        learn_and_forget(county, resident)


def learn_and_forget(county: "PlainCounty", resident: Resident) -> None:
    p = county.parameters.awareness
    draws = county.draw("awareness.month", resident.person)
    part = resident.took_part & 1
    for j, institution in enumerate(INSTITUTIONS):
        if resident.knows(institution):
            if draws[j] < p.fade and not part:
                resident.aware -= institution
                county.note("forgot", resident.person, j)
        else:
            ties = p.ties * resident.share_of_ties(resident.ties_knowing[j])
            ignorant = (1 - published(county, resident, j)) * (1 - p.taking_part * part) * (1 - ties)
            if draws[j] < 1 - ignorant:
                resident.aware += institution
                county.note("learned", resident.person, j)


def published(county: "PlainCounty", resident: Resident, j: int) -> float:
    """The chance to learn from notices and publicity, for those who are there."""
    p, levers, v = county.parameters.awareness, county.levers, resident.village.number
    if resident.away:
        return 0.0
    notices = (p.public_supervision, p.public_mediation, p.public_rules)[j]
    publicity = (levers.publicity_supervision, levers.publicity_mediation, levers.publicity_rules)[j]
    return 1 - (1 - notices) * (1 - publicity[v])
