import { caseById, departmentsOfCase } from '../cases/case-store.ts';
import { problemsOf } from '../cases/store.ts';
import { listItems } from '../catalogue/store.ts';
import type { Database } from '../db/open.ts';
import { extensionSentence } from '../duties/extension.ts';
import { callbackRows } from '../handling/callback-store.ts';
import { directionText } from '../handling/direction-store.ts';
import { departmentsToRate } from '../handling/evaluation-store.ts';
import {
  attendanceRows,
  consultationQuestion,
  itemDescription,
  partyOptions,
  teamOptions,
} from '../meetings/context.ts';
import {
  cityId,
  departmentsOf,
  listOrganisations,
  membersOf,
  type Organisation,
  organisationById,
} from '../register/store.ts';
import { type FormData, type FormSchema, type Option, optionKeys, valueKeys } from './form.ts';
import type { TaskRow } from './store.ts';

/** What a form needs besides the person's own input. */
export interface TaskContext {
  /** Options by `valuesKey`. */
  readonly options: Readonly<Record<string, readonly Option[]>>;
  /** Values that the form starts with. */
  readonly data: FormData;
}

/** Gathers the options and prefilled values that the form speaks of, and nothing else. */
export function taskContext(db: Database, task: TaskRow, groups: readonly string[], form: FormSchema): TaskContext {
  const territories = territoriesOf(db, task.caseId);
  const optionSources: Record<string, () => Option[]> = {
    departments: () => listOrganisations(db, { kind: 'department' }).filter(within(territories)).map(option),
    towns: () =>
      listOrganisations(db, { kind: 'town' }).map((town) => ({ value: town.id, label: withParent(db, town) })),
    districts: () => listOrganisations(db, { kind: 'district' }).map(option),
    items: () => listItems(db).map(({ id, areaName, name }) => ({ value: id, label: `${areaName} · ${name}` })),
    people: () => peopleOf(db, groups),
    teamDepartments: () => teamOptions(db, task.caseId),
    parties: () => partyOptions(db, task.caseId),
    platformDepartments: () => platformDepartments(db, task),
  };
  const { townId, itemId, leadDepartmentId } = caseById(db, task.caseId);
  const dataSources: Record<string, () => unknown> = {
    townId: () => townId,
    itemId: () => itemId,
    leadDepartmentId: () => leadDepartmentId,
    participants: () => attendanceRows(db, task.dutyId),
    callbacks: () => callbackRows(db, task.caseId, task.createdAt),
    ratings: () => departmentsToRate(db, task.caseId),
    directionText: () => directionText(db, task.dutyId),
    itemDescription: () => itemDescription(db, task.dutyId),
    consultationQuestion: () => consultationQuestion(db, task.dutyId),
    extensionRequest: () => extensionSentence(db, task.dutyId),
    problems: () => problemsOf(db, task.caseId).map(({ caseId: _, ...problem }) => withoutNulls(problem)),
  };
  return {
    options: take(optionSources, optionKeys(form)) as TaskContext['options'],
    data: withoutNulls(take(dataSources, valueKeys(form))),
  };
}

const take = (sources: Record<string, () => unknown>, keys: ReadonlySet<string>): FormData =>
  Object.fromEntries(Object.entries(sources).flatMap(([key, read]) => (keys.has(key) ? [[key, read()]] : [])));

const withoutNulls = (values: FormData): FormData =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

/** The city and every district that the case touches. */
function territoriesOf(db: Database, caseId: string): string[] {
  const { townId, otherDistrictIds } = caseById(db, caseId);
  const own = townId === null ? undefined : organisationById(db, townId)?.parentId;
  return [cityId(db), ...(own ? [own] : []), ...otherDistrictIds];
}

const within =
  (territories: readonly string[]) =>
  ({ parentId }: Organisation): boolean =>
    parentId !== null && territories.includes(parentId);

const option = ({ id, name }: Organisation): Option => ({ value: id, label: name });

function withParent(db: Database, { name, parentId }: Organisation): string {
  const parent = parentId === null ? undefined : organisationById(db, parentId);
  return parent ? `${parent.name} ${name}` : name;
}

/** What the task's platform may gather (R7b): its own departments that are not in the team yet. */
function platformDepartments(db: Database, { caseId, organisationId }: TaskRow): Option[] {
  const team = departmentsOfCase(db, caseId).filter(({ status }) => status !== 'released');
  const present = new Set(team.map(({ departmentId }) => departmentId));
  return departmentsOf(db, organisationId ?? '')
    .filter(({ id }) => !present.has(id))
    .map(option);
}

/** Everyone in the organisations that the task was given to, each once. */
function peopleOf(db: Database, groups: readonly string[]): Option[] {
  const members = groups.flatMap((group) => membersOf(db, group.split(':')[0] ?? ''));
  return [
    ...new Map(
      members.map(({ personId, name, post }) => [personId, { value: personId, label: `${name}（${post}）` }]),
    ).values(),
  ];
}
