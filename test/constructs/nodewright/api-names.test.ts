import { expect, it } from 'vitest';
import { apiNames, KNOWN_MINORS } from '../../../constructs/nodewright/api-names.ts';

it.each([
  ['v0.20.0', 'nodewright', 'nodewright', 'nodewright.nvidia.com/v1alpha1', 'NodeWright', 'nodewright.nvidia.com'],
  ['0.20.3', 'nodewright', 'nodewright', 'nodewright.nvidia.com/v1alpha1', 'NodeWright', 'nodewright.nvidia.com'],
  ['v0.15.1', 'skyhook-operator', 'skyhook', 'skyhook.nvidia.com/v1alpha1', 'Skyhook', 'skyhook.nvidia.com'],
])('%s is chart %s in namespace %s', (version, chart, namespace, apiVersion, kind, taintKey) => {
  expect(apiNames(version)).toMatchObject({ chart, namespace, apiVersion, kind, taintKey });
});

it.each(['v0.16.1', 'v0.18.0', 'v0.21.0', 'v1.20.0', 'latest', ''])('%j has no row', (version) => {
  expect(apiNames(version)).toBeUndefined();
});

it('lists the minors that have a row', () => {
  expect(KNOWN_MINORS).toEqual(['0.15', '0.20']);
});
