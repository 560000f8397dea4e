import { describe, expect, it } from 'vitest';
import { isOverload, isPassing, isSupported } from '../../src/engine/engine.ts';
import { parseDueDate } from '../../src/engine/mirror.ts';

describe('a gateway', () => {
  it.each([
    ['8.6.0', true],
    ['8.9.12', true],
    ['8.7.0-alpha1', true],
    ['8.5.9', false],
    ['8.10.0', false],
    ['9.0.0', false],
    ['', false],
  ])('of version “%s” is supported: %s', (version, supported) => {
    expect(isSupported(version)).toBe(supported);
  });

  it.each([
    ['a gateway that is away', 14, true, false],
    ['an overloaded broker', 8, true, true],
    ['a job that is gone', 5, false, false],
    ['a wrong request', 3, false, false],
  ])('is asked again after %s or not', (_name, code, passing, overload) => {
    expect([isPassing({ code }), isOverload({ code })]).toEqual([passing, overload]);
  });
});

describe('the due date of a user task', () => {
  it.each([
    ['2026-11-24T08:44:41+08:00[Asia/Shanghai]', Date.parse('2026-11-24T00:44:41Z')],
    ['2026-11-24T00:44:41Z', Date.parse('2026-11-24T00:44:41Z')],
    ['tomorrow', null],
    [undefined, null],
  ])('reads %s', (header, at) => {
    expect(parseDueDate(header)).toBe(at);
  });
});
