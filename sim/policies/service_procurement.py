"""Procurement of services 购买服务."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class ServiceProcurement(Policy):
    """A project library; voluntary and social-work services in the government's purchasing list.

    Claim: funded tasks wake dormant organisations.
    Mechanism: funded tasks are offers that must be matched by members; money pays for tasks.
    Side effects: an organisation comes to live on funded tasks and finds fewer of its own, so activity falls below its
    old level when the money stops.
    Evidence: no effect size was found (B-G12).
    """

    tasks: Annotated[float, setting(0, 20, "tasks/village/month", en="funded tasks offered", zh="购买任务数")] = 2
    funds: Annotated[float, setting(0, 5000, "yuan/organisation/month", en="basic support", zh="基础补助")] = 100
    yuan_per_task: Annotated[float, setting(0, 5000, "yuan", en="price of a task", zh="单项任务价格")] = 150

    group: ClassVar[Group] = "C"
    zh: ClassVar[str] = "购买服务"
    en: ClassVar[str] = "service procurement"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Offer tasks, support organisations."""
        strength = levers.strength(self)
        return levers.move(
            self,
            funded_tasks=self.tasks * strength,
            organisation_funds=self.funds * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Funded tasks that were done, and basic support."""
        return (
            Price("volunteering.funded_done", "funded_tasks", self.yuan_per_task),
            Price("volunteering.organisations", "organisation_funds", 1.0, times="organisation_funds"),
        )
