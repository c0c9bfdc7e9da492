import { expect, it } from 'vitest';
import { healthCel } from '../../src/deploy/health-cel.ts';

const kind = { apiVersion: 'example.com/v1', kind: 'Widget' };

it.each`
  rule                                                                      | current                                                                                                | failed
  ${{ field: { path: 'status.state', ready: ['ready'], failed: [] } }}      | ${"has(status.state) && status.state in ['ready']"}                                                    | ${undefined}
  ${{ field: { path: 'status.a.b', ready: ['x', "it's"], failed: ['y'] } }} | ${"has(status.a) && has(status.a.b) && status.a.b in ['x', 'it\\'s']"}                                 | ${"has(status.a) && has(status.a.b) && status.a.b in ['y']"}
  ${{ condition: { type: 'Accepted', falseFails: true } }}                  | ${"has(status.conditions) && status.conditions.exists(c, c.type == 'Accepted' && c.status == 'True')"} | ${"has(status.conditions) && status.conditions.exists(c, c.type == 'Accepted' && c.status == 'False')"}
  ${{ condition: { type: 'Active', falseFails: false } }}                   | ${"has(status.conditions) && status.conditions.exists(c, c.type == 'Active' && c.status == 'True')"}   | ${undefined}
`('$rule', ({ rule, current, failed }) => {
  expect(healthCel({ ...kind, ...rule })).toEqual({ ...kind, current, ...(failed ? { failed } : {}) });
});

it('joins two ways to fail', () => {
  const field = { path: 'status.state', ready: ['ready'], failed: ['error'] };
  const rule = { ...kind, field, failedBy: { type: 'Error', reason: 'Broken' } };
  expect(healthCel(rule)?.failed).toBe(
    "(has(status.conditions) && status.conditions.exists(c, c.type == 'Error' && c.status == 'True' && c.reason == 'Broken')) || (has(status.state) && status.state in ['error'])",
  );
});

it('leaves the condition Ready to kstatus', () => {
  expect(healthCel({ ...kind, condition: { type: 'Ready', falseFails: true } })).toBe(undefined);
});
