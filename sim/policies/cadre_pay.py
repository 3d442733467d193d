"""Cadre pay 干部待遇."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class CadrePay(Policy):
    """Raise the pay of village and community cadres step by step.

    Claim: better paid cadres stay and do better.
    Mechanism: pay lowers quitting and fills vacancies, so skill and hours are kept (B-K3).
    Side effects: hardly any effect on effort (doubling pay changed no output, B-K1); those who are worn out stay too,
    because pay makes them stay and nothing makes them rested; it costs every month.
    Evidence: a strong experiment on teachers abroad (B-K1); for village cadres correlational (B-K3).
    """

    supplement: Annotated[float, setting(0, 3000, "yuan/post/month", en="pay supplement", zh="月补贴")] = 500

    group: ClassVar[Group] = "A"
    zh: ClassVar[str] = "干部待遇"
    en: ClassVar[str] = "cadre pay"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Pay."""
        strength = levers.strength(self)
        return levers.move(
            self,
            pay=self.supplement * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """The supplement of every filled post."""
        return (Price("cadre_time.filled", "pay", 1.0, times="pay"),)
