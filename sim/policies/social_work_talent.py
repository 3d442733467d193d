"""Social work talent 社工人才."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sim.levers import MonthLevers
from sim.policies.base import Group, Policy, Price, setting


@dataclass(frozen=True, kw_only=True)
class SocialWorkTalent(Policy):
    """More professional social workers, trained and evaluated.

    Claim: professionals make voluntary work reliable.
    Mechanism: a social worker coordinates several organisations: finds tasks, asks members, matches them to requests.
    Side effects: posts are filled slowly and left again. A post is paid as far as it is filled and has organisations
    with members; a pilot in part of a township may be too small for one. The model does not hold posts to the social
    workers there are; the reference design does: 0.6 a township, for 45 in the county (O-W04).
    Evidence: matching as trained capacity is a model, not an estimate (B-B9); being asked works (B-V5, B-V7).
    """

    posts: Annotated[float, setting(0, 4, "posts/township", en="posts for social workers", zh="社工岗位")] = 0.6
    yuan_per_post: Annotated[float, setting(0, 30000, "yuan/month", en="cost of a post", zh="每岗月费用")] = 6000

    group: ClassVar[Group] = "C"
    zh: ClassVar[str] = "社工人才"
    en: ClassVar[str] = "social work talent"

    def adjust(self, levers: MonthLevers) -> MonthLevers:
        """Create posts."""
        strength = levers.strength(self)
        return levers.move(
            self,
            coordinators=self.posts * strength,
        )

    def prices(self) -> tuple[Price, ...]:
        """Posts that are filled: a social worker coordinates four organisations."""
        return (Price("volunteering.professionals", "coordinators", self.yuan_per_post / 4),)
