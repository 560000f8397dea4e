const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Messages that the service publishes, with how long the engine keeps one that nobody waits for yet (ms). The contract
 * check holds the diagrams' messages against this table.
 * A start message lives a day, so that its repeat is recognised; a request that is only meant for the present moment must
 * not hit a later one and is kept briefly. What a duty's clock has to hear is kept for as long as engine or workers may
 * conceivably be away: a lost `resumed` would stop the clock for ever, while one too many only makes it look again. What
 * the main process hears at any time waits for it as long.
 */
export const MESSAGE_LIFETIMES = {
  'case-registered': DAY,
  'complaint-attached': DAY,
  'case-withdrawn': 60 * DAY,
  'meeting-called': 60 * DAY,
  'direction-given': 60 * DAY,
  'evaluation-given': DAY,
  'leadership-requested': MINUTE,
  'department-added': MINUTE,
  'department-released': MINUTE,
  'lead-changed': MINUTE,
  'sub-task-given': MINUTE,
  'consultation-opened': MINUTE,
  'extension-requested': 60 * DAY,
  'deadline-changed': 60 * DAY,
  resumed: 60 * DAY,
} as const;

export type MessageName = keyof typeof MESSAGE_LIFETIMES;
export const PUBLISHED_MESSAGES = Object.keys(MESSAGE_LIFETIMES) as readonly MessageName[];

/** BPMN errors that workers throw; each has a boundary event in some diagram. */
export const THROWN_ERRORS = ['duplicate-instance'] as const;
