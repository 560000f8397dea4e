import { conflict, invalid } from '../errors.ts';
import type { OrganisationKind, Role } from './table.ts';

const OFFICES: readonly OrganisationKind[] = ['platform', 'department'];

/** In which kind of organisation somebody may have a role. */
const PLACES: Readonly<Record<Role, readonly OrganisationKind[]>> = {
  operator: ['platform'],
  'town-officer': ['town'],
  handler: ['department'],
  head: ['department'],
  leader: ['leading-group'],
  assessor: OFFICES,
  'process-designer': OFFICES,
  'system-administrator': OFFICES,
  'security-administrator': OFFICES,
  'audit-administrator': OFFICES,
};

/** Roles in Chinese, for people. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  operator: '平台坐席',
  'town-officer': '镇街工作人员',
  handler: '承办人',
  head: '部门负责人',
  leader: '领导小组成员',
  assessor: '考核员',
  'process-designer': '流程设计人员',
  'system-administrator': '系统管理员',
  'security-administrator': '安全管理员',
  'audit-administrator': '审计管理员',
};

const ADMINISTRATORS: readonly Role[] = ['system-administrator', 'security-administrator', 'audit-administrator'];

/** @throws DomainError `role-does-not-fit` */
export function assertRoleFits(role: Role, kind: OrganisationKind, field: string): void {
  if (!PLACES[role].includes(kind)) throw invalid('role-does-not-fit', `这类机构不能设“${ROLE_NAMES[role]}”。`, field);
}

/**
 * None of the three administrators has another's powers, or any besides (三员分立).
 * @param roles all that one person would have, or could act in for somebody else
 * @throws DomainError `separated-roles`
 */
export function assertSeparate(roles: readonly Role[]): void {
  const different = new Set(roles);
  const administrator = ADMINISTRATORS.find((role) => different.has(role));
  if (administrator !== undefined && different.size > 1)
    throw conflict('separated-roles', `“${ROLE_NAMES[administrator]}”不能兼任或代理其他角色（三员分立）。`);
}
