"""What GB/T 2260 lacks about regions in company names; the divisions themselves come from its table.

Chosen by hand. A bare county or district name is left out where it is as often a brand (朝阳, 长安). With its
suffix it is still read.
"""

SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "新区",
    "林区",
    "省",
    "市",
    "区",
    "县",
    "州",
    "盟",
    "旗",
)

# Peoples in the names of autonomous divisions: with or without 族, and only with it.
PEOPLES = tuple("柯尔克孜 维吾尔 哈萨克 塔吉克 达斡尔 鄂温克 锡伯 蒙古 朝鲜".split())
PEOPLES_WITH_SUFFIX = tuple(
    """
    土家 仫佬 毛南 布依 哈尼 傈僳 拉祜 纳西 景颇 布朗 普米 德昂 独龙 裕固 保安 东乡 撒拉 仡佬 各 壮 满 回 苗 藏 彝 侗 瑶
    白 傣 黎 佤 畲 水 土 羌 怒
    """.split()
)

WITH_ITS_PEOPLE = "内蒙古"  # the bare name of 内蒙古自治区

# Lines of the table that are no names.
NO_REGIONS = frozenset(
    """
    市辖区 县 省直辖县级行政单位 自治区直辖县级行政单位 省直辖县级行政区划 自治区直辖县级行政区划 省直辖行政单位
    """.split()
)

# Not in the table, with the digits of the division they lie in.
ADDED = {"雄安": "1306"}

# Read as a region although the table has no such division.
ZONES = tuple(
    """
    经济技术开发区 高新技术产业开发区 高新技术开发区 高新区 经开区 开发区 东湖新技术开发区 东湖高新区 东湖开发区
    自由贸易试验区 自贸区 自贸试验区 综合保税区 保税区 工业园区 工业园 示范区 新技术开发区
    """.split()
)

# Full names too common to begin a name by themselves.
UNSURE = frozenset("城区 郊区 矿区 市区 新区 东区 西区 南区 北区 中区 镇区".split())

# Divisions that are words of another meaning when bare, even behind their city.
ONLY_WITH_SUFFIX = frozenset(
    """
    青山 汉阳 东湖 朝阳 长安 新城 和平 鼓楼 高新 城 郊 矿 市 新 新华 红旗 向阳 东方 中原 前进 友谊 长城 光明 新兴 合作
    永安 平安 安宁 吉利 工农 建设 解放 胜利 中华 阿里 环城 新民 大安 安定 兴隆 太和 泰兴 瑞安 永康 富民 新星 白杨 双河
    """.split()
)

# Districts and counties that are read bare without their city before them.
COUNTIES = frozenset(
    """
    江岸 江汉 硚口 武昌 洪山 东西湖 汉南 蔡甸 江夏 黄陂 新洲 大冶 阳新 丹江口 郧西 竹山 竹溪 房县 枝江 当阳 宜都
    秭归 长阳 五峰 兴山 远安 枣阳 宜城 老河口 南漳 谷城 保康 钟祥 京山 沙洋 应城 安陆 汉川 云梦 大悟 孝昌 公安
    监利 石首 洪湖 松滋 江陵 麻城 武穴 团风 红安 罗田 英山 浠水 蕲春 黄梅 赤壁 嘉鱼 通城 崇阳 通山 广水 随县
    利川 建始 巴东 宣恩 咸丰 来凤 鹤峰 浦东 闵行 嘉定 松江 奉贤 崇明 徐汇 虹口 杨浦 海淀 丰台 昌平 顺义 余杭
    萧山 番禺 黄埔 天河 福田 龙岗 坪山 顺德 南海
    """.split()
)

# Cities whose bare names are brands as well.
BRANDLIKE = frozenset(
    "大同 安顺 安康 泰安 吉安 长治 德阳 大庆 大理 中山 黄山 宝鸡 通化 广安 平凉 永州 保定 承德 长春".split()
)
