import type { OrganisationKind } from '../register/table.ts';

export interface SampleOrganisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly parentId: string | null;
  readonly name: string;
  readonly nameEn: string;
}

type Named = readonly [key: string, name: string, nameEn: string];

const CITY: Named = ['city', '云渚市', 'Yunzhu City'];

/** Three districts and a county; ids are `district-<key>`. */
export const DISTRICTS: readonly Named[] = [
  ['lanting', '兰汀区', 'Lanting District'],
  ['heming', '鹤鸣区', 'Heming District'],
  ['songlu', '松麓区', 'Songlu District'],
  ['wangxi', '望溪县', 'Wangxi County'],
];

/** Towns and streets by district key; ids are `town-<key>`. */
export const TOWNS: Readonly<Record<string, readonly Named[]>> = {
  lanting: [
    ['liuying', '柳影街道', 'Liuying Street'],
    ['tongyin', '桐荫街道', 'Tongyin Street'],
    ['tingyu', '听雨街道', 'Tingyu Street'],
    ['lanqiao', '揽桥镇', 'Lanqiao Town'],
  ],
  heming: [
    ['yunfan', '云帆街道', 'Yunfan Street'],
    ['luhua', '芦花街道', 'Luhua Street'],
    ['xiaotang', '晓塘镇', 'Xiaotang Town'],
  ],
  songlu: [
    ['songfeng', '松风街道', 'Songfeng Street'],
    ['shiqing', '石磬镇', 'Shiqing Town'],
    ['zhuli', '竹里镇', 'Zhuli Town'],
  ],
  wangxi: [
    ['xizhou', '溪舟镇', 'Xizhou Town'],
    ['cailing', '采菱镇', 'Cailing Town'],
    ['daoxiang', '稻香镇', 'Daoxiang Town'],
    ['guifan', '归帆镇', 'Guifan Town'],
  ],
};

/** Departments and public service units of the city; ids are `dept-<key>`. */
export const CITY_DEPARTMENTS: readonly Named[] = [
  ['housing', '住房和城乡建设局', 'Housing and Urban-Rural Development Bureau'],
  ['natural-resources', '自然资源和规划局', 'Natural Resources and Planning Bureau'],
  ['urban-management', '城市管理局', 'Urban Management Bureau'],
  ['market', '市场监督管理局', 'Market Supervision Bureau'],
  ['ecology', '生态环境局', 'Ecology and Environment Bureau'],
  ['fire', '消防救援支队', 'Fire and Rescue Detachment'],
  ['civil-affairs', '民政局', 'Civil Affairs Bureau'],
  ['social-security', '人力资源和社会保障局', 'Human Resources and Social Security Bureau'],
  ['medical-insurance', '医疗保障局', 'Healthcare Security Bureau'],
  ['transport', '交通运输局', 'Transport Bureau'],
  ['police', '公安局', 'Public Security Bureau'],
  ['traffic-police', '公安局交通警察支队', 'Traffic Police Detachment'],
  ['water', '水务局', 'Water Affairs Bureau'],
  ['education', '教育局', 'Education Bureau'],
  ['health', '卫生健康委员会', 'Health Commission'],
  ['agriculture', '农业农村局', 'Agriculture and Rural Affairs Bureau'],
  ['emergency', '应急管理局', 'Emergency Management Bureau'],
  ['tax', '税务局', 'Tax Bureau'],
  ['approval', '数据局（行政审批局）', 'Data Bureau (Administrative Approval Bureau)'],
  ['culture', '文化广电和旅游局', 'Culture and Tourism Bureau'],
  ['petition', '信访局', 'Petition Bureau'],
  ['industry', '工业和信息化局', 'Industry and Information Technology Bureau'],
  ['power', '供电公司', 'Power Supply Company'],
  ['water-supply', '自来水公司', 'Water Supply Company'],
  ['gas', '燃气公司', 'Gas Company'],
];

/** Departments that every district has; ids are `dept-<district>-<key>`. */
export const DISTRICT_DEPARTMENTS: readonly Named[] = [
  ['housing', '住房和城乡建设局', 'Housing and Construction Bureau'],
  ['urban-management', '城市管理局', 'Urban Management Bureau'],
  ['market', '市场监督管理局', 'Market Supervision Bureau'],
  ['transport', '交通运输局', 'Transport Bureau'],
  ['agriculture', '农业农村局', 'Agriculture and Rural Affairs Bureau'],
];

/** The whole tree of the invented city, parents before children. */
export function sampleOrganisations(): SampleOrganisation[] {
  const [cityId, cityName, cityNameEn] = CITY;
  return [
    { id: cityId, kind: 'city', parentId: null, name: cityName, nameEn: cityNameEn },
    ...offices('city', cityId, cityName, cityNameEn),
    ...CITY_DEPARTMENTS.map(([key, name, nameEn]) => department(`dept-${key}`, cityId, cityName + name, nameEn)),
    ...DISTRICTS.flatMap(([key, name, nameEn]) => district(key, name, nameEn)),
  ];
}

function district(key: string, name: string, nameEn: string): SampleOrganisation[] {
  const id = `district-${key}`;
  return [
    { id, kind: 'district', parentId: CITY[0], name, nameEn },
    ...offices(key, id, name, nameEn),
    ...DISTRICT_DEPARTMENTS.map(([part, partName, partNameEn]) =>
      department(`dept-${key}-${part}`, id, name + partName, `${nameEn} ${partNameEn}`),
    ),
    ...(TOWNS[key] ?? []).map(([town, townName, townNameEn]): SampleOrganisation => {
      return { id: `town-${town}`, kind: 'town', parentId: id, name: townName, nameEn: townNameEn };
    }),
  ];
}

function offices(key: string, parentId: string, name: string, nameEn: string): SampleOrganisation[] {
  return [
    { id: `platform-${key}`, kind: 'platform', parentId, name: `${name}12345平台`, nameEn: `${nameEn} 12345 Platform` },
    {
      id: `leading-${key}`,
      kind: 'leading-group',
      parentId,
      name: `${name}一哨联办工作领导小组`,
      nameEn: `${nameEn} Leading Group`,
    },
  ];
}

function department(id: string, parentId: string, name: string, nameEn: string): SampleOrganisation {
  return { id, kind: 'department', parentId, name, nameEn };
}
