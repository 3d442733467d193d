"""Learning 信任学习: trust follows results, losses weigh more than gains, ties and neighbours hear of it."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.tables import PETITION_CONTACT, ContactRows
from sim.agents.village import PLATFORM, TOWNSHIP, VOLUNTEER
from sim.core.draws import CHUNK
from sim.core.kernels import loop, real, row, rule
from sim.core.maths import clip
from sim.parameters.trust import Trust
from sim.processes.blocks import settlement_numbers, trust_numbers
from sim.processes.state import Month, State
from sim.processes.ties import touch_ties
from sim.world.facts import VillageFacts


@rule
def lesson(p: Trust, trust: float, result: float) -> float:
    """Change of trust after a contact with a result (B-T1, B-T2, B-T3)."""
    change = p.eta * (result - trust)
    return change * p.loss if result < trust else change


@loop
def _learn(
    m: Month,
    contacts: ContactRows,
    size: int,
    change: NDArray[np.float64],
    content: NDArray[np.float64],
    news: NDArray[np.float64],
    touched: NDArray[np.int64],
) -> None:
    """Apply the month's contacts: all lessons are drawn from trust as it was, then own and ties' trust move."""
    residents, ties = m.residents, m.ties
    p = trust_numbers(m.numbers.trust)
    p_settlement = settlement_numbers(m.numbers.settlement)
    trust = (
        residents.trust_neighbour,
        residents.trust_volunteer,
        residents.trust_cadre,
        residents.trust_platform,
        residents.trust_township,
    )
    for n in range(size):
        result = contacts.result[n]
        if result == PETITION_CONTACT:
            change[n] = -p_settlement.petition_trust
        else:
            change[n] = lesson(p, real(trust[contacts.channel[n]][contacts.person[n]]), result)
            content[n] = p.satisfaction_eta * (result - real(residents.satisfaction[contacts.person[n]]))
    for n in range(size):
        if n % CHUNK == 0:
            touched[0] = touch_ties(ties, contacts.person[n:], min(CHUNK, size - n))
        i, channel = contacts.person[n], contacts.channel[n]
        column = trust[channel]
        column[i] = real(column[i]) + change[n]
        for slot in range(ties.shape[1]):
            if ties[i, slot] < column.size:
                other = row(ties[i, slot])
                column[other] = real(column[other]) + p.word * change[n]
        news[channel, residents.village[i]] += change[n]
        residents.satisfaction[i] = real(residents.satisfaction[i]) + content[n]


@loop
def _drift(
    trust: NDArray[np.float32], start: float, revert: float, shift: NDArray[np.float64], facts: VillageFacts
) -> None:
    """News of the village and slow return to the long-run level, for everyone, held within 0 and 1."""
    for v in range(facts.township.size):
        heard, first = shift[v], facts.first_resident[v]
        for j in range(facts.first_resident[v + 1] - first):
            i = row(first + j)
            old = real(trust[i])
            trust[i] = clip(old + heard + revert * (start - old), 0.0, 1.0)


def learn(state: State) -> None:
    """Trust and satisfaction after the month's contacts."""
    p, residents = state.parameters.trust, state.residents
    news = np.zeros((5, state.places.villages))
    _learn(
        state.view(),
        state.contacts.rows,
        state.contacts.size,
        np.zeros(state.contacts.size),
        np.zeros(state.contacts.size),
        news,
        np.empty(1, np.int64),
    )
    heard = p.word * p.heard / np.maximum(1.0, state.facts.registered)
    quiet = np.zeros(state.places.villages)
    shift = {channel: heard * news[channel] for channel in (VOLUNTEER, PLATFORM, TOWNSHIP)}
    columns = (
        (residents.trust_neighbour, p.start_neighbour, quiet),
        (residents.trust_volunteer, p.start_volunteer, shift[VOLUNTEER]),
        (residents.trust_cadre, p.start_cadre, quiet),
        (residents.trust_platform, p.start_platform, shift[PLATFORM]),
        (residents.trust_township, p.start_township, shift[TOWNSHIP]),
    )
    for column, start, shifted in columns:
        _drift(column, start, p.revert, shifted, state.facts)
    _drift(residents.satisfaction, p.satisfaction_start, p.satisfaction_revert, quiet, state.facts)
    state.contacts.size = 0
