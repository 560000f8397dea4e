import type { SampleArea } from './catalogue.ts';

/** 环境、民生、市场、农村与安全: the areas of daily life. */
export const LIFE_AREAS: readonly SampleArea[] = [
  {
    code: 'environment',
    name: '生态环境',
    items: [
      {
        id: 'noise',
        name: '噪声扰民',
        keywords: '噪音 噪声 扰民 夜间施工 广场舞 低频 隔音',
        leads: [['ecology', '监测噪声并牵头认定责任']],
        supports: [
          ['urban-management', '查处夜间施工与商业噪声'],
          ['police', '处理社会生活噪声'],
          ['culture', '规范广场文化活动'],
        ],
      },
      {
        id: 'cooking-fumes',
        name: '餐饮油烟',
        keywords: '油烟 烧烤 油烟味 排烟 餐饮 烟道 饭店',
        leads: [['urban-management', '查处油烟扰民，督促安装净化设施']],
        supports: [
          ['ecology', '检测油烟排放'],
          ['market', '核查餐饮经营资格'],
        ],
      },
      {
        id: 'industrial-pollution',
        name: '企业排污举报',
        keywords: '排污 废水 废气 偷排 污染 化工 异味 刺鼻',
        difficulty: 'hard',
        confidential: true,
        leads: [['ecology', '突击检查、取样监测并依法查处']],
        supports: [
          ['emergency', '检查危险化学品安全'],
          ['industry', '督促企业技术改造'],
        ],
      },
      {
        id: 'river-pollution',
        name: '河道黑臭与水体治理',
        keywords: '河道 黑臭 河水 河边 发黑 发臭 臭水沟 水体',
        difficulty: 'hard',
        leads: [['water', '排查排口，牵头河道整治']],
        supports: [
          ['ecology', '监测水质、查处超标排放'],
          ['agriculture', '治理养殖与农业面源污染'],
          ['urban-management', '清理沿岸垃圾'],
        ],
      },
      {
        id: 'dust',
        name: '扬尘与渣土运输',
        keywords: '扬尘 渣土车 渣土 工地 灰尘 粉尘 裸土',
        leads: [['urban-management', '查处渣土运输违法行为']],
        supports: [
          ['housing', '督促工地落实防尘措施'],
          ['traffic-police', '查处渣土车交通违法'],
          ['ecology', '监测颗粒物'],
        ],
      },
    ],
  },
  {
    code: 'livelihood',
    name: '民生保障与公共服务',
    items: [
      {
        id: 'unpaid-wages',
        name: '拖欠工资',
        keywords: '拖欠工资 欠薪 农民工 工资 讨薪 血汗钱 劳动合同 工钱',
        difficulty: 'hard',
        confidential: true,
        leads: [['social-security', '调查欠薪事实，责令支付']],
        supports: [
          ['housing', '核查工程款与工资专户'],
          ['police', '查处拒不支付劳动报酬'],
          ['petition', '接待来访职工'],
        ],
      },
      {
        id: 'social-insurance',
        name: '社保缴纳与养老金',
        keywords: '社保 养老金 养老保险 退休 补缴 社保卡 公积金 失业金',
        leads: [['social-security', '核查参保记录并办理待遇']],
        supports: [['tax', '核查社会保险费征缴']],
      },
      {
        id: 'medical-insurance',
        name: '医保报销',
        keywords: '医保 医保卡 报销 异地就医 慢性病 医疗保险 住院费',
        leads: [['medical-insurance', '核查并办理医保待遇']],
        supports: [['health', '核查医疗机构诊疗行为']],
      },
      {
        id: 'social-assistance',
        name: '低保与困难救助',
        keywords: '低保 救助 残疾人 残疾证 困难补助 特困 贫困户 补贴',
        leads: [['civil-affairs', '核查家庭状况并落实救助']],
        supports: [
          ['social-security', '提供就业援助'],
          ['medical-insurance', '落实医疗救助'],
        ],
      },
      {
        id: 'elderly-care',
        name: '养老机构与为老服务',
        keywords: '养老院 敬老院 养老服务 老年人 助餐 高龄津贴 独居老人',
        leads: [['civil-affairs', '检查养老机构、落实为老服务']],
        supports: [
          ['health', '提供医养结合服务'],
          ['fire', '检查养老机构消防安全'],
        ],
      },
      {
        id: 'school-enrolment',
        name: '入学与学区',
        keywords: '入学 学区 幼儿园 学位 转学 小学 中学 学校',
        leads: [['education', '核实学区并协调入学']],
        supports: [
          ['police', '核验户籍与居住信息'],
          ['natural-resources', '核验房产登记信息'],
        ],
      },
      {
        id: 'medical-service',
        name: '医疗服务与纠纷',
        keywords: '医院 看病 医生 挂号 疫苗 医疗事故 医患 卫生院',
        leads: [['health', '调查医疗服务并组织调处']],
        supports: [
          ['medical-insurance', '核查违规收费'],
          ['police', '维护就医秩序'],
        ],
      },
    ],
  },
  {
    code: 'market',
    name: '市场秩序与消费',
    items: [
      {
        id: 'prepaid-refund',
        name: '预付卡与培训退费',
        keywords: '预付卡 退费 退款 会员卡 健身房 培训班 跑路 充值',
        difficulty: 'hard',
        leads: [['market', '调查经营者并组织消费调解']],
        supports: [
          ['education', '监管校外培训机构'],
          ['police', '核查诈骗线索'],
          ['culture', '监管文体类培训机构'],
        ],
      },
      {
        id: 'food-safety',
        name: '食品安全举报',
        keywords: '食品 食品安全 过期 变质 吃坏肚子 餐馆 外卖 食堂',
        confidential: true,
        leads: [['market', '现场检查、抽检并依法查处']],
        supports: [
          ['health', '开展食源性疾病调查'],
          ['education', '督促学校食堂整改'],
        ],
      },
      {
        id: 'pricing',
        name: '价格与收费争议',
        keywords: '乱收费 涨价 明码标价 价格 收费标准 多收 收费',
        leads: [['market', '核查收费依据并查处违法行为']],
        supports: [
          ['housing', '核查物业收费备案'],
          ['transport', '核查停车与运输收费'],
        ],
      },
      {
        id: 'business-licence',
        name: '证照办理与企业开办',
        keywords: '营业执照 许可证 注销 企业注册 审批 执照 个体户',
        leads: [['approval', '一窗受理并协调并联审批']],
        supports: [
          ['market', '办理登记注册'],
          ['tax', '办理税务登记与注销'],
        ],
      },
      {
        id: 'lift-safety',
        name: '电梯故障与特种设备',
        keywords: '电梯 电梯故障 困人 电梯坏了 停运 电梯年检 特种设备',
        leads: [['market', '检查电梯安全并责令整改']],
        supports: [
          ['housing', '督促物业企业履行维护责任'],
          ['fire', '救援被困人员'],
        ],
      },
    ],
  },
  {
    code: 'rural-safety',
    name: '农业农村与公共安全',
    items: [
      {
        id: 'land-contract',
        name: '土地承包与流转',
        keywords: '土地承包 土地流转 承包地 确权 流转费 租金 村集体 责任田',
        difficulty: 'hard',
        leads: [['agriculture', '核查承包关系并调解仲裁']],
        supports: [
          ['natural-resources', '核查土地权属与用途'],
          ['petition', '接待来访村民'],
        ],
      },
      {
        id: 'homestead',
        name: '农村宅基地与建房',
        keywords: '宅基地 建房 翻建 自建房 危房 农村建房 危房改造',
        leads: [['agriculture', '审查宅基地资格与用地']],
        supports: [
          ['natural-resources', '办理规划许可'],
          ['housing', '指导农房质量与危房改造'],
        ],
      },
      {
        id: 'rural-works',
        name: '农田水利与村内道路',
        keywords: '灌溉 水渠 农田 村路 水泥路 泵站 村里 乡村道路',
        leads: [['agriculture', '组织修复农田设施与村内道路']],
        supports: [
          ['water', '修复沟渠泵站'],
          ['transport', '指导农村公路建设'],
        ],
      },
      {
        id: 'fire-hazard',
        name: '火灾隐患举报',
        keywords: '消防通道 火灾 消防 灭火器 安全出口 消防栓 火灾隐患',
        confidential: true,
        leads: [['fire', '现场检查并督促整改火灾隐患']],
        supports: [
          ['housing', '督促物业企业畅通消防通道'],
          ['urban-management', '拆除占用通道的违法设施'],
        ],
      },
      {
        id: 'work-safety',
        name: '安全生产隐患举报',
        keywords: '安全隐患 安全生产 危化品 违规作业 鞭炮 危险作业 安全事故',
        confidential: true,
        leads: [['emergency', '现场检查并依法处置']],
        supports: [
          ['industry', '督促企业落实安全责任'],
          ['fire', '排查消防隐患'],
          ['police', '查处违法储存危险物品'],
        ],
      },
    ],
  },
];
