import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/cases/table.ts';
import { loadConfig } from '../../src/config.ts';
import { readBundle } from '../../src/contract/bundle.ts';
import { type Element, eventDefinition, extension, one, readModel, text } from '../../src/contract/model.ts';
import { TIME_UNITS } from '../../src/duties/table.ts';
import { type City, startCity } from '../support/city.ts';

const DIFFICULTIES = ['ordinary', 'hard'] as const;
const LADDER = ['remind', 'urge', 'supervise', 'criticise', 'leadership'];
/** Rungs after which the process goes on without the step. */
const LAST_RUNGS = ['leadership', 'lapse'];

interface Rule {
  readonly amount: number;
  readonly unit: string;
  readonly limit: number;
}

interface NextLevel extends Omit<Rule, 'limit'> {
  readonly level: string;
  readonly from: string;
}

const { model } = await readModel(readBundle(loadConfig(process.env, []).bundleDir), {
  taskTypes: [],
  messages: [],
  errors: [],
});
const calledBy = (element: Element): string | undefined => text(extension(element, 'zeebe:CalledElement'), 'processId');
const elementsOf = (processId: string): readonly Element[] =>
  model.diagrams.find((diagram) => diagram.file === `${processId}.bpmn`)?.elements ?? [];

/** The human steps that a process asks for, itself or in the processes that it calls, which may call it again. */
function stepsOf(processId: string, seen = new Set<string>()): string[] {
  if (seen.has(processId)) return [];
  seen.add(processId);
  return elementsOf(processId).flatMap((element) => stepsFrom(element, seen));
}

function stepsFrom(element: Element, seen: Set<string>): string[] {
  const called = calledBy(element);
  if (called === undefined) return [];
  return [...(called === 'duty' ? [element.id ?? ''] : []), ...stepsOf(called, seen)];
}

const steps = [...new Set(stepsOf('joint-handling'))].sort();

/** Steps for which there is a caller that catches the escalation. */
const escalating = new Set(
  model.diagrams
    .flatMap(({ elements }) => elements)
    .filter((element) => {
      const definition = eventDefinition(element, 'bpmn:EscalationEventDefinition');
      return definition && text(one(definition, 'escalationRef'), 'escalationCode') === 'leadership';
    })
    .flatMap((event) => one(event, 'attachedToRef') ?? [])
    .flatMap((activity) => stepsFrom(activity, new Set())),
);

