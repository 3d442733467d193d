"""Petition pressure 信访压力: stage 12, and what superiors take for usual."""

from typing import TYPE_CHECKING

from tests.oracle.arithmetic import total

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

MEMORY = 12
"""Months of the warm-up from which superiors take what is usual."""


def take_for_usual(county: "PlainCounty") -> None:
    """When the warm-up is over its last year is the norm from now on, and pressures are put on the new scale."""
    if county.month == county.warmup and county.petition_rates:
        before, last = county.norm, county.petition_rates[-MEMORY:]
        county.norm = max(0.2, total(last) / len(last))
        for village in county.village_list:
            village.pressure *= before / county.norm


def press(county: "PlainCounty") -> None:
    """Petitions of the month weigh against the norm."""
    memory = county.parameters.cadre_time.pressure_memory
    for village in county.village_list:
        rate = per_thousand_and_year(village.petitions, village.present)
        village.pressure = memory * village.pressure + (1 - memory) * rate / county.norm
        county.count("cadre_time.pressure", village, village.pressure * village.present)


def take_down(county: "PlainCounty") -> None:
    """The county's petitions of the month against the adults present at its end."""
    petitions = sum(village.petitions for village in county.village_list)
    present = sum(village.present for village in county.village_list)
    county.petition_rates.append(per_thousand_and_year(petitions, present))


def per_thousand_and_year(petitions: int, present: int) -> float:
    return 12000 * petitions / max(1, present)
