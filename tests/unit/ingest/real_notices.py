"""What a person reads in each real file: typed from the pages, never from our own output."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Read:
    """One file as read by hand; None: not printed there. Money in whole units of `currency`."""

    file: str
    title: str
    buyer: str | None
    number: str | None
    amount: str | None
    suppliers: tuple[str, ...] = ()
    stage: str = "award"
    published: str | None = None
    budget: str | None = None
    currency: str = "CNY"
    unread: bool = False

    @property
    def total(self) -> Decimal | None:
        return Decimal(self.amount) if self.amount else None


BODIES, CQGGZY = "notices/bodies/", "notices/cqggzy/www.cqggzy.com_xxhz_014001_014001004_20170109_"
CQGP = "notices/cqgp/www.cqgp.gov.cn_notices_"

READ_BY_HAND = (
    Read(
        BODIES + "test_1.json",
        "内蒙古大学办公家具公开招标中标结果公告",
        "内蒙古大学",
        "NZC2014-A03-1",
        "1090602.00",  # the column says 元, the cell says $: see the original
        ("中山市东港家具制造有限公司",),
        published="2014-04-09",
    ),
    Read(
        BODIES + "test_5.json",
        "联系人交换机等设备采购结果公示",
        None,  # masked as 联系人 in the source: a person's label is no buyer
        "15A3426",
        "982800",  # 748,000 + 234,800
        ("重庆迅邦科技有限公司", "重庆市万州区万众电脑有限公司"),
        published="2015-09-30",
    ),
    Read(
        BODIES + "test_data_0",
        "广西云龙招标有限公司崇左市中医壮医医院整体搬迁（门诊及全科医生临床培养基地）项目主体工程"
        "YLCZG20162009-S中标候选人公示",
        "崇左市中医壮医医院",
        "YLCZG20162009-S",
        "28293076.46",
        stage="candidate",
        published="2017-01-03",
    ),
    Read(
        BODIES + "test_data_1",
        "北华大学附属医院医疗设备采购项目",
        "北华大学附属医院",
        "JLCTTC-16ZFHW5066",
        "7080000",  # 5,130,000 + 1,950,000
        ("吉林硕实经贸有限公司", "中国科学器材有限公司"),
    ),
    Read(
        BODIES + "test_data_10",
        "嵩县田湖至九皋段公路新建工程（九店段）新建工程",
        "嵩县九店乡人民政府",
        "G2016-056ZF",
        "39891360.02",
        ("河南乾坤路桥工程有限公司",),
        budget="39896000",
    ),
    Read(
        BODIES + "test_data_16",
        "济宁市任城区李营第一中学安保服务采购项目",
        "济宁市任城区李营第一中学",
        "RCCG-2016-0560",
        "118297.00",
        ("济宁市金宝利物业服务有限公司",),
        published="2016-11-21",
    ),
    Read(BODIES + "test_data_18", "", None, None, None, stage="unknown", unread=True),
    Read(
        BODIES + "test_data_19",
        "乌鲁木齐市第十二中学高铁拆迁安置楼周边道路新建工程中标公示",
        "乌鲁木齐市第十二中学",
        "ZCD-2016-ZFCG122",
        "1256772.03",
        ("乌鲁木齐市建工（集团）第一建筑工程有限责任公司",),
    ),
    Read(
        BODIES + "test_data_2",
        "泌阳县农业局秸秆腐熟剂采购项目成交公告",
        "泌阳县农业局",
        "泌政采[2013]067号",
        "1027470",  # 290,000 + 437,500 + 299,970
        (
            "三门峡龙飞生物工程有限公司",
            "鹤壁市人元生物技术发展有限公司",
            "河南宝融生物科技有限公司",
        ),
    ),
    Read(
        BODIES + "test_data_21",
        "武清区泗村店泵站更新改造工程施工监理",
        None,
        "WQSCDBZGXGZJL/HT-2016-01",
        "476000",
        ("天津市金帆工程建设监理有限公司",),
    ),
    Read(
        BODIES + "test_data_23",
        "石河子市公安局交警支队车辆管理所郊区大队供暖管网改造工程",
        "新疆天富能源股份有限公司",
        None,
        "8900688.59",  # of the first of three
        ("石河子天富水利电力工程有限责任公司",),
    ),
    Read(
        BODIES + "test_data_3",
        "东营市市容环境卫生处环卫保洁工作服等政府采购项目中标公告",
        "东营市市容环境卫生处",
        "DYZCZ2016-269#",
        "879970",
        ("山东鲲鹏安全防护用品有限公司",),
    ),
    Read(
        BODIES + "test_data_4",
        "鄯善县科技孵化中心职业技能实训基地建设项目监理",
        "鄯善县康鑫投资建设有限公司",
        None,
        "234800",
        ("新疆东方工程管理有限公司",),
    ),
    Read(
        BODIES + "test_data_5",
        "安徽省体育局训练基地管理中心太平湖基地设备采购项目中标（成交）公告",
        "安徽省体育局训练基地管理中心",
        "2016HACZ1873",
        "539211.00",
        ("安徽普尔美机电有限公司",),
    ),
    Read(
        BODIES + "test_data_7",
        "椒江建闸工程二期基础地形测量及水文测验采购",
        "台州市水利局",
        "JJTZ-2016-069",
        "3986200",  # "金额汇总:0" stands beside it
        ("浙江省河海测绘院",),
    ),
    Read(
        BODIES + "test_data_8",
        "广州市番禺区大龙街社区卫生服务中心采购医疗设备项目",
        "广州市番禺区大龙街社区卫生服务中心",
        "0724-1601D35N3791",
        "319450.00",  # 175,500 + 143,950
        ("广东凡人医疗器械有限公司", "广州杏宝医疗器械有限公司"),
        published="2016-11-15",
        budget="339100",
    ),
    Read(
        BODIES + "test_data_9",
        "中南大学湘雅医学大数据透明计算终端采购项目",
        "中南大学",
        "0623-1681N1110K14",
        "1132000",
        ("湖南新云网科技有限公司",),
    ),
    Read(
        "notices/ccgp/www.ccgp.gov.cn_cggg_dfgg_cjgg_201611_t20161130_7658407.htm.json",
        "广西嘉华建设项目管理咨询有限公司关于北莱村苗圃苗木采购项目成交公告",
        "贺州市市政管理局",
        "HZZFCG2016货字420号",
        "688000",
        ("贺州市三友林业科技有限责任公司",),
        published="2016-11-30",
    ),
    Read(
        CQGP + "376668808720433152.json",
        "四川外国语大学国际商学院国际商务实验中心计算机成交公告",
        "四川外国语大学",
        "178760314781698",
        "109680.00",  # 39,600 + 70,080
        ("重庆噢越科技有限公司",),
        published="2016-11-21",
    ),
    Read(
        CQGP + "376674268660068352.json",
        "四川外国语大学商学院协同软件数据库(第二次)(16A5119)结果公告",
        "四川外国语大学",
        "16A5119",
        "267500.00",
        ("重庆延贵科技有限公司",),
        published="2016-11-21",
    ),
    Read(
        CQGGZY + "9239de29-edcb-4a53-9406-cac0b148a3fe.html.json",
        "潼南区双江镇猴溪路、连江路步行街改造工程中标结果公告",
        "重庆市潼南区城市建设投资（集团）有限公司",
        "070315",
        "5901982.72",
        ("重庆电力建设总公司",),
        published="2017-01-09",
    ),
    Read(
        CQGGZY + "c1b86a53-a270-4284-94ff-36650ca898ea.html.json",
        "涪陵区白涛至麻溪河公路路面改造工程中标结果公告",
        "重庆市白涛化工园区开发（集团）有限公司",
        "070767",
        "8176575.33",
        ("四川泸州通达路桥有限公司",),
        published="2017-01-09",
        budget="8330227.36",
    ),
    Read(
        CQGGZY + "e94779a6-4f91-4f27-9fef-3a2f943516de.html.json",
        "邮局巷环境综合整治中标结果公告",
        "重庆解放碑中央商务区管理委员会",
        "070913",
        "2322300.24",
        ("四川恒弘建筑工程有限公司",),
        published="2017-01-09",
    ),
    Read(
        "ocds/release-package-ocds-213czf-000-00001-02-tender.json",
        "Planned cycle lane improvements",
        "London Borough of Barnet",
        "ocds-213czf-000-00001-01-tender",
        None,
        stage="tender",
        published="2010-03-15",
        budget="1100000",
        currency="GBP",
    ),
    Read(
        "ocds/release-package-ocds-213czf-000-00001-04-award.json",
        "Planned cycle lane improvements",
        "London Borough of Barnet",
        "ocds-213czf-000-00001-01-tender",
        "11000000",
        ("AnyCorp Cycle Provision",),
        published="2010-05-10",
        currency="GBP",
    ),
    Read(
        "ocds/record-package.json",
        "Planned cycle lane improvements",
        "London Borough of Barnet",
        "ocds-213czf-000-00001-01-tender",
        "11000000",
        ("AnyCorp Cycle Provision",),
        stage="contract",
        published="2011-01-10",
        budget="1100000",
        currency="GBP",
    ),
)
