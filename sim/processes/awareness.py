"""Awareness 知晓: spreads by notices, by taking part and through ties; fades."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.core.draws import CHUNK, decision, fill_words, unit, words_buffer
from sim.core.kernels import kernel, rule
from sim.levers import LeverValues
from sim.parameters.awareness import Awareness
from sim.processes.state import State
from sim.processes.ties import KNOWS_MEDIATION, KNOWS_RULES, KNOWS_SUPERVISION, share
from sim.world.facts import VillageFacts

MONTH = decision("awareness.month")


@rule
def learns(notices: float, by_taking_part: float, by_ties: float) -> float:
    """Chance to learn of an institution in a month from three independent sources."""
    return 1.0 - (1.0 - notices) * (1.0 - by_taking_part) * (1.0 - by_ties)


@kernel
def update(
    seed: int,
    month: int,
    p: Awareness,
    residents: ResidentColumns,
    seen: NDArray[np.uint32],
    facts: VillageFacts,
    levers: LeverValues,
) -> None:
    """Each resident learns of or forgets each of the three institutions."""
    words = words_buffer()
    for v in range(facts.township.size):
        supervision = 1.0 - (1.0 - p.public_supervision) * (1.0 - levers.publicity_supervision[v])
        mediation = 1.0 - (1.0 - p.public_mediation) * (1.0 - levers.publicity_mediation[v])
        rules = 1.0 - (1.0 - p.public_rules) * (1.0 - levers.publicity_rules[v])
        notices = (supervision, mediation, rules)
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, MONTH, month)
            for j in range(count):
                i = start + j
                here = 1.0 - np.float64(residents.away[i])
                part = int(residents.took_part[i]) & 1
                aware = int(residents.aware[i])
                for k in range(3):
                    u = unit(words[k, j])
                    if aware & (1 << k):
                        if part == 0 and u < p.fade:
                            aware ^= 1 << k
                    else:
                        by_ties = p.ties * share(seen[i], 4 * k)
                        if u < learns(notices[k] * here, p.taking_part * part, by_ties):
                            aware |= 1 << k
                residents.aware[i] = aware


def spread(state: State) -> None:
    """The month's learning and forgetting."""
    assert (KNOWS_SUPERVISION, KNOWS_MEDIATION, KNOWS_RULES) == (0, 4, 8)
    update(
        state.seed,
        state.month,
        state.parameters.awareness,
        state.residents,
        state.seen,
        state.facts,
        state.levers,
    )
