import type { Role } from '../register/table.ts';
import { CITY_DEPARTMENTS, DISTRICT_DEPARTMENTS, DISTRICTS, TOWNS } from './organisations.ts';

export interface SamplePerson {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly post: string;
}

type Position = readonly [account: string, organisationId: string, role: Role, post: string];

/** Account → areas of the catalogue that the leader answers for (条线分管). Together they are all areas. */
export const CITY_LINES: Readonly<Record<string, readonly string[]>> = {
  'leader.construction': ['housing', 'urban'],
  'leader.transport': ['traffic', 'utilities'],
  'leader.environment': ['environment', 'rural-safety'],
  'leader.livelihood': ['livelihood'],
  'leader.market': ['market'],
};

/** The same for each district; the account is `<district>.leader1` or `.leader2`. */
export const DISTRICT_LINES: Readonly<Record<string, readonly string[]>> = {
  leader1: ['housing', 'urban', 'environment', 'rural-safety'],
  leader2: ['traffic', 'utilities', 'livelihood', 'market'],
};

/** Account of the absent person → account of the deputy. */
export const DEPUTIES: Readonly<Record<string, string>> = {
  'housing.handler': 'housing.head',
  'natural-resources.handler': 'natural-resources.head',
  'urban-management.handler': 'urban-management.head',
  'water.handler': 'water.head',
  'fire.handler': 'fire.head',
  'leader.construction': 'leader.executive',
  'leader.environment': 'leader.executive',
  'liuying.officer1': 'tongyin.officer1',
};

/** Everyone in the sample city. */
export function samplePeople(): SamplePerson[] {
  return positions().map(([account, organisationId, role, post], index) => {
    return { id: personId(account), account, name: inventedName(index), organisationId, role, post };
  });
}

/** Id of the sample person with this account. */
export const personId = (account: string): string => `person-${account.replaceAll('.', '-')}`;

/** Account of the handler of a sample department: `dept-housing` → `housing.handler`, `dept-lanting-housing` → `lanting.housing.handler`. */
export function handlerAccount(departmentId: string): string {
  const key = departmentId.replace(/^dept-/, '');
  const district = DISTRICTS.find(([name]) => key.startsWith(`${name}-`))?.[0];
  return district ? `${district}.${key.slice(district.length + 1)}.handler` : `${key}.handler`;
}

function positions(): Position[] {
  return [
    ['platform.operator1', 'platform-city', 'operator', '受理调度岗'],
    ['platform.operator2', 'platform-city', 'operator', '督办回访岗'],
    ['assessor', 'platform-city', 'assessor', '考核评价岗'],
    ['designer', 'platform-city', 'process-designer', '流程设计岗'],
    ['system.administrator', 'dept-approval', 'system-administrator', '系统管理员'],
    ['security.administrator', 'dept-approval', 'security-administrator', '安全管理员'],
    ['audit.administrator', 'dept-approval', 'audit-administrator', '审计管理员'],
    ['leader.executive', 'leading-city', 'leader', '组长、常务副市长'],
    ['leader.construction', 'leading-city', 'leader', '副组长、分管城乡建设副市长'],
    ['leader.transport', 'leading-city', 'leader', '副组长、分管交通公用副市长'],
    ['leader.environment', 'leading-city', 'leader', '副组长、分管生态农业安全副市长'],
    ['leader.livelihood', 'leading-city', 'leader', '副组长、分管社会民生副市长'],
    ['leader.market', 'leading-city', 'leader', '副组长、分管市场监管副市长'],
    ...CITY_DEPARTMENTS.flatMap(([key]) => departmentStaff(key, `dept-${key}`)),
    ...DISTRICTS.flatMap(([key]) => districtStaff(key)),
  ];
}

function districtStaff(key: string): Position[] {
  return [
    [`${key}.operator1`, `platform-${key}`, 'operator', '受理调度岗'],
    [`${key}.operator2`, `platform-${key}`, 'operator', '督办协调岗'],
    [`${key}.leader1`, `leading-${key}`, 'leader', '组长、城建农村条线负责人'],
    [`${key}.leader2`, `leading-${key}`, 'leader', '副组长、民生交通条线负责人'],
    ...DISTRICT_DEPARTMENTS.flatMap(([part]) => departmentStaff(`${key}.${part}`, `dept-${key}-${part}`)),
    ...(TOWNS[key] ?? []).flatMap(([town]) => townStaff(town)),
  ];
}

function departmentStaff(prefix: string, organisationId: string): Position[] {
  return [
    [`${prefix}.handler`, organisationId, 'handler', '应哨办理岗'],
    [`${prefix}.head`, organisationId, 'head', '分管负责人'],
  ];
}

function townStaff(key: string): Position[] {
  return [
    [`${key}.officer1`, `town-${key}`, 'town-officer', '吹哨联络岗'],
    [`${key}.officer2`, `town-${key}`, 'town-officer', '现场处置岗'],
  ];
}

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹喻柏窦章云'];
const GIVEN_NAMES = (
  '若溪 知远 明川 书宁 景行 思齐 云舒 致和 清越 怀瑾 嘉树 望舒 念之 承泽 锦程 雨桐 子衿 安澜 星河 予安 ' +
  '可期 文澜 静姝 向晚 一鸣 乐山 北辰 映雪 亦然 修远 见微 青禾 松年 临川 既白 又青 初晴 南乔 照野 闻笛 远岫'
).split(' ');

/** Surname and given name from two lists whose lengths (37, 41) share no factor: no name occurs twice. */
function inventedName(index: number): string {
  return `${SURNAMES[index % SURNAMES.length]}${GIVEN_NAMES[index % GIVEN_NAMES.length]}`;
}
