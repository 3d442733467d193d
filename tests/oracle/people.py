"""Who and what there is: residents, cadres, organisations and enterprises as plain Mesa agents."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mesa

from sim.agents.resident import MEDIATION, RULES, SUPERVISION, YEAR
from tests.oracle.arithmetic import total

if TYPE_CHECKING:
    from tests.oracle.village import Village

NEIGHBOUR, VOLUNTEER, CADRE, PLATFORM, TOWNSHIP = range(5)
CHANNELS = ("neighbour", "volunteer", "cadre", "platform", "township")
INSTITUTIONS = (SUPERVISION, MEDIATION, RULES)

Values = Mapping[str, Any]
"""One row of an agent kind's columns, by name."""


class Resident(mesa.Agent):
    """Resident 居民."""

    def __init__(self, county: mesa.Model, row: int, village: "Village", values: Values) -> None:
        super().__init__(county)
        self.row = row
        self.village = village
        self.person: int = values["person"]
        self.group: int = values["group"]
        self.household: int = values["household"]
        self.age: int = values["age"]
        self.male: int = values["male"]
        self.schooling: int = values["schooling"]
        self.income: int = values["income"]
        self.party: int = values["party"]
        self.away: int = values["away"]
        self.never: int = values["never"]
        self.aware: int = values["aware"]
        self.trust: list[float] = [values[f"trust_{channel}"] for channel in CHANNELS]
        self.efficacy: float = values["efficacy"]
        self.motivation: float = values["motivation"]
        self.habit: float = values["habit"]
        self.took_part: int = values["took_part"]
        self.registrant: int = values["registrant"]
        self.served: int = values["served"]
        self.leader: int = values["leader"]
        self.tired: float = values["tired"]
        self.hours: float = values["hours"]
        self.points: float = values["points"]
        self.satisfaction: float = values["satisfaction"]
        self.frailty: float = values["frailty"]
        # Whom and what one belongs to; filled in once everybody is there.
        self.employer: Enterprise | None = None
        self.organisation: Organisation | None = None
        self.home: list[Resident] = []
        self.household_size = 0
        self.slots: list[Resident | None] = []
        self.ties: list[Resident] = []
        # Of the month, in volunteering.
        self.useful = False
        self.leader_before = 0
        self.month_hours = 0.0
        self.look_around()

    @property
    def works(self) -> bool:
        """Has an employer."""
        return self.employer is not None

    def look_around(self) -> None:
        """What the ties show when the month begins; all stages read it as it was then."""
        supervision = mediation = rules = took_part = away = 0
        for tie in self.ties:
            if tie.aware & SUPERVISION:
                supervision += 1
            if tie.aware & MEDIATION:
                mediation += 1
            if tie.aware & RULES:
                rules += 1
            if tie.took_part & YEAR:
                took_part += 1
            if tie.away:
                away += 1
        self.ties_knowing = (supervision, mediation, rules)
        self.ties_took_part = took_part
        self.ties_away = away

    def share_of_ties(self, ties: int) -> float:
        """So many ties as a share of all; 0 for those who have none."""
        return ties / len(self.ties) if self.ties else 0.0

    def tie_trust(self, channel: int) -> float:
        """The ties' mean trust in a channel, less 0.5; 0 for those who have none."""
        if not self.ties:
            return 0.0
        return total(tie.trust[channel] for tie in self.ties) / len(self.ties) - 0.5

    @property
    def known(self) -> int:
        """Institutions one knows."""
        return self.aware.bit_count()

    def knows(self, institution: int) -> bool:
        """Does one know this institution (a bit of ``aware``)?"""
        return bool(self.aware & institution)


class Cadre(mesa.Agent):
    """Cadre 村干部: a post and whoever holds it."""

    def __init__(self, county: mesa.Model, row: int, village: "Village", values: Values) -> None:
        super().__init__(county)
        self.row = row
        self.village = village
        self.post: int = values["post"]
        self.vacant: int = values["vacant"]
        self.skill: float = values["skill"]
        self.motivation: float = values["motivation"]
        self.burnout: float = values["burnout"]
        self.pay: float = values["pay"]
        self.tenure: int = values["tenure"]


class Organisation(mesa.Agent):
    """Volunteer organisation 志愿服务组织."""

    def __init__(self, county: mesa.Model, row: int, village: "Village", values: Values) -> None:
        super().__init__(county)
        self.row = row
        self.village = village
        self.members: int = values["members"]
        self.coordinator: int = values["coordinator"]
        self.funds: float = values["funds"]
        self.threshold: float = values["threshold"]
        self.tasks: int = values["tasks"]
        self.hours: float = values["hours"]
        self.hours_1: float = values["hours_1"]
        self.hours_2: float = values["hours_2"]
        self.active: int = values["active"]
        self.dependence: float = values["dependence"]
        # Of the month:
        self.members_before = self.members
        self.dealt = self.funded = self.services = self.done = 0

    @property
    def quarter(self) -> float:
        """Hours delivered in three months."""
        return self.hours + self.hours_1 + self.hours_2


class Enterprise(mesa.Agent):
    """Enterprise 企业: a place of business, open or waiting for a successor."""

    def __init__(self, county: mesa.Model, row: int, village: "Village", values: Values) -> None:
        super().__init__(county)
        self.row = row
        self.village = village
        self.township: int = values["township"]
        self.sector: int = values["sector"]
        self.size: int = values["size"]
        self.employees: int = values["employees"]
        self.orders: float = values["orders"]
        self.cash: float = values["cash"]
        self.quality: float = values["quality"]
        self.open: int = values["open"]
        self.arrears: int = values["arrears"]
        self.association: int = values["association"]
        self.age: int = values["age"]
        # Of the month:
        self.open_before = self.open
        self.layoff = 0.0
        self.vacancies = 0
