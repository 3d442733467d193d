"""What a village remembers from month to month, and what its offices have to give this month."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CHANNELS = ("neighbour", "volunteer", "cadre", "platform", "township")
"""Help channels 求助渠道 in the order of the trust columns: 邻里, 志愿者, 村干部, 平台, 乡镇."""
NEIGHBOUR, VOLUNTEER, CADRE, PLATFORM, TOWNSHIP = range(5)


class VillageState(NamedTuple):
    """Arrays of shape (villages,) unless noted. Carried over: the first block; the others are this month's."""

    pressure: Array
    """petition pressure from above 信访压力, 1 = usual"""
    rebound: Array
    """share of a cut of paperwork that has crept back"""
    success: Array
    """share of matters that cadres saw succeed, smoothed"""
    unmet: Array
    """shape (channels, villages): share of requests left unmet, smoothed"""
    visible: Array
    """how plainly volunteer organisations are seen, 0-1"""
    organising: Array
    """effective hours for organising self-governance"""
    mobilised: Array
    """volunteer hours mobilised by the village last month"""
    rewarded: Array
    """points given last month"""
    rate: Array
    """goods a point bought last month over its nominal worth, 0-1"""
    leaders: Array
    """micro-grid leaders"""
    leader_effect: Array
    """households within reach of a rested leader, share"""
    present: Array
    """adults present"""
    young: Array
    """adults present under 62"""
    took_part: Array
    """share of adults present who took part in self-governance within 12 months"""

    cut: Array
    """share of paperwork items that are cut and stay cut"""
    paper_share: Array
    """paperwork over hours"""
    service: Array
    """service time, effective hours"""
    skill: Array
    """mean skill of filled posts, -1 where none is filled"""
    filled: Array
    """filled posts"""
    hours_urgent: Array
    """hours for urgent cases"""
    hours_cases: Array
    """hours for other cases"""
    hours_requests: Array
    """hours for requests"""
    load: Array
    """demand over service time"""
    handled: Array
    """requests and cases that cadres handled"""
    done: Array
    """... with success"""
    petitions: Array
    """petitions of the month, of every origin"""
    party_share: Array
    """share of last month's volunteer hours that asked Party members gave"""
    association: Array
    """labour and contract grievances that associations hear of early, share"""
    sponsored_matters: Array
    """yuan that firms give this month to what residents raise"""
    sponsored_organisations: Array
    """yuan that firms give this month to the village's organisations"""
