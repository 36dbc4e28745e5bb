"""Chinese cities and provinces that notices put between a parent and its unit."""

PLACES = frozenset(
    (
        *("北京", "上海", "天津", "重庆", "深圳", "广州", "珠海", "东莞", "佛山", "中山", "惠州"),
        *("苏州", "南京", "无锡", "常州", "扬州", "泰州", "南通", "徐州", "盐城", "镇江", "太仓"),
        *("昆山", "张家港", "江阴", "连云港", "杭州", "宁波", "温州", "嘉兴", "绍兴", "湖州"),
        *("衢州", "余杭", "合肥", "芜湖", "安庆", "马鞍山", "青岛", "济南", "烟台", "威海", "潍坊"),
        *("东营", "日照", "临沂", "淄博", "成都", "绵阳", "宜宾", "泸州", "德阳", "自贡", "西安"),
        *("咸阳", "宝鸡", "沈阳", "大连", "鞍山", "哈尔滨", "长春", "吉林", "郑州", "洛阳", "武汉"),
        *("宜昌", "襄阳", "长沙", "株洲", "湘潭", "衡阳", "南昌", "九江", "赣州", "福州", "厦门"),
        *("泉州", "昆明", "贵阳", "南宁", "桂林", "北海", "海口", "三亚", "兰州", "西宁", "银川"),
        *("乌鲁木齐", "呼和浩特", "太原", "大同", "石家庄", "唐山", "保定", "秦皇岛", "雄安"),
        *("香港", "澳门", "海南", "广东", "江苏", "浙江", "安徽", "山东", "四川", "陕西", "辽宁"),
        *("黑龙江", "河南", "河北", "湖北", "湖南", "江西", "福建", "云南", "贵州", "广西", "甘肃"),
        *("青海", "宁夏", "新疆", "内蒙古", "山西", "西藏", "长三角", "粤港澳大湾区", "大湾区"),
        *("如皋", "如东", "沙河", "学院路", "昌平", "良乡", "房山", "怀来", "燕郊", "义乌"),
    )
)

ENGLISH_PLACES = frozenset(
    (
        *("beijing", "shanghai", "tianjin", "chongqing", "shenzhen", "guangzhou", "zhuhai"),
        *("suzhou", "nanjing", "wuxi", "hangzhou", "ningbo", "hefei", "qingdao", "jinan"),
        *("weihai", "yantai", "chengdu", "xian", "shenyang", "dalian", "harbin", "wuhan"),
        *("changsha", "zhengzhou", "dongguan", "foshan", "hong", "kong", "macau", "hainan"),
        *("xiamen", "kunming", "guiyang", "nanchang", "yibin", "luzhou", "campus", "china"),
    )
)
LONGEST_PLACE = max(map(len, PLACES))


def without_place(text: str) -> str:
    """Return `text` without the place it begins with (and 市, 省 after it), or as it is."""
    for length in range(min(LONGEST_PLACE, len(text)), 1, -1):
        if text[:length] in PLACES:
            return text[length:].removeprefix("市").removeprefix("省")
    return text
