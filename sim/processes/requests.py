"""What the stages that deal with requests 诉求 share: hours, order of serving, giving up."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.resident import ResidentColumns
from sim.agents.tables import ContactRows, RequestRows
from sim.core.draws import decision, uniform
from sim.core.kernels import loop, rule, whole
from sim.parameters.needs import Needs

ORDER = decision("needs.order")
UNSERVED = decision("needs.unserved")


@rule
def request_hours(p: Needs, kind: int) -> float:
    """Hours to meet a request of a kind: care, certificate, public matter, hazard."""
    if kind == 0:
        return p.hours_care
    if kind == 1:
        return p.hours_certificate
    return p.hours_public if kind == 2 else p.hours_hazard


@rule
def identity(requests: RequestRows, r: int) -> int:
    """What tells the requests of one person apart in draws: kind and month of birth."""
    return whole(requests.kind[r]) + 4 * whole(requests.born[r])


@loop
def queue_keys(
    seed: int,
    month: int,
    residents: ResidentColumns,
    requests: RequestRows,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
    keys: NDArray[np.uint64],
) -> None:
    """Sort keys, shape (rows,): office (24 bits), then longest waiting (8 bits), then a keyed draw."""
    for n in range(rows.size):
        r = rows[n]
        person = requests.person[r]
        drawn = uniform(seed, ORDER, month, residents.person[person], identity(requests, r))
        age = whole(min(255, month - whole(requests.born[r])))
        word = whole(drawn * 4294967296.0)
        keys[n] = np.uint64((offices[n] << 40) | ((255 - age) << 32) | word)


def in_order(
    seed: int,
    month: int,
    residents: ResidentColumns,
    requests: RequestRows,
    rows: NDArray[np.int64],
    offices: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Positions in ``rows`` in the order in which their offices serve them; ties by row of the table."""
    keys = np.empty(rows.size, np.uint64)
    queue_keys(seed, month, residents, requests, rows, offices, keys)
    return np.argsort(keys, kind="stable")


@rule
def add_contact(contacts: ContactRows, size: int, person: int, channel: int, result: float) -> int:
    """Write one contact; the table must have room. Returns the new size."""
    contacts.person[size] = person
    contacts.channel[size] = channel
    contacts.result[size] = result
    return size + 1
