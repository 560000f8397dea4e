import type { SampleArea } from './catalogue.ts';

/** 房屋、城管、交通、公用事业: the areas of the built city. */
export const CITY_AREAS: readonly SampleArea[] = [
  {
    code: 'housing',
    name: '房屋产权与物业',
    items: [
      {
        id: 'property-certificate',
        name: '不动产权证办理',
        keywords: '不动产权证 房产证 产权证 不动产证 不动产登记 办证 土地证 权属证',
        difficulty: 'hard',
        leads: [['natural-resources', '核查用地与登记档案，牵头办理产权登记']],
        supports: [
          ['housing', '核实竣工验收与网签备案'],
          ['tax', '核定契税等税费，出具完税证明'],
          ['approval', '开设办证专窗，一窗受理、并联审批'],
        ],
      },
      {
        id: 'house-delivery',
        name: '商品房延期交付',
        keywords: '延期交房 逾期交房 交房 烂尾 停工 复工 开发商 楼盘',
        difficulty: 'hard',
        leads: [['housing', '核查工程与预售资金，牵头督促复工交付']],
        supports: [
          ['natural-resources', '核查用地与规划条件'],
          ['petition', '接待业主并通报进展'],
          ['police', '核查资金挪用等违法线索'],
        ],
      },
      {
        id: 'house-quality',
        name: '房屋质量与渗漏',
        keywords: '房屋质量 漏水 渗水 渗漏 裂缝 开裂 外墙脱落 保修',
        leads: [['housing', '查勘房屋质量，督促责任单位维修']],
        supports: [['market', '检查建材质量']],
      },
      {
        id: 'property-management',
        name: '物业服务纠纷',
        keywords: '物业 物业公司 物业费 业委会 业主委员会 小区管理 保安 电梯广告',
        leads: [['housing', '督促物业企业整改，指导业主委员会']],
        supports: [
          ['market', '查处物业收费违法行为'],
          ['urban-management', '查处小区公共区域违法行为'],
        ],
      },
      {
        id: 'maintenance-fund',
        name: '住宅维修资金使用',
        keywords: '维修资金 维修基金 大修 屋顶维修 公共维修 房屋维修',
        leads: [['housing', '核准维修资金使用并监督维修']],
        supports: [['petition', '协助解释政策、调处分歧']],
      },
      {
        id: 'resettlement',
        name: '征收拆迁与安置',
        keywords: '拆迁 征收 征地 安置房 补偿款 拆迁补偿 回迁 过渡费',
        difficulty: 'hard',
        leads: [['natural-resources', '核查征地程序与补偿标准，牵头处理']],
        supports: [
          ['housing', '落实安置房源与征收补偿'],
          ['social-security', '办理被征地人员社会保障'],
          ['petition', '接待当事人并通报进展'],
        ],
      },
      {
        id: 'old-community',
        name: '老旧小区改造与加装电梯',
        keywords: '老旧小区 旧改 加装电梯 小区改造 雨污分流 外墙保温 楼道',
        leads: [['housing', '统筹改造项目与加装电梯']],
        supports: [
          ['natural-resources', '办理规划手续'],
          ['market', '办理电梯使用登记'],
          ['power', '迁改供电设施'],
        ],
      },
    ],
  },
  {
    code: 'urban',
    name: '城市管理与违建',
    items: [
      {
        id: 'illegal-construction',
        name: '违章搭建处理',
        keywords: '违章搭建 违章建筑 违建 私搭乱建 乱搭乱建 违法建设 搭建 阳光房',
        difficulty: 'hard',
        leads: [['urban-management', '现场调查取证，牵头依法处置']],
        supports: [
          ['natural-resources', '认定是否违反规划'],
          ['housing', '核实房屋结构安全与物业责任'],
          ['fire', '排查消防隐患'],
        ],
      },
      {
        id: 'street-vending',
        name: '占道经营与流动摊贩',
        keywords: '占道经营 流动摊贩 摆摊 摊贩 摊点 夜市 马路市场',
        leads: [['urban-management', '巡查劝导并规范设置疏导点']],
        supports: [
          ['market', '检查食品摊点经营资格'],
          ['traffic-police', '疏导受影响道路交通'],
        ],
      },
      {
        id: 'garbage',
        name: '垃圾清运与分类',
        keywords: '垃圾 垃圾桶 垃圾清运 垃圾分类 建筑垃圾 环卫 脏乱差',
        leads: [['urban-management', '组织清运并落实保洁责任']],
        supports: [['housing', '督促物业企业做好小区保洁']],
      },
      {
        id: 'greenery',
        name: '绿化养护与毁绿',
        keywords: '绿化 绿化带 树木 毁绿 种菜 修剪 树枝 公园',
        leads: [['urban-management', '养护绿地、查处毁绿行为']],
        supports: [['housing', '督促物业企业恢复小区绿地']],
      },
      {
        id: 'street-facilities',
        name: '路灯井盖等市政设施',
        keywords: '路灯 井盖 人行道 护栏 市政设施 窨井 照明',
        leads: [['urban-management', '核实权属并组织维修']],
        supports: [
          ['power', '恢复路灯供电'],
          ['water', '维修排水井盖'],
        ],
      },
      {
        id: 'outdoor-advertising',
        name: '户外广告与店招',
        keywords: '广告牌 店招 小广告 牛皮癣 户外广告 显示屏 灯光污染',
        leads: [['urban-management', '核查设置许可，拆除违规设施']],
        supports: [['market', '查处违法广告内容']],
      },
    ],
  },
  {
    code: 'traffic',
    name: '道路交通与出行',
    items: [
      {
        id: 'road-damage',
        name: '道路破损与修建',
        keywords: '道路破损 路面 坑洼 坑坑洼洼 修路 断头路 道路施工 塌陷',
        leads: [['transport', '查勘道路并组织修复']],
        supports: [
          ['urban-management', '维修城市道路人行设施'],
          ['traffic-police', '施工期间疏导交通'],
        ],
      },
      {
        id: 'parking',
        name: '停车难与车辆乱停',
        keywords: '停车难 停车位 车位 乱停车 乱停乱放 违停 违章停车 停车场',
        leads: [['traffic-police', '查处违停并施划停车泊位']],
        supports: [
          ['urban-management', '管理人行道停放与公共停车场'],
          ['housing', '协调小区内部停车管理'],
        ],
      },
      {
        id: 'traffic-signals',
        name: '信号灯与交通标志',
        keywords: '红绿灯 信号灯 标线 斑马线 交通标志 限高 路口 拥堵',
        leads: [['traffic-police', '核查路口并调整信号与标志']],
        supports: [['transport', '完善公路交通设施']],
      },
      {
        id: 'bus-service',
        name: '公交线路与班次',
        keywords: '公交 公交车 公交站 班次 公交线路 站台 末班车',
        leads: [['transport', '核实客流并优化线路班次']],
        supports: [['traffic-police', '论证站点设置的交通安全']],
      },
      {
        id: 'ride-service',
        name: '出租车与网约车',
        keywords: '出租车 网约车 拒载 绕路 黑车 打车 不打表',
        leads: [['transport', '调查并处理经营者违规行为']],
        supports: [['police', '打击非法营运中的违法行为']],
      },
      {
        id: 'electric-bike-charging',
        name: '电动车充电与停放',
        keywords: '电动车 电瓶车 充电桩 飞线充电 充电 车棚 上楼充电',
        leads: [
          ['fire', '查处飞线充电、占用通道停放，牵头整治'],
          ['housing', '统筹小区车棚与充电设施建设，牵头整治'],
        ],
        supports: [
          ['power', '提供充电设施用电接入'],
          ['market', '查处不合格充电器与改装电池'],
        ],
      },
    ],
  },
  {
    code: 'utilities',
    name: '水电气与公用事业',
    items: [
      {
        id: 'water-supply',
        name: '供水与水质',
        keywords: '停水 自来水 水质 水压 水费 水管 供水 二次供水',
        leads: [['water', '查明供水问题，督促恢复并检测水质']],
        supports: [
          ['water-supply', '抢修管网、恢复供水'],
          ['health', '监督饮用水卫生'],
        ],
      },
      {
        id: 'power-supply',
        name: '停电与供电设施',
        keywords: '停电 供电 电费 电压 变压器 高压线 电线杆 电表',
        leads: [['power', '抢修并改造供电设施']],
        supports: [['industry', '监督供电服务']],
      },
      {
        id: 'gas-supply',
        name: '燃气供应与安全',
        keywords: '燃气 天然气 液化气 煤气 通气 燃气费 燃气管道',
        leads: [['housing', '监督燃气经营企业整改']],
        supports: [
          ['gas', '检修管道、办理通气'],
          ['market', '检查燃气器具与气瓶'],
          ['emergency', '协调应急处置'],
        ],
      },
      {
        id: 'drainage',
        name: '排水与内涝',
        keywords: '积水 下水道 排水 污水 内涝 污水管 化粪池 下水',
        difficulty: 'hard',
        leads: [['water', '排查管网并组织疏通改造']],
        supports: [
          ['urban-management', '清掏雨水口与道路积水点'],
          ['housing', '督促小区内部管网维修'],
        ],
      },
      {
        id: 'telecom',
        name: '通信与宽带',
        keywords: '宽带 手机信号 基站 光纤 通信 网络信号 弱电',
        leads: [['industry', '协调通信企业解决问题']],
        supports: [
          ['housing', '协调小区通信设施进场'],
          ['ecology', '核查基站电磁辐射'],
        ],
      },
    ],
  },
];
