import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { phase, phaseOf } from '../../src/contract/phase.ts';

it('an object is in the phase of its nearest marked ancestor, else in main', () => {
  const chart = new Chart(new App(), 'c');
  const before = phase(chart, 'before');
  const after = phase(chart, 'after');
  expect(phaseOf(new Construct(chart, 'a'))).toBe('main');
  expect(phaseOf(new Construct(new Construct(before, 'b'), 'c'))).toBe('before');
  expect(phaseOf(new Construct(after, 'd'))).toBe('after');
  expect(phaseOf(phase(new Construct(before, 'inner'), 'after'))).toBe('after');
});

it('asking twice gives the same scope', () => {
  const chart = new Chart(new App(), 'c');
  expect(phase(chart, 'after')).toBe(phase(chart, 'after'));
});
