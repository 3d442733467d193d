"""Needs 诉求: what residents need, where they turn, and whether they are served."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class Needs(NamedTuple):
    """Needs 诉求: what residents need, where they turn, and whether they are served."""

    care_60: Annotated[float, number(0.024, 0.015, 0.035, "1/month", "assumed", "O-W05", en="care needs of an adult aged 60-74", zh="60-74 岁照护需求")]
    care_75: Annotated[float, number(0.055, 0.035, 0.08, "1/month", "assumed", "O-W05", en="care needs of an adult aged 75 or over", zh="75 岁以上照护需求")]
    care_alone: Annotated[float, number(0.4, 0.2, 0.8, "share", "assumed", en="extra care needs of those without another adult at home", zh="独居者照护需求增幅")]
    certificate: Annotated[float, number(0.045, 0.03, 0.06, "1/month", "assumed", "O-C12", en="certificates and benefits", zh="证明与补贴申请")]
    public: Annotated[float, number(0.022, 0.01, 0.04, "1/month", "assumed", en="village public matters", zh="村庄公共事务诉求")]
    hazard: Annotated[float, number(0.010, 0.004, 0.02, "1/month", "assumed", en="hazards seen or suffered", zh="安全隐患")]
    hours_care: Annotated[float, number(3.6, 2.5, 4.7, "h", "assumed", en="hours to meet a care need", zh="照护诉求所需工时")]
    hours_certificate: Annotated[float, number(1.5, 1, 2, "h", "assumed", en="hours to meet a request for a certificate", zh="证明诉求所需工时")]
    hours_public: Annotated[float, number(4.2, 3, 5.5, "h", "assumed", en="hours to meet a public matter", zh="公共事务所需工时")]
    hours_hazard: Annotated[float, number(4.6, 3.2, 6, "h", "assumed", en="hours to meet a hazard", zh="隐患处理所需工时")]
    channel_family: Annotated[float, number(0.45, -0.05, 0.95, "logit", "calibrated", "O-W06", "B-D1", en="handle it within the family or leave it", zh="自家解决或搁置")]
    channel_neighbour: Annotated[float, number(0.22, -0.17, 0.83, "logit", "calibrated", "O-W06", "B-D1", en="turn to neighbours", zh="找邻里")]
    channel_volunteer: Annotated[float, number(-2.45, -2.95, -1.95, "logit", "calibrated", "O-W06", en="turn to volunteers", zh="找志愿者")]
    channel_cadre: Annotated[float, number(0.35, -0.22, 0.78, "logit", "calibrated", "O-W06", "B-D1", en="turn to a village cadre", zh="找村干部")]
    channel_platform: Annotated[float, number(-2.55, -3.45, -2.45, "logit", "calibrated", "O-X11", en="platform or hotline", zh="用平台或热线")]
    channel_township: Annotated[float, number(-2.2, -3.1, -2.1, "logit", "calibrated", "O-X11", en="go to the township", zh="找乡镇")]
    trust: Annotated[float, number(1.8, 1.2, 2.5, "logit", "assumed", "B-T7", en="choice per unit of own trust", zh="自身信任的作用")]
    tie_trust: Annotated[float, number(0.6, 0.3, 1, "logit", "assumed", en="choice per unit of the ties' trust", zh="亲友信任的作用")]
    awareness: Annotated[float, number(0.3, 0.1, 0.6, "logit", "assumed", "B-C11", en="choice of cadre or township per share of institutions known", zh="知晓制度的作用")]
    wait: Annotated[float, number(0.5, 0.3, 1, "logit", "assumed", "B-B8", en="choice per share of requests left unmet", zh="未办结率的作用")]
    leader_near: Annotated[float, number(0.6, 0.2, 1, "logit", "assumed", "B-G4", en="neighbourly help where a micro-grid leader is near", zh="邻近微网格长的作用")]
    visible: Annotated[float, number(2, 1, 3, "logit", "assumed", "B-V4", en="choice of volunteers per unit of visible activity", zh="志愿活动可见度的作用")]
    visible_hours: Annotated[float, number(60, 30, 100, "h/quarter", "assumed", en="organisation hours in a village at which activity is plainly seen", zh="活动充分可见所需工时")]
    effort_platform: Annotated[float, number(0.6, 0.3, 1, "logit", "assumed", "B-G6", en="effort of the old and the little schooled on a platform", zh="老年人与低学历者用平台的门槛")]
    effort_distance: Annotated[float, number(0.5, 0.2, 0.8, "logit", "assumed", en="effort of a remote village to reach the township", zh="偏远村到乡镇的成本")]
    platform_access: Annotated[float, number(1.5, 0.8, 2.2, "logit", "assumed", "B-G6", en="choice of the platform per share of residents covered", zh="平台覆盖的作用")]
    platform_noise: Annotated[float, number(0.3, 0.1, 0.6, "share", "assumed", "B-G7", en="more public matters reported per share covered by a platform", zh="平台带来的额外公共事务诉求")]
    away_need: Annotated[float, number(0.3, 0.15, 0.5, "share", "assumed", "B-G6", en="certificates needed by those away, against those present", zh="外出者证明诉求（相对在村者）")]
    effort_away: Annotated[float, number(1.5, 1, 2.5, "logit", "assumed", "B-G6", en="effort of those away to reach anybody but the platform", zh="外出者求助非平台渠道的成本")]
    family_met: Annotated[float, number(0.8, 0.65, 0.9, "share", "assumed", en="needs met within the family", zh="自家解决的成功率")]
    family_away: Annotated[float, number(0.4, 0.2, 0.7, "share", "assumed", "B-C9", en="loss of family help per share of ties away", zh="亲人外出造成的家庭支持损失")]
    neighbour_hours: Annotated[float, number(42, 20, 45, "h/1000 adults/month", "assumed", en="hours neighbours give", zh="邻里互助工时")]
    leader_help: Annotated[float, number(0.5, 0.3, 0.7, "share", "assumed", en="share of a micro-grid leader's hours that goes to neighbours' needs", zh="微网格长用于邻里互助的时间比例")]
    mobilised_help: Annotated[float, number(0.25, 0.1, 0.4, "share", "assumed", en="share of mobilised volunteer hours that goes to neighbours' needs", zh="动员志愿工时用于邻里互助的比例")]
    township_hours: Annotated[float, number(170, 120, 240, "h/township/month", "assumed", en="township hours for requests", zh="乡镇办理诉求工时")]
    drop: Annotated[float, number(0.35, 0.2, 0.5, "1/month", "assumed", en="unserved requests dropped", zh="未办诉求放弃率")]
    up: Annotated[float, number(0.15, 0.1, 0.25, "1/month", "calibrated", "O-X11", en="unserved requests passed up to the township", zh="未办诉求上报率")]
    patience: Annotated[float, number(3, 2, 4, "months", "assumed", en="months a request waits at most", zh="诉求最长等待月数")]
    unmet_memory: Annotated[float, number(0.8, 0.6, 0.9, "1/month", "assumed", en="share of last month in the reputation for waiting", zh="等待口碑记忆")]
    quality_neighbour: Annotated[float, number(0.66, 0.55, 0.8, "0-1", "assumed", en="how a neighbour's help is felt", zh="邻里帮助的体验")]
    quality_volunteer: Annotated[float, number(0.72, 0.6, 0.85, "0-1", "assumed", en="how a volunteer's help is felt", zh="志愿服务的体验")]
    quality_cadre: Annotated[float, number(0.72, 0.6, 0.85, "0-1", "assumed", "B-T8", en="how a cadre's help is felt", zh="干部办事的体验")]
    quality_platform: Annotated[float, number(0.62, 0.5, 0.75, "0-1", "assumed", en="how the platform's help is felt", zh="平台办事的体验")]
    quality_township: Annotated[float, number(0.68, 0.55, 0.8, "0-1", "assumed", en="how the township's help is felt", zh="乡镇办事的体验")]
    quality_skill: Annotated[float, number(0.5, 0.2, 0.8, "1/skill", "assumed", "B-T8", en="better help from more skilled cadres", zh="技能对体验的作用")]
    quality_wait: Annotated[float, number(0.12, 0.06, 0.2, "1/month", "assumed", "B-T7", en="worse help after a wait", zh="等待对体验的损害")]
    quality_dropped: Annotated[float, number(0.1, 0, 0.25, "0-1", "assumed", en="how being left unserved is felt", zh="未获办理的体验")]
