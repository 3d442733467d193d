"""What queueing theory says about an office that hears so many cases a month.

``c``: cases it can hear in a month; ``arrivals``: mean number of cases a month, Poisson; ``settled``: chance that a
hearing ends the case. All queues are first come first served, and are looked at once a month.
"""

import numpy as np
from scipy import stats


def erlang_c(c: int, load: float) -> float:
    """Erlang-C: the chance that somebody who comes has to wait at an M/M/c queue; ``load`` in servers' worth."""
    blocked = 1.0
    for servers in range(1, c + 1):  # Erlang-B by its recursion
        blocked = load * blocked / (servers + load * blocked)
    busy = load / c
    return blocked / (1.0 - busy * (1.0 - blocked))


def waiting_in_erlang_c(c: int, load: float) -> float:
    """Mean number that wait, not counting those being served, at an M/M/c queue."""
    return erlang_c(c, load) * load / (c - load)


def waiting_when_all_settle(c: int, arrivals: float, months: int = 20_000) -> float:
    """Mean number left over after a month's hearings where each hearing ends its case.

    What is left follows Lindley's recursion X' = max(0, X + A - c), which is Crommelin's M/D/c queue looked at once a
    service time; by Spitzer's identity its stationary mean is the sum over n of E[(A_1 + ... + A_n - nc)+] / n.
    """
    n = np.arange(1, months + 1)
    total, room = n * arrivals, n * c
    over = total * stats.poisson.sf(room - 1, total) - room * stats.poisson.sf(room, total)
    return float((over / n).sum())


def waiting_month_by_month(c: int, arrivals: float, settled: float, most: int = 600) -> float:
    """Mean number not heard in a month where a hearing ends the case with chance ``settled``, else it is heard again.

    The stationary state of the number N present at a month's hearings: N' = N - Binomial(min(N, c), settled) + A.
    """
    coming = stats.poisson.pmf(np.arange(most + 1), arrivals)
    step = np.zeros((most + 1, most + 1))
    for present in range(most + 1):
        heard = min(present, c)
        for gone, chance in enumerate(stats.binom.pmf(np.arange(heard + 1), heard, settled)):
            left = present - gone
            step[present, left:] += chance * coming[: most + 1 - left]
        step[present, most] += 1.0 - step[present].sum()
    equations = np.vstack([step.T - np.eye(most + 1), np.ones(most + 1)])
    stationary = np.linalg.lstsq(equations, np.append(np.zeros(most + 1), 1.0), rcond=None)[0]
    return float(np.maximum(np.arange(most + 1) - c, 0) @ stationary)
