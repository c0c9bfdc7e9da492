import { expect, it } from 'vitest';
import { tuning } from '../../src/validate/tuning.ts';
import { aSnapshot, nvidia, type SnapshotParts } from '../snapshot/a-snapshot.ts';
import { aRecipe, aSetting } from './a-recipe.ts';

const boot = [{ name: 'iommu.passthrough', value: '1' }];

/** What comes of `iommu.passthrough=1`, which is there, when its guard is left to the node. */
function outcome(when: object, parts: SnapshotParts): string {
  const setting = aSetting({
    kind: 'kernel-argument',
    name: 'iommu.passthrough',
    value: '1',
    state: 'undecided',
    when,
  });
  const recipe = aRecipe({ tuning: { gpu: { iommu: setting } }, inputs: { kernel: '6.14.0', driver: '580.1' } });
  const [item] = tuning.run({
    recipe,
    snapshots: [{ file: 'a.yaml', snapshot: aSnapshot({ node: 'gpu-1', ...parts }) }],
  });
  return `${item?.outcome} ${item?.because ?? item?.found}`;
}

const os = (release?: string) => ({ bootArguments: boot, kernel: release === undefined ? {} : { release } });

it.each([
  ['the kernel fits', { kernel: '>= 6.11' }, { os: os('6.14.0-1018-aws-64k') }, 'met iommu.passthrough=1'],
  [
    'the kernel does not fit',
    { kernel: '>= 6.11' },
    { os: os('6.8.0-71-generic') },
    'not-applicable holds where {"kernel":">= 6.11"}',
  ],
  [
    'the kernel is not known, though the recipe names one',
    { kernel: '>= 6.11' },
    { os: os() },
    'unknown whether it holds here depends on kernel, which the snapshot does not say',
  ],
  [
    'the kernel is no version',
    { kernel: '>= 6.11' },
    { os: os('custom') },
    'unknown whether it holds here depends on kernel, which the snapshot does not say',
  ],
  [
    'the kernel could not be read',
    { kernel: '>= 6.11' },
    { os: os('6.14.0'), states: { os: { state: 'partial', missing: { 'kernel.release': 'EACCES' } } } },
    'unknown whether it holds here depends on kernel, which the snapshot does not say',
  ],
  [
    'the driver of the node counts, not that of the recipe',
    { driver: '580' },
    { os: os(), gpu: { nvidia: nvidia({ driver: '595.1' }) } },
    'not-applicable holds where {"driver":"580"}',
  ],
  [
    'nobody measured the driver',
    { driver: '580' },
    { os: os() },
    'unknown whether it holds here depends on driver, which the snapshot does not say',
  ],
  ["what no node changes is the recipe's", { fabric: 'none', os: 'ubuntu' }, { os: os() }, 'met iommu.passthrough=1'],
  [
    'one part that is false is enough',
    { fabric: 'efa', kernel: '>= 6.11' },
    { os: os() },
    'not-applicable holds where {"fabric":"efa","kernel":">= 6.11"}',
  ],
] as const)('%s', (_, when, parts, expected) => {
  expect(outcome(when, parts as SnapshotParts)).toBe(expected);
});

it.each(['declined', 'elsewhere'] as const)('a setting that is %s is not applicable, with its reason', (state) => {
  const setting = aSetting({ kind: 'sysctl', name: 'vm.x', state, because: 'weakens the node' });
  const [item] = tuning.run({ recipe: aRecipe({ tuning: { gpu: { x: setting } } }), snapshots: [] });
  expect(item).toMatchObject({ outcome: 'not-applicable', because: 'weakens the node' });
});

it('a pool that no snapshot shows is unknown', () => {
  const setting = aSetting({ kind: 'sysctl', name: 'vm.x', value: '1' });
  const [item] = tuning.run({
    recipe: aRecipe({ tuning: { system: { x: setting } } }),
    snapshots: [{ file: 'a', snapshot: aSnapshot({ node: 'a', os: { sysctl: { 'vm.x': '1' } } }) }],
  });
  expect(item).toMatchObject({
    outcome: 'unknown',
    because: 'no snapshot shows a node of pool system with what this is read from',
  });
});
