import { expect, it } from 'vitest';
import { components } from '../../constructs/registry.ts';
import { CONTROLLER_WRITTEN, controllerWritten } from '../../src/deploy/controller-written.ts';
import { stepsOf } from '../../src/deploy/steps.ts';
import { bundle } from './bundle.ts';

it('has rows only for components that exist', () => {
  const names = components.map(({ name }) => name);
  for (const component of Object.keys(CONTROLLER_WRITTEN)) expect(names).toContain(component);
});

it.each`
  step                  | written
  ${'cert-manager'}     | ${['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']}
  ${'nodewright-after'} | ${[]}
  ${'gpu-operator'}     | ${[]}
`('$step: $written', ({ step, written }) => {
  const [found] = stepsOf(bundle).filter(({ name }) => name === step);
  expect(found && controllerWritten(found).map(({ kind }) => kind)).toEqual(written);
});
