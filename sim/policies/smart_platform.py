"""Two-way digital platform 智慧治理平台."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class SmartPlatform(Policy):
    """A two-way platform: residents' voices up, government's plans down.

    Claim: everybody, also those working away, is heard and answered.
    Mechanism: residents covered can report and take part from anywhere (B-G6); staff answers; matters reach the
    township sooner.
    Side effects: the old and the little schooled use it less; more small public matters are reported; registers are
    kept twice, which adds to the load of cadres (B-G7).
    Evidence: platforms raise the participation of those away, size not readable (B-G6). No causal estimate was found.
    """

    cover: Annotated[float, setting(0, 1, "share", en="residents covered", zh="覆盖居民比例")] = 0.5
    staff_hours: Annotated[
        float, setting(0, 1000, "h/township/month", en="hours of platform staff", zh="平台人员工时")
    ] = 60
    faster: Annotated[
        float, setting(0, 0.8, "share", en="days saved on the way to the township", zh="流转时间缩短比例")
    ] = 0.3
    registers: Annotated[float, setting(0, 60, "h/village/month", en="cadre hours for registers", zh="台账工时")] = 5
    yuan_per_hour: Annotated[float, setting(0, 200, "yuan/h", en="cost of staff", zh="人员小时费用")] = 30
    yuan_per_village: Annotated[
        float, setting(0, 20000, "yuan/village/month", en="running cost at full coverage", zh="平台运维费")
    ] = 400

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "智慧治理平台"
    en: ClassVar[str] = "smart platform"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Cover residents, staff the desk, shorten the way, keep registers."""
        strength = levers.strength(self)
        return levers.move(
            self,
            platform=self.cover * strength,
            platform_hours=self.staff_hours * strength,
            delay_township=-self.faster * strength,
            report_hours=self.registers * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Staff hours and running cost."""
        return (
            Price("lever:platform_hours", "platform_hours", self.yuan_per_hour),
            Price("lever:platform", "platform", self.yuan_per_village),
        )
