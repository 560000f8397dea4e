import type { parties } from '../register/table.ts';

type Kind = (typeof parties.$inferInsert)['kind'];
type Row = readonly [key: string, kind: Kind, name: string, territoryId: string];

/** Invented parties that lead departments bring in (R8a): some of a town, some of a district, some of the city. */
const ROWS: readonly Row[] = [
  ['liuying-zhaoxia', 'community', '柳影街道朝霞社区居民委员会', 'town-liuying'],
  ['liuying-xingfu', 'owners-committee', '柳影街道杏福里小区业主委员会', 'town-liuying'],
  ['liuying-anju', 'property-company', '云渚安居里物业服务有限公司', 'town-liuying'],
  ['tongyin-wutong', 'community', '桐荫街道梧桐社区居民委员会', 'town-tongyin'],
  ['lanqiao-yongning', 'community', '揽桥镇永宁村村民委员会', 'town-lanqiao'],
  ['yunfan-haitang', 'owners-committee', '云帆街道海棠苑小区业主委员会', 'town-yunfan'],
  ['luhua-ludi', 'property-company', '鹤鸣芦笛物业管理有限公司', 'town-luhua'],
  ['songfeng-tingtao', 'community', '松风街道听涛社区居民委员会', 'town-songfeng'],
  ['xizhou-hetao', 'community', '溪舟镇河套村村民委员会', 'town-xizhou'],
  ['lanting-caterers', 'association', '兰汀区餐饮行业协会', 'district-lanting'],
  ['city-property', 'association', '云渚市物业管理协会', 'city'],
  ['city-lifts', 'association', '云渚市电梯行业协会', 'city'],
];

export const sampleParties = (): (typeof parties.$inferInsert)[] =>
  ROWS.map(([key, kind, name, territoryId]) => ({ id: `party-${key}`, kind, name, territoryId, sample: true }));