/** The tables as the engine understands them: its FEEL is not the modeler's. */
describe('the decision', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  const evaluate = async <T>(decisionDefinitionId: string, variables: Record<string, unknown>): Promise<T> => {
    const response = await fetch(`${city.engine.restAddress}/v2/decision-definitions/evaluation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decisionDefinitionId, variables }),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${body}`);
    return JSON.parse((JSON.parse(body) as { output: string }).output) as T;
  };

  describe('acceptance', () => {
    it.each([
      { refusalGroundCount: 0, placed: true, needed: false, reason: '直接受理' },
      { refusalGroundCount: 0, placed: false, needed: true, reason: '属地不明' },
      { refusalGroundCount: 1, placed: true, needed: true, reason: '有不予受理情形，需人工审核' },
      { refusalGroundCount: 3, placed: true, needed: true, reason: '有不予受理情形，需人工审核' },
      { refusalGroundCount: 1, placed: false, needed: true, reason: '有不予受理情形，需人工审核' },
    ])('with $refusalGroundCount grounds to refuse and placed $placed: a person looks $needed', async (row) => {
      const { needed, reason, ...variables } = row;
      expect(await evaluate('acceptance', variables)).toEqual({ needed, reason });
    });
  });

  describe('whistle-source', () => {
    const nothing = { legacyMatter: false, pushedDepartments: 0, daysOpen: 0, repeatCount: 0 };
    const justBelow = { legacyMatter: false, pushedDepartments: 1, daysOpen: 89, repeatCount: 2 };
    it.each([
      ['nothing speaks for it', nothing, null],
      ['everything is just below its threshold', justBelow, null],
      ['the matter is a legacy', { ...nothing, legacyMatter: true }, 'legacy'],
      ['two departments have pushed it away', { ...justBelow, pushedDepartments: 2 }, 'legacy'],
      ['more departments have pushed it away', { ...justBelow, pushedDepartments: 5 }, 'legacy'],
      ['it has been open for 90 days', { ...justBelow, daysOpen: 90 }, 'long-unresolved'],
      ['it has been open for years', { ...nothing, daysOpen: 1_000 }, 'long-unresolved'],
      ['it has been complained of three times', { ...justBelow, repeatCount: 3 }, 'repeated'],
      ['it has been complained of often', { ...nothing, repeatCount: 12 }, 'repeated'],
      ['it is old and repeated', { ...nothing, daysOpen: 90, repeatCount: 3 }, 'long-unresolved'],
      ['all criteria hold', { legacyMatter: true, pushedDepartments: 2, daysOpen: 90, repeatCount: 3 }, 'legacy'],
    ])('when %s: %o gives %s', async (_title, variables, criterion) => {
      const source = await evaluate<{ reason: string }>('whistle-source', variables);
      expect(source).toEqual({ qualifies: criterion !== null, criterion, reason: source.reason });
      expect(source.reason).toMatch(/\p{Script=Han}/u);
    });
  });

  describe('handling-deadline', () => {
    const deadline = (step: string, profile: string, difficulty: string): Promise<Rule> =>
      evaluate('handling-deadline', { step, profile, difficulty });
    const show = ({ amount, unit }: Omit<Rule, 'limit'>): string => `${amount} ${unit}`;

    it('gives every step of the diagrams a positive whole amount of a known unit', async () => {
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps)
        for (const profile of PROFILES)
          for (const difficulty of DIFFICULTIES) {
            const rule = await deadline(step, profile, difficulty);
            const where = `${step} ${profile} ${difficulty}: ${show(rule)}`;
            expect(Number.isInteger(rule.amount) && rule.amount > 0, where).toBe(true);
            expect(TIME_UNITS, where).toContain(rule.unit);
            expect(rule.limit, where).toBeGreaterThanOrEqual(rule.amount);
          }
    });

    /** Standard for an ordinary and for a hard case, then urgent; the same for both where one is given. */
    const written: Record<string, readonly [ordinary: string, hard: string, urgent: string]> = {
      'accept-complaint': ['1 working-day', '1 working-day', '4 hour'],
      'town-review': ['2 working-day', '2 working-day', '4 hour'],
      'overrule-review': ['1 working-day', '1 working-day', '4 hour'],
      'relocate-case': ['1 working-day', '1 working-day', '4 hour'],
      'decide-lead': ['1 working-day', '1 working-day', '4 hour'],
      report: ['3 working-day', '5 working-day', '2 hour'],
      'rule-objection': ['1 working-day', '1 working-day', '4 hour'],
      'decide-jointly': ['1 working-day', '1 working-day', '4 hour'],
      'approve-extension': ['1 working-day', '1 working-day', '4 hour'],
      'plan-handling': ['2 working-day', '2 working-day', '4 hour'],
      'agree-plan': ['2 working-day', '2 working-day', '4 hour'],
      'hold-meeting': ['2 working-day', '2 working-day', '4 hour'],
      'answer-direction': ['2 working-day', '2 working-day', '4 hour'],
      'carry-out-decision': ['5 working-day', '5 working-day', '4 hour'],
      'carry-out-sub-task': ['5 working-day', '5 working-day', '4 hour'],
      'summarise-consultation': ['3 working-day', '3 working-day', '4 hour'],
      'evaluate-departments': ['3 working-day', '3 working-day', '4 hour'],
      'call-joint-meeting': ['5 working-day', '5 working-day', '24 hour'],
      handle: ['5 working-day', '10 working-day', '24 hour'],
      'handle-directly': ['5 working-day', '10 working-day', '24 hour'],
      'gather-departments': ['1 working-day', '1 working-day', '4 hour'],
      'report-share': ['10 working-day', '10 working-day', '24 hour'],
      'agree-result': ['2 working-day', '2 working-day', '4 hour'],
      'hand-in-result': ['2 working-day', '2 working-day', '4 hour'],
      'verify-result': ['2 working-day', '2 working-day', '4 hour'],
      'leader-decision': ['2 working-day', '2 working-day', '4 hour'],
      'hold-joint-meeting': ['2 working-day', '2 working-day', '24 hour'],
      'carry-out-resolution': ['7 day', '7 day', '3 day'],
      'confirm-resolution': ['2 working-day', '2 working-day', '4 hour'],
      callback: ['3 working-day', '3 working-day', '4 hour'],
    };

    it('is written down here for every step of the diagrams', () => {
      expect(Object.keys(written).sort()).toEqual(steps);
    });

    it.each(Object.entries(written))('of %s is as the rules say', async (step, [ordinary, hard, urgent]) => {
      expect(show(await deadline(step, 'standard', 'ordinary'))).toBe(ordinary);
      expect(show(await deadline(step, 'standard', 'hard'))).toBe(hard);
      for (const difficulty of DIFFICULTIES) expect(show(await deadline(step, 'urgent', difficulty))).toBe(urgent);
    });

    it('is a matter of seconds in a drill', async () => {
      const drill: Record<string, string> = {
        report: '8 second',
        'leader-decision': '60 second',
        'call-joint-meeting': '60 second',
        'hold-joint-meeting': '60 second',
        'confirm-resolution': '60 second',
      };
      for (const step of steps)
        for (const difficulty of DIFFICULTIES)
          expect(show(await deadline(step, 'drill', difficulty)), step).toBe(drill[step] ?? '20 second');
    });

    it('may be extended by ten working days, in natural time to twice as much', async () => {
      for (const step of steps)
        for (const profile of ['standard', 'urgent'])
          for (const difficulty of DIFFICULTIES) {
            const { amount, unit, limit } = await deadline(step, profile, difficulty);
            expect(limit, `${step} ${profile}`).toBe(unit === 'working-day' ? amount + 10 : amount * 2);
          }
    });

    it('falls back on five working days for a step that nobody has entered', async () => {
      expect(show(await deadline('look-into-it', 'standard', 'ordinary'))).toBe('5 working-day');
    });
  });

  describe('leadership-required', () => {
    it.each([
      { complainants: 1, objections: 0, required: false, reason: null },
      { complainants: 49, objections: 1, required: false, reason: null },
      { complainants: 50, objections: 0, required: true, reason: 'many-complainants' },
      { complainants: 1, objections: 2, required: true, reason: 'objections-unresolved' },
    ])('with $complainants complainants and $objections objections: $required', async (row) => {
      const { required, reason, ...variables } = row;
      expect(await evaluate('leadership-required', variables)).toEqual({ required, reason });
    });
  });

  describe('progress-interval', () => {
    it.each([
      ['standard', 'ordinary', 3, 'working-day'],
      ['standard', 'hard', 5, 'working-day'],
      ['urgent', 'hard', 8, 'hour'],
      ['drill', 'ordinary', 15, 'second'],
    ])('of profile %s, %s', async (profile, difficulty, amount, unit) => {
      expect(await evaluate('progress-interval', { profile, difficulty })).toEqual({ amount, unit });
    });
  });

  describe('callback-plan', () => {
    it.each([
      ['standard', 20, { share: 1, minimum: 1, attempts: 3, amount: 5, unit: 'working-hour' }],
      ['standard', 21, { share: 0.3, minimum: 20, attempts: 3, amount: 5, unit: 'working-hour' }],
      ['urgent', 3, { share: 1, minimum: 1, attempts: 3, amount: 3, unit: 'hour' }],
      ['urgent', 60, { share: 0.3, minimum: 20, attempts: 3, amount: 3, unit: 'hour' }],
      ['drill', 60, { share: 1, minimum: 1, attempts: 3, amount: 2, unit: 'second' }],
    ])('of profile %s with %s complainants', async (profile, complainants, plan) => {
      expect(await evaluate('callback-plan', { profile, complainants })).toEqual(plan);
    });
  });

  describe('escalation-level', () => {
    /** All rungs of a ladder, asked for one after the other as `duty` does. */
    const ladder = async (step: string, profile: string): Promise<NextLevel[]> => {
      const levels: NextLevel[] = [];
      for (;;) {
        const rung = levels.length;
        const next = await evaluate<NextLevel | null>('escalation-level', { step, profile, rung });
        if (next === null) return levels;
        levels.push(next);
        if (LAST_RUNGS.includes(next.level)) return levels;
        if (rung >= LADDER.length) throw new Error(`The ladder of ${step} (${profile}) does not end.`);
      }
    };
    const names = (levels: readonly NextLevel[]) => levels.map(({ level }) => level);
    const show = ({ level, amount, unit, from }: NextLevel) => `${level} ${amount} ${unit} ${from}`;

    it('climbs step by step in the order of the ladder and ends, for every step and profile', async () => {
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps.filter((step) => step !== 'evaluate-departments'))
        for (const profile of PROFILES) {
          const levels = names(await ladder(step, profile));
          const where = `${step} ${profile}: ${levels.join(', ')}`;
          expect(levels.slice(0, 2), where).toEqual(['remind', 'urge']);
          const inOrder = LADDER.filter((level) => levels.includes(level));
          expect(levels, where).toEqual(inOrder);
        }
    });

    it('asks for leadership only where a process listens to it', async () => {
      expect(escalating.size).toBeGreaterThan(0);
      const asking = [];
      for (const step of steps)
        for (const profile of PROFILES)
          if (names(await ladder(step, profile)).includes('leadership')) asking.push(step);
      expect(asking).toContain('handle');
      expect(asking.filter((step) => !escalating.has(step))).toEqual([]);
    });

    it('comes later with each rung of a profile', async () => {
      for (const step of steps)
        for (const profile of PROFILES) {
          const due = (await ladder(step, profile)).filter(({ from }) => from === 'due');
          const amounts = due.map(({ amount }) => amount);
          expect(amounts, `${step} ${profile}`).toEqual([...new Set(amounts)].sort((a, b) => a - b));
          // The urging comes at the deadline itself, where a unit says nothing; the others count in one unit.
          expect(new Set(due.slice(1).map(({ unit }) => unit)).size, `${step} ${profile}`).toBeLessThanOrEqual(1);
        }
    });

    const department = ['supervise 1 working-day due', 'criticise 5 working-day due'];
    const begin = ['remind 80 percent start', 'urge 0 second due'];
    it.each([
      ['handle', 'standard', [...begin, ...department, 'leadership 7 working-day due']],
      ['report', 'urgent', [...begin, 'supervise 2 hour due', 'criticise 12 hour due', 'leadership 24 hour due']],
      ['report', 'drill', [...begin, 'supervise 2 second due', 'criticise 4 second due', 'leadership 6 second due']],
      ['hand-in-result', 'standard', [...begin, ...department, 'leadership 7 working-day due']],
      ['handle-directly', 'standard', [...begin, ...department]],
      ['carry-out-resolution', 'standard', [...begin, ...department, 'leadership 7 working-day due']],
      ['answer-direction', 'standard', [...begin, ...department]],
      ['evaluate-departments', 'standard', ['remind 80 percent start', 'lapse 0 second due']],
      ['call-joint-meeting', 'standard', begin],
      ['agree-result', 'standard', [...begin, 'supervise 1 working-day due', 'leadership 7 working-day due']],
      ['gather-departments', 'urgent', [...begin, 'supervise 2 hour due', 'leadership 24 hour due']],
      ['report-share', 'drill', [...begin, 'supervise 2 second due', 'leadership 6 second due']],
      ['town-review', 'standard', [...begin, 'supervise 1 working-day due']],
      ['callback', 'urgent', [...begin, 'supervise 2 hour due']],
      ['leader-decision', 'standard', begin],
      ['hold-joint-meeting', 'drill', begin],
      ['confirm-resolution', 'urgent', begin],
    ])('of %s in profile %s has its rungs', async (step, profile, rungs) => {
      expect((await ladder(step, profile)).map(show)).toEqual(rungs);
    });
  });
});
