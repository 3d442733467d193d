"""The institutions of a county at month 0 机构: cadres, volunteer organisations, enterprises, mediation bodies.

The keys of the columns are those of ``sim.agents``, which stands above this layer.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import decision
from sim.core.places import Places
from sim.parameters import Parameters
from sim.world.description import CountyDescription
from sim.world.drawing import blocks, choose, draw_places, exponentials, normals
from sim.world.facts import SECTORS
from sim.world.sharing import first_of_each, hand_out

CADRE = decision("world.cadre")
ORGANISATION = decision("world.organisation")
MEMBERSHIP = decision("world.membership")
ENTERPRISE = decision("world.enterprise")
EMPLOYMENT = decision("world.employment")

SECRETARY, DIRECTOR, MEMBER, GRID_WORKER = 0, 1, 2, 3
VILLAGE, TOWNSHIP, COUNTY = 0, 1, 2

BURNOUT = 0.33
"""职业倦怠 of every cadre at the start: what usual conditions lead to."""
LEAST_SKILL, MOST_SKILL = 0.3, 0.9
LONGEST = 120
"""Months that a cadre has been in post, or a firm open, at the most."""
MEMBERS_SPREAD, FEWEST_MEMBERS, MOST_MEMBERS = 0.25, 0.6, 1.6
"""Size of organisations relative to the mean: 15 to 40 members where the mean is 25."""
SMALLEST_FIRM = 2
RETIREMENT = 62
"""Age up to which people are employed."""

Columns = dict[str, NDArray[Any]]


def draw_cadres(places: Places, parameters: Parameters, seed: int) -> Columns:
    """The same posts in every village, sorted by village; as many are vacant as quitting and filling leave."""
    numbers = parameters.cadre_time
    posts = max(int(numbers.cadres + 0.5), 1)
    by_post = [blocks(seed, CADRE, places.villages, post) for post in range(posts)]
    for_vacancy, for_skill, motivation, for_tenure = np.stack(by_post, axis=-1).reshape(4, -1)
    vacant = for_vacancy < numbers.quit / (numbers.quit + numbers.fill)
    skill = numbers.skill_reference + numbers.skill_start_spread * normals(for_skill)
    return {
        "village": np.repeat(np.arange(places.villages, dtype=np.int16), posts),
        "post": np.tile(_posts(posts), places.villages),
        "vacant": vacant.astype(np.uint8),
        "skill": np.clip(skill, LEAST_SKILL, MOST_SKILL).astype(np.float32),
        "motivation": motivation.astype(np.float32),
        "burnout": np.full(vacant.size, BURNOUT, np.float32),
        "pay": np.zeros(vacant.size, np.float32),
        "tenure": np.where(vacant, 0, np.floor(for_tenure * (LONGEST + 1))).astype(np.int16),
    }


def _posts(number: int) -> NDArray[np.uint8]:
    """Secretary, director, members, and a grid worker last."""
    posts = np.full(number, MEMBER, np.uint8)
    posts[-1] = GRID_WORKER
    posts[:2] = (SECRETARY, DIRECTOR)[:number]
    return posts


def draw_organisations(
    description: CountyDescription,
    weights: NDArray[np.int64],
    registrants_village: NDArray[np.int32],
    parameters: Parameters,
    seed: int,
) -> tuple[Columns, NDArray[np.int16]]:
    """Volunteer organisations sorted by home village, and the organisation of each resident (-1 none).

    ``weights``: chances of each village to be home to one, shape (villages,); ``registrants_village``: village of
    each registered volunteer, -1 for all others, shape (residents,). Those active at the start are led by a member.
    """
    numbers, count = parameters.volunteering, description.organisations.registered.value
    drawn = blocks(seed, ORGANISATION, count, 0)
    home = draw_places(drawn[0], weights)
    by_village = np.argsort(home, kind="stable")
    village, (_, for_size, for_threshold, for_leader) = home[by_village], np.take(drawn, by_village, axis=1)
    size = np.clip(1.0 + MEMBERS_SPREAD * normals(for_size), FEWEST_MEMBERS, MOST_MEMBERS) * numbers.member
    wanted = np.floor(size + 0.5).astype(np.int32)
    organisation, members = hand_out(
        registrants_village, first_of_each(village, weights.size), wanted, seed, MEMBERSHIP
    )
    with_members = int(np.count_nonzero(members))
    # Those without members come last: nobody could lead them.
    led = choose(for_leader + (members == 0), min(description.organisations.active.value, with_members), 0.0)
    threshold = (numbers.active_low + (numbers.active_high - numbers.active_low) * for_threshold).astype(np.float32)
    # A month's share of the threshold in whole hours, so that three months surely reach it.
    hours = np.where(led, np.ceil(threshold / np.float32(3.0)), 0.0).astype(np.float32)
    columns = {
        "village": village.astype(np.int16),
        "members": members,
        "coordinator": led.astype(np.uint8),
        "funds": np.full(count, min(3.0 * numbers.income, numbers.funds_most), np.float32),
        "threshold": threshold,
        "tasks": np.zeros(count, np.int32),
        "hours": hours,
        "hours_1": hours.copy(),
        "hours_2": hours.copy(),
        "active": led.astype(np.uint8),
        "dependence": np.zeros(count, np.float32),
    }
    return columns, organisation


def draw_enterprises(
    description: CountyDescription,
    parameters: Parameters,
    township_of_village: NDArray[np.int16],
    present: NDArray[np.int64],
    workers_township: NDArray[np.int32],
    seed: int,
) -> tuple[Columns, NDArray[np.int16]]:
    """Enterprises sorted by township, and the employer of each resident (-1 none).

    A firm sits in a village, more likely in a populous one. ``township_of_village``, ``present``: shape (villages,);
    ``workers_township``: township of everybody who may be employed, -1 for all others, shape (residents,).
    """
    sectors = [description.enterprises.get(name) for name in SECTORS]
    numbers = [sector.firms.value if sector else 0 for sector in sectors]
    means = [max(sector.employees.value - SMALLEST_FIRM, 0.0) if sector else 0.0 for sector in sectors]
    drawn = blocks(seed, ENTERPRISE, sum(numbers), 0)
    seat = draw_places(drawn[0], present)
    by_village = np.argsort(seat, kind="stable")
    village, (_, for_size, for_orders, for_age) = seat[by_village], np.take(drawn, by_village, axis=1)
    for_quality, for_cash = np.take(blocks(seed, ENTERPRISE, sum(numbers), 1), by_village, axis=1)[:2]
    township = township_of_village[village].astype(np.int64)
    sector = np.repeat(np.arange(len(SECTORS), dtype=np.uint8), numbers)[by_village]
    size = SMALLEST_FIRM + np.floor(np.array(means)[sector] * exponentials(for_size) + 0.5)
    wanted = np.minimum(size, workers_township.size).astype(np.int32)
    employer, employees = hand_out(
        workers_township, first_of_each(township, int(township_of_village.max()) + 1), wanted, seed, EMPLOYMENT
    )
    columns = {
        "township": township.astype(np.int16),
        "village": village.astype(np.int16),
        "sector": sector,
        "size": np.maximum(employees, SMALLEST_FIRM).astype(np.int32),
        "employees": employees,
        "orders": normals(for_orders).astype(np.float32),
        "cash": (0.5 * (normals(for_orders) + normals(for_cash))).astype(np.float32),
        "quality": (parameters.economy.quality_spread * normals(for_quality)).astype(np.float32),
        "open": np.ones(sector.size, np.uint8),
        "arrears": np.zeros(sector.size, np.uint8),
        "association": np.zeros(sector.size, np.uint8),
        "age": np.floor(for_age * (LONGEST + 1)).astype(np.int16),
    }
    return columns, employer


def mediation_bodies(places: Places, parameters: Parameters) -> Columns:
    """One body a village, one station a township and the county centre, in this order, with nothing to do yet."""
    numbers = (places.villages, places.townships, 1)
    settlement = parameters.settlement
    skills = (parameters.cadre_time.skill_reference, settlement.skill_station, settlement.skill_centre)
    size = sum(numbers)
    return {
        "tier": np.repeat(np.array((VILLAGE, TOWNSHIP, COUNTY), np.uint8), numbers),
        "unit": np.concatenate([np.arange(number, dtype=np.int16) for number in numbers]),
        "skill": np.repeat(np.array(skills, np.float64), numbers),
        "hours": np.zeros(size),
        "used": np.zeros(size),
        "queue": np.zeros(size, np.int32),
    }
