"""Petition pressure 信访压力: stage 12."""

from typing import TYPE_CHECKING

from tests.oracle.arithmetic import total

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty

MEMORY = 12
"""Months of the warm-up from which superiors take what is usual."""


def press(county: "PlainCounty") -> None:
    """Petitions weigh against what superiors take for usual: after the warm-up, what its last year has shown."""
    memory = county.parameters.cadre_time.pressure_memory
    rates = [12000 * village.petitions / max(1, village.present) for village in county.village_list]
    for village, rate in zip(county.village_list, rates, strict=True):
        village.pressure = memory * village.pressure + (1 - memory) * rate / county.norm
        county.count("cadre_time.pressure", village, village.pressure * village.present)
    if county.month < county.warmup:
        county.petition_rates.append(total(rates) / len(rates))
        if county.month == county.warmup - 1:
            last = county.petition_rates[-MEMORY:]
            county.norm = max(0.2, total(last) / len(last))
