import { DISTRICTS } from './organisations.ts';

/** Entries of a district that stand before the city's, because the nearest territory wins. */
export interface SampleOverride {
  readonly itemId: string;
  readonly territoryId: string;
  readonly entries: readonly (readonly [departmentId: string, responsibility: 'lead' | 'support', duty: string])[];
}

/**
 * Where a district answers otherwise than the city's rule: two matters are led by the district's own bureau, and a river
 * runs through all of them, so there the city's water bureau leads and each district's departments support it (R7b).
 */
export const DISTRICT_OVERRIDES: readonly SampleOverride[] = [
  {
    itemId: 'illegal-construction',
    territoryId: 'district-lanting',
    entries: [
      ['dept-lanting-urban-management', 'lead', '现场调查取证，牵头依法处置'],
      ['dept-natural-resources', 'support', '认定是否违反规划'],
      ['dept-lanting-housing', 'support', '核实房屋结构安全与物业责任'],
    ],
  },
  {
    itemId: 'road-damage',
    territoryId: 'district-wangxi',
    entries: [
      ['dept-wangxi-transport', 'lead', '查勘县乡道路并组织修复'],
      ['dept-wangxi-agriculture', 'support', '协调村组用地'],
    ],
  },
  ...DISTRICTS.map(([key]): SampleOverride => {
    return {
      itemId: 'river-pollution',
      territoryId: `district-${key}`,
      entries: [
        ['dept-water', 'lead', '排查排口，牵头河道整治'],
        ['dept-ecology', 'support', '监测水质、查处超标排放'],
        [`dept-${key}-urban-management`, 'support', '清理沿岸垃圾'],
        [`dept-${key}-agriculture`, 'support', '治理养殖与农业面源污染'],
      ],
    };
  }),
];
