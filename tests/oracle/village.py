"""Villages 村: what they are, who is there, what they remember, and what is known of the month so far."""

from dataclasses import dataclass, field

from tests.oracle.matters import Request
from tests.oracle.people import Cadre, Enterprise, Organisation, Resident


@dataclass
class Village:
    """A village 村 or community 社区: facts, who lives there, what lasts, and what is known of the month so far."""

    number: int
    township: int
    rural: int
    remote: int
    households: int
    registered: int
    present: int
    children_share: float
    grid_staff: float
    mediators: float

    residents: list[Resident] = field(default_factory=list)
    posts: list[Cadre] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    enterprises: list[Enterprise] = field(default_factory=list)

    # What lasts from month to month.
    pressure: float = 1.0
    rebound: float = 0.0
    unmet: list[float] = field(default_factory=lambda: [0.2] * 5)
    visible: float = 0.0
    success: float = 0.0
    organising: float = 55.0
    rewarded: float = 0.0
    mobilised: float = 0.0
    rate: float = 1.0
    leader_effect: float = 0.0
    leaders: int = 0
    young: int = 0
    year_share: float = 0.0
    """share of adults present who took part in self-governance within the year"""
    party_share: float = 0.0

    # Of the month, in the order in which it comes to be known.
    press: float = 0.0
    weighed: float = 0.0
    cut: float = 0.0
    days: float = 0.0
    workers: float = 0.0
    hours: float = 0.0
    paper: float = 0.0
    service: float = 0.0
    skill: float = 0.0
    use: float = 0.0
    association: float = 0.0
    sponsored: float = 0.0
    sponsored_matters: float = 0.0
    sponsored_organisations: float = 0.0
    clarity: float = 0.0
    petitions: int = 0
    urgent_hours: float = 0.0
    other_hours: float = 0.0
    request_hours: float = 0.0
    load: float = 0.0
    handled: int = 0
    done: int = 0
    volunteer_requests: list[Request] = field(default_factory=list)
    tasks: int = 0
    for_organisations: int = 0
    for_village: int = 0
    by_party: int = 0
    leading: int = 0

    def filled(self) -> list[Cadre]:
        """The cadres in post."""
        return [post for post in self.posts if not post.vacant]
