import type { Duty } from '../duties/table.ts';

/** Those who complained, as one who waits. They are many and no organisation, and nobody's name is told. */
export const COMPLAINANTS = { id: 'complainants', name: '诉求人' } as const;

/** Who takes part in a case, as far as one may wait for another. Ids of organisations. */
export interface Concerned {
  readonly townId: string | null;
  readonly leadDepartmentId: string | null;
  readonly leadingGroupId: string | null;
  /** Platforms that coordinate it, the city's first. */
  readonly platformIds: readonly string[];
  readonly hasComplainants: boolean;
  /** Who held the meeting in which an item was decided, by the item's id. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Who has a duty, by the duty's id. */
  readonly holders: ReadonlyMap<string, string>;
}

type Step = Pick<Duty, 'step' | 'organisationId' | 'scope' | 'reference'>;

type Resolve = (step: Step, concerned: Concerned) => readonly (string | null | undefined)[];

/** Whom a word of the table means. */
const PARTIES = {
  complainants: (_step, { hasComplainants }) => (hasComplainants ? [COMPLAINANTS.id] : []),
  town: (_step, { townId }) => [townId],
  lead: (_step, { leadDepartmentId }) => [leadDepartmentId],
  'leading-group': (_step, { leadingGroupId }) => [leadingGroupId],
  'city-platform': (_step, { platformIds }) => platformIds.slice(0, 1),
  platforms: (_step, { platformIds }) => platformIds,
  /** The department whose part of the joint handling the step belongs to: the last of the scope, also for a successor. */
  department: ({ scope }) => [/^joint\/(?:.*\/)?([^/]+)$/.exec(scope)?.[1]],
  host: ({ reference }, { hosts }) => [hosts.get(reference ?? '')],
  /** The unit that asked for an extension: the approval's scope ends with the id of the duty that is to be extended. */
  asking: ({ scope }, { holders }) => [holders.get(scope.split('/').at(-1) ?? '')],
} satisfies Readonly<Record<string, Resolve>>;

type Party = keyof typeof PARTIES;

/** Step → who waits for it: the first that the case has and that does not do the step itself. */
const WAITING: Readonly<Record<string, readonly Party[]>> = {
  'accept-complaint': ['complainants'],
  'town-review': ['city-platform'],
  'overrule-review': ['town'],
  'relocate-case': ['town'],
  'decide-lead': ['town'],
  'handle-directly': ['complainants'],
  report: ['lead'],
  'plan-handling': ['lead'],
  handle: ['lead'],
  'rule-objection': ['department'],
  'decide-jointly': ['department'],
  'gather-departments': ['city-platform'],
  'report-share': ['city-platform'],
  'agree-plan': ['platforms'],
  'agree-result': ['platforms'],
  'carry-out-sub-task': ['lead'],
  'summarise-consultation': ['lead'],
  'hand-in-result': ['leading-group', 'town'],
  'verify-result': ['lead'],
  'leader-decision': ['lead'],
  'call-joint-meeting': ['lead'],
  'hold-joint-meeting': ['lead'],
  'confirm-resolution': ['lead'],
  'carry-out-resolution': ['leading-group'],
  'hold-meeting': ['lead'],
  'carry-out-decision': ['host'],
  'answer-direction': ['town'],
  'approve-extension': ['asking'],
  callback: ['complainants'],
  'evaluate-departments': ['city-platform'],
};

/** For steps that a process designer has added, and where the case does not have the one that the table names. */
const OTHERWISE: readonly Party[] = ['town', 'city-platform', 'complainants'];

/** Who waits for a step: mostly one, several for what the platforms have to agree on; nobody waits for himself (R7b). */
export function whoWaitsFor(step: Step, concerned: Concerned): string[] {
  for (const party of [...(WAITING[step.step] ?? []), ...OTHERWISE]) {
    const resolve: Resolve = PARTIES[party];
    const ids = resolve(step, concerned).filter(
      (id): id is string => typeof id === 'string' && id !== step.organisationId,
    );
    if (ids.length > 0) return ids;
  }
  return [];
}
