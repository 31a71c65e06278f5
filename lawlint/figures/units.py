"""Units of Chinese official statistics: which words after a number are a unit, and which units count the same things."""

from __future__ import annotations

import re

# Classifiers and measures, by what they count. Units of one group may be mixed in one list (43件次: 19份、5件、17次).
_GROUPS: dict[str, str] = {
    "case": "件次 件 起次 起 宗 桩 案 个次 个 份次 份 项次 项 条次 条 次 部 篇 则 大类 小类 类 种 批次 批 例次 例 场次 场 期 处次 处 只 台次 台 套 辆次 辆 "
    "艘次 艘 架次 架 本 册 张 幅 块 门 枚 座 栋 幢 间 所 家次 家 户次 户 单 票 笔 通 封 趟 轮次 轮 组 支 "
    "段 头 匹 株 棵 粒 颗 罐 瓶 盒 箱 袋 包 卷 方面 环节 领域 大项 小项 款 道 堂 课 节 课时 学时 "
    "批件 宗次 盘 床 席 届 招 板块 维度 行业 行动 阶段 省份 省 市 县 区 镇 乡 村 街道 社区 部门 单位 企业 学校 村居 国家 城市 岗位 项目 问题 案件 样品 机构 网点 站点 任务",
    "person": "人次 人 名 位 人口 员 对 代表 职工 群众",
    "money": "美元 欧元 港元 日元 元 块钱",
    "measure": "平方公里 平方千米 平方米 立方米 公里 千米 米 厘米 毫米 公顷 亩 吨 公斤 千克 克 毫克 微克 升 毫升 千瓦时 千瓦 兆瓦 千伏安 千伏 摄氏度 分贝 标准煤 "
    "km² km2 km m² m³ ㎡ ㎥ m2 m3 mm cm kg mg g t kW MW GW kWh GB TB MB L dB 斤 担 里 海里",
    "days": "天 小时",
    "time": "个月 个工作日 工作日 分钟 秒 年 周 季度 个季度 昼夜",
    "points": "个百分点 百分点 个点",
    "times": "倍",
    "score": "分",
}

GROUP: dict[str, str] = {unit: group for group, units in _GROUPS.items() for unit in units.split()}
# Words for the same kind of thing: a list may change between them without a word.
_SAME = [
    {"件", "起", "宗", "桩", "案", "例"},
    {"人", "名", "位", "员", "人口"},
    {"所", "家"},
    {"次", "场", "场次"},
    {"批次", "批"},
    {"项", "条", "个"},
    {"m2", "m²", "㎡", "平方米"},
]
_KIND = {unit: min(group) for group in _SAME for unit in group}

UNIT = re.compile("|".join(re.escape(u) for u in sorted(GROUP, key=len, reverse=True)))


def kind(unit: str) -> str:
    """The unit under which ``unit`` is added up: 起 and 宗 count as 件 do; ``件(次)`` is 件次."""
    if len(unit) == 2 and unit[1] == "次" and unit not in ("场次", "批次"):
        unit = unit[0]  # 人次, 件次 and 家次 are broken down by 人, 件 and 家
    return _KIND.get(unit, unit)


def group(unit: str) -> str:
    """The broad sort of thing a unit counts: case, person, money, measure, time, points, times, score or other."""
    return GROUP.get(unit, "other" if unit else "")
