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
    "股份合作企业",
    "中外合资企业",
    "有限合伙企业",
    "普通合伙企业",
    "特殊普通合伙企业",
    "股份两合公司",
    "无限公司",
    "无限责任公司",
    "一人有限责任公司",
    "有限责任公司集团",
    "集团总公司",
    "控股有限公司",
    "控股公司",
    "农民合作社",
    "供销合作社",
    "信用合作社",
    "总公司",
    "公司",
    "总厂",
    "厂",
    "中心",
)

# How names of sole traders end, who have no legal form: met in registers, as the list of forms.
SHOPS = tuple("店 馆 楼 部 室 坊 社 所 院 铺 摊 屋 吧 厅 行 超市 商场 市场".split())

# In brackets behind or inside a name; part of the form.
BRACKETED = frozenset(
    """
    集团 有限合伙 普通合伙 特殊普通合伙 合伙 个人独资 个体工商户 个体 股份 有限责任 自然人独资 国有独资 外商独资
    合资
    """.split()
)

# With what stands in brackets behind it, as it reads without them.
PARTNERSHIPS = tuple(f"合伙企业{kind}" for kind in ("有限合伙", "普通合伙", "特殊普通合伙"))

# In brackets where a region would stand.
COUNTRIES = frozenset("中国 亚洲 亚太 国际 全国".split())

# Forms that mark clearly where the name ends: what follows is a branch (or chatter in a query).
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
    "分社",
    "分局",
    "分中心",
    "专卖店",
    "旗舰店",
    "体验店",
    "服务站",
    "收购站",
    "工作站",
    "营销中心",
    "配送中心",
    "研发中心",
    "管理部",
    "事业部",
    "连锁店",
    "门店",
    "加油站",
    "工会委员会",
    "店",
    "厂",
)
