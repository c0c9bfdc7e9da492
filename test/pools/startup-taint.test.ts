import { expect, it } from 'vitest';
import type { ComponentManifests, KubeObject } from '../../src/contract/manifests.ts';
import { startupTaint } from '../../src/pools/startup-taint.ts';

const AGENT = 'nodewright.nvidia.com=runtime-required:NoSchedule';
const TAINT = { key: 'nodewright.nvidia.com', value: 'runtime-required', effect: 'NoSchedule' };

/** An operator that was started with a taint, and an object of this group. */
function units(env: unknown, apiVersion: string, spec: unknown): readonly ComponentManifests[] {
  const object: KubeObject = { apiVersion, kind: 'X', metadata: { name: 'x' }, spec };
  const unit = (part: object) => ({ objects: { before: [], main: [], after: [] }, ...part }) as unknown;
  return [
    unit({ release: { values: { controllerManager: { manager: { env } } } } }),
    unit({ objects: { before: [], main: [object], after: [] } }),
  ] as ComponentManifests[];
}

it.each`
  env                                                | group                               | spec                                                   | expected
  ${{ runtimeRequiredTaint: AGENT }}                 | ${'nodewright.nvidia.com/v1alpha1'} | ${{ runtimeRequired: true }}                           | ${{ taint: TAINT, isAutomatic: false }}
  ${{ runtimeRequiredTaint: AGENT }}                 | ${'skyhook.nvidia.com/v1alpha1'}    | ${{ runtimeRequired: true, autoTaintNewNodes: true }}  | ${{ taint: TAINT, isAutomatic: true }}
  ${{ runtimeRequiredTaint: 'a.example:NoExecute' }} | ${'skyhook.nvidia.com/v1alpha1'}    | ${{ runtimeRequired: true, autoTaintNewNodes: false }} | ${{ taint: { key: 'a.example', value: '', effect: 'NoExecute' }, isAutomatic: false }}
  ${{ runtimeRequiredTaint: AGENT }}                 | ${'skyhook.nvidia.com/v1alpha1'}    | ${{ runtimeRequired: false }}                          | ${undefined}
  ${{ runtimeRequiredTaint: AGENT }}                 | ${'example.com/v1'}                 | ${{ runtimeRequired: true }}                           | ${undefined}
  ${{ runtimeRequiredTaint: AGENT }}                 | ${'skyhook.nvidia.com/v1alpha1'}    | ${'no map'}                                            | ${undefined}
  ${{}}                                              | ${'skyhook.nvidia.com/v1alpha1'}    | ${{ runtimeRequired: true }}                           | ${undefined}
  ${{ runtimeRequiredTaint: 'no taint' }}            | ${'skyhook.nvidia.com/v1alpha1'}    | ${{ runtimeRequired: true }}                           | ${undefined}
  ${{ runtimeRequiredTaint: 'a=b:Sometimes' }}       | ${'skyhook.nvidia.com/v1alpha1'}    | ${{ runtimeRequired: true }}                           | ${undefined}
`('$env with $group and $spec', ({ env, group, spec, expected }) => {
  expect(startupTaint(units(env, group, spec))).toEqual(expected);
});
