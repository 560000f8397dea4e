import { type Database, write } from '../db/open.ts';
import { conflict, invalid } from '../errors.ts';
import type { Log } from '../log.ts';
import { allDeputies, type Deputy, putDeputy } from './deputy-store.ts';
import { membershipsOf } from './people-store.ts';
import { assertSeparate } from './roles.ts';
import { type Principal, personById } from './store.ts';
import { overlap, type Validity } from './validity.ts';

/**
 * Names who stands in for somebody (定人, R5); for the same two people a second time changes the time.
 * @throws DomainError `own-deputy`, `invalid-period`, `unknown-person`, `separated-roles`, `circular-deputies`
 */
export function nameDeputy({ db, log }: { db: Database; log: Log }, administrator: Principal, given: Deputy): void {
  const { personId, deputyId, validFrom, validUntil } = given;
  if (personId === deputyId) throw invalid('own-deputy', '不能由本人代理本人。', 'deputyId');
  if (validUntil !== null && validUntil <= validFrom)
    throw invalid('invalid-period', '代理的结束时间应晚于开始时间。', 'validUntil');
  write(db, () => {
    for (const field of ['personId', 'deputyId'] as const) {
      const person = personById(db, given[field]);
      if (!person || person.leftAt !== null) throw invalid('unknown-person', '没有这个人员，或已离任。', field);
    }
    const roles = [personId, deputyId].map((id) => membershipsOf(db, id).map(({ role }) => role));
    assertSeparate(roles.flat());
    const others = allDeputies(db).filter((row) => row.personId !== personId || row.deputyId !== deputyId);
    const circle = circleThrough(given, others);
    if (circle) {
      const names = circle.map((id) => personById(db, id)?.name ?? id).join('→');
      throw conflict('circular-deputies', `代理关系成环：${names}，在同一时间没有人能办理。`, 'deputyId');
    }
    putDeputy(db, given);
    log.info({ personId: administrator.personId, principalId: personId, deputyId }, 'administration: deputy named');
  });
}

/**
 * The circle that a new deputy would close: A→B→…→A, all of it at one common time.
 * @returns the people in it, the first one also as the last; undefined when there is none
 */
export function circleThrough(added: Deputy, others: readonly Deputy[]): string[] | undefined {
  const walk = (personId: string, time: Validity, way: readonly string[]): string[] | undefined => {
    if (personId === added.personId) return [...way, personId];
    if (way.includes(personId)) return undefined;
    for (const next of others) {
      const common = next.personId === personId ? overlap(time, next) : undefined;
      const circle = common && walk(next.deputyId, common, [...way, personId]);
      if (circle) return circle;
    }
    return undefined;
  };
  return walk(added.deputyId, added, [added.personId]);
}
