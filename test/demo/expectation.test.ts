import { expect, test } from 'vitest';
import type { CaseRow, TimelineRow } from '../../scripts/demo/desk.ts';
import { type Expectation, faultsOf } from '../../scripts/demo/expectation.ts';

const closed = { status: 'closed', path: 'whistle', outcome: 'solved', round: 1 } as CaseRow;
const timeline = (...types: string[]) => types.map((type) => ({ type })) as TimelineRow[];
const expected: Expectation = {
  path: 'whistle',
  outcome: 'solved',
  round: 1,
  events: ['case-registered', 'whistle-blown', 'case-closed'],
  counts: { 'department-reported': 2, 'leadership-taken-over': 0 },
};
const asExpected = timeline(
  'case-registered',
  'duty-opened',
  'whistle-blown',
  'department-reported',
  'department-reported',
  'case-closed',
);

test('a case that went as expected has no fault, whatever stands between the expected events', () => {
  expect(faultsOf(closed, asExpected, expected)).toEqual([]);
});

test.each([
  ['status', { status: 'open' }],
  ['path', { path: 'ordinary' }],
  ['outcome', { outcome: 'unsolved' }],
  ['round', { round: 2 }],
])('a case with another %s is a fault that names it', (name, difference) => {
  const faults = faultsOf({ ...closed, ...difference } as CaseRow, asExpected, expected);
  expect(faults).toEqual([expect.stringContaining(name)]);
});

test('events in another order are a fault', () => {
  const swapped = timeline('whistle-blown', 'case-registered', 'case-closed');
  expect(faultsOf(closed, swapped, { ...expected, counts: {} })).toEqual([expect.stringContaining('whistle-blown')]);
});

test('an event that happened too often, or never should have, is a fault', () => {
  const faults = faultsOf(
    closed,
    [...asExpected, ...timeline('department-reported', 'leadership-taken-over')],
    expected,
  );
  expect(faults).toEqual([
    expect.stringContaining('department-reported'),
    expect.stringContaining('leadership-taken-over'),
  ]);
});
