"""Awareness 知晓: spreads by notices, by taking part and through ties; fades."""

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import CHUNK, decision, fill_words, unit, words_buffer
from sim.core.kernels import loop, real, row, rule, whole
from sim.processes.blocks import awareness_numbers, lever_values
from sim.processes.state import Month, State
from sim.processes.ties import KNOWS_MEDIATION, KNOWS_RULES, KNOWS_SUPERVISION, part
from sim.processes.ties import count as count_ties

MONTH = decision("awareness.month")


@rule
def learns(notices: float, by_taking_part: float, by_ties: float) -> float:
    """Chance to learn of an institution in a month from three independent sources."""
    return 1.0 - (1.0 - notices) * (1.0 - by_taking_part) * (1.0 - by_ties)


@loop
def update(
    m: Month,
    words: NDArray[np.uint32],
) -> None:
    """Each resident learns of or forgets each of the three institutions."""
    seed, month, residents, seen, facts = m.seed, m.month, m.residents, m.seen, m.facts
    p = awareness_numbers(m.numbers.awareness)
    levers = lever_values(m.levers)
    for v in range(facts.township.size):
        supervision = 1.0 - (1.0 - p.public_supervision) * (1.0 - levers.publicity_supervision[v])
        mediation = 1.0 - (1.0 - p.public_mediation) * (1.0 - levers.publicity_mediation[v])
        rules = 1.0 - (1.0 - p.public_rules) * (1.0 - levers.publicity_rules[v])
        notices = (supervision, mediation, rules)
        for start in range(facts.first_resident[v], facts.first_resident[v + 1], CHUNK):
            count = min(CHUNK, facts.first_resident[v + 1] - start)
            fill_words(words, residents.person, start, count, seed, MONTH, month)
            for j in range(count):
                i = row(start + j)
                here = 1.0 - real(residents.away[i])
                took_part = real(whole(residents.took_part[i]) & 1)
                forgets = p.fade * (1.0 - took_part)
                aware, turned = whole(residents.aware[i]), 0
                per_tie = p.ties * part(seen[i])
                for k in range(3):
                    learned = learns(notices[k] * here, p.taking_part * took_part, per_tie * count_ties(seen[i], 4 * k))
                    chance = forgets if (aware >> k) & 1 else learned
                    turned |= whole(unit(words[k, j]) < chance) << k
                residents.aware[i] = aware ^ turned


def spread(state: State) -> None:
    """The month's learning and forgetting."""
    assert (KNOWS_SUPERVISION, KNOWS_MEDIATION, KNOWS_RULES) == (0, 4, 8)
    update(
        state.view(),
        words_buffer(),
    )
