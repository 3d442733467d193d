"""The sections of a county description: places, population, institutions, and what each must fulfil by itself."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from sim.world.apportionment import nearest
from sim.world.figures import Ages, Amount, Count, IncomeBands, Part, Schooling, Share, Sourced, fault

MOST_ROWS = 32_767
"""Villages, village groups, organisations and firms are numbered in 16 bits."""
MOST_PEOPLE = 20_000_000
MOST_CLANS = 1_000
FEWEST_GROUPS, MOST_GROUPS = 2.0 / 3.0, 4.0 / 3.0
"""Groups of a village relative to the mean: 5 to 10 where the mean is 7.5."""


class Name(Part):
    """A name in Chinese and English."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Township(Part):
    """A town, township or street (镇/乡/街道) and how many villages (村) and communities (社区) it has."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    villages: Annotated[int, Field(ge=0)]
    communities: Annotated[int, Field(ge=0)]


def _as_tuple(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


class Townships(Sourced[Annotated[tuple[Township, ...], BeforeValidator(_as_tuple)]]):
    """All townships; ``Places`` checks that they add up."""

    @model_validator(mode="after")
    def _are_there_and_have_names_of_their_own(self) -> Self:
        if not self.value:
            raise fault("a county has at least one township", "value")
        seen: set[str] = set()
        for k, township in enumerate(self.value):
            if township.villages + township.communities < 1:
                raise fault("a township has at least one village or community", "value", k)
            for language, name in (("zh", township.zh), ("en", township.en)):
                if name in seen:
                    raise fault(f"two townships have the name '{name}'", "value", k, language)
            seen |= {township.zh, township.en}
        return self


class Adults(Part):
    """Registered adults (18+) of a village and of a community on average, and their relative spread."""

    village: Amount
    community: Amount
    spread: Amount


class Places(Part):
    """Townships, villages and communities; ``groups`` and ``clans`` a village, ``remote`` share of rural villages."""

    townships: Townships
    villages: Count
    communities: Count
    adults: Adults
    groups: Amount
    clans: Count
    remote: Share

    @property
    def units(self) -> int:
        """Villages and communities together."""
        return self.villages.value + self.communities.value

    @property
    def registered_adults(self) -> float:
        """Registered adults of the county."""
        return self.villages.value * self.adults.village.value + self.communities.value * self.adults.community.value

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for kind in ("villages", "communities"):
            listed = sum(getattr(township, kind) for township in self.townships.value)
            stated = getattr(self, kind).value
            if listed != stated:
                raise fault(f"the townships have {listed} {kind}, but the county has {stated}", kind)
        return self

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        for kind, number in (("village", self.villages), ("community", self.communities)):
            if number.value and getattr(self.adults, kind).value < 1.0:
                raise fault("there must be at least one adult", "adults", kind)
        if self.groups.value < 1.0 or self.units * (self.groups.value * MOST_GROUPS + 0.5) > MOST_ROWS:
            raise fault(f"allowed are 1 a village to about {nearest(MOST_ROWS / MOST_GROUPS)} in all", "groups")
        if not 1 <= self.clans.value <= MOST_CLANS:
            raise fault(f"allowed are 1 to {MOST_CLANS} a village", "clans")
        return self


class RuralUrbanShares(Part):
    """A share in villages and in communities."""

    rural: Share
    urban: Share


class RuralUrbanAmounts(Part):
    """An amount in villages and in communities."""

    rural: Amount
    urban: Amount


class AgeStructure(Part):
    """Ages of registered adults, those who live there and those away."""

    rural_present: Ages
    rural_away: Ages
    urban_present: Ages
    urban_away: Ages


class Population(Part):
    """People: ``registered`` counts all persons (户籍人口), children too; the shares that follow are of adults.

    ``present_share`` of registered adults; ``absence_spread``: relative spread of the share away between villages;
    ``children_share`` of all present persons; ``persons_per_household``: registered persons, children too.
    """

    registered: Count
    present_share: RuralUrbanShares
    absence_spread: Amount
    children_share: RuralUrbanShares
    persons_per_household: RuralUrbanAmounts
    ages: AgeStructure
    schooling: Schooling
    party_members: Share
    income_bands: IncomeBands

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.registered.value > MOST_PEOPLE:
            raise fault(f"at most {MOST_PEOPLE} persons", "registered")
        for kind in ("rural", "urban"):
            if getattr(self.children_share, kind).value >= 1.0:
                raise fault("not everybody can be a child", "children_share", kind)
        return self


class Organisations(Part):
    """Volunteer organisations 志愿服务组织: registered, and active at the start."""

    registered: Count
    active: Count

    @model_validator(mode="after")
    def _no_more_active_than_registered(self) -> Self:
        if self.active.value > self.registered.value:
            raise fault(f"{self.active.value} are active, but only {self.registered.value} are registered", "active")
        if self.registered.value > MOST_ROWS:
            raise fault(f"at most {MOST_ROWS} organisations", "registered")
        return self


class SocialWork(Part):
    """Social work agencies 社工机构 and certified social workers 持证社工."""

    agencies: Count
    social_workers: Count


class Firms(Part):
    """Firms of one sector and their employees on average."""

    firms: Count
    employees: Amount
