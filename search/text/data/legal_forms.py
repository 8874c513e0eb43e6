"""Legal forms as they end names, and what may follow them.

Source: 企业名称登记管理规定 and the forms met in registers. `FORMS` are tried longest first.
"""

FORMS = (
    "集团股份有限责任公司",
    "集团股份有限公司",
    "集团有限责任公司",
    "集团有限公司",
    "集团股份公司",
    "集团公司",
    "控股集团有限公司",
    "股份有限责任公司",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "责任公司",
    "股份合作公司",
    "农民专业合作社联合社",
    "农民专业合作社",
    "专业合作社",
    "股份经济合作社",
    "经济合作社",
    "股份合作社",
    "合作社",
    "合伙企业",
    "个人独资企业",
    "独资企业",
    "企业集团",
    "集团",
    "总公司",
    "公司",
)

# Said in brackets behind or inside a name; part of the form.
BRACKETED = frozenset(
    """
    集团 有限合伙 普通合伙 特殊普通合伙 合伙 个人独资 个体工商户 个体 股份 有限责任 自然人独资 国有独资 外商独资
    合资
    """.split()
)

# Forms that say clearly where the name ends: what follows is a branch (or chatter in a query).
DECISIVE = ("有限责任公司", "股份有限公司", "有限公司", "股份公司", "合伙企业", "专业合作社")

BRANCHES = (
    "分公司",
    "支公司",
    "分店",
    "分厂",
    "分行",
    "支行",
    "分部",
    "分校",
    "分院",
    "分所",
    "营业部",
    "营业厅",
    "办事处",
    "代表处",
    "项目部",
    "经营部",
    "服务部",
    "门市部",
    "销售部",
    "网点",
    "连锁店",
    "门店",
    "加油站",
    "工会委员会",
    "店",
    "厂",
)
