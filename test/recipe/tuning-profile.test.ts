import { describe, expect, it } from 'vitest';
import { agentPackage } from '../../src/contract/cluster.ts';
import { formatProblem } from '../../src/errors.ts';
import { setting } from '../../src/recipe/layer.ts';
import { appliedBy } from '../../src/recipe/tuning-profile.ts';
import { catalogOf } from './catalog.ts';

const profile = (applies: string) =>
  `package: tuned\nversion: 1.0.0\nsource: s\nprofiles:\n  - select: { accelerator: [h100, h200], intent: training }\n    applies: [${applies}]`;
const item = (value: string, more = '') => `{ kind: sysctl, name: vm.x, value: "${value}"${more} }`;
const base = {
  kind: 'sysctl',
  name: 'vm.x',
  comparison: 'equals',
  value: '1',
  grade: 'S',
  why: 'w',
  tradeOff: 't',
  source: 's',
  verify: 'v',
} as const;
const stated = (more: object, state = 'applies', id = 'x') => ({
  id,
  setting: setting.parse({ ...base, ...more }),
  state,
});
const pkg = (more: object = {}) =>
  agentPackage.parse({
    name: 'tuned',
    image: 'ghcr.io/x/tuned',
    version: '1.0.0',
    configMap: { accelerator: 'h100', intent: 'training' },
    ...more,
  });
const apply = (applies: string, settings: readonly ReturnType<typeof stated>[], packages = [pkg()]) => {
  const { applied, problems } = appliedBy(
    catalogOf({ 'profiles/a.yaml': profile(applies) }),
    packages,
    { service: 'eks' },
    settings,
    'gpu',
  );
  return { applied: [...applied], problems: problems.map(formatProblem) };
};
const at = 'TUNING_UNMATCHED at tuning.gpu.packages.tuned\n  ';

describe('what agrees is applied', () => {
  it.each<[string, string, object]>([
    ['equals', item('1'), {}],
    ['atLeast and more', item('2'), { comparison: 'atLeast' }],
    ['atMost and less', item('0'), { comparison: 'atMost' }],
    ['atLeast of several numbers that are the same', item('1 2 3'), { comparison: 'atLeast', value: '1 2 3' }],
    ['present', item('9'), { comparison: 'present' }],
  ])('%s', (_, applies, more) => {
    expect(apply(applies, [stated(more)])).toEqual({ applied: ['x'], problems: [] });
  });

  it('of settings with guards that exclude each other, the one that agrees', () => {
    const two = [stated({ value: '0' }, 'undecided', 'old'), stated({}, 'undecided', 'new')];
    expect(apply(item('1'), two)).toEqual({ applied: ['new'], problems: [] });
  });

  it('what a guard of the profile keeps away is not applied', () => {
    expect(apply(item('1', ', when: { service: gke }'), [stated({})])).toEqual({ applied: [], problems: [] });
  });

  it('a package without configuration applies the remainder, not a profile', () => {
    expect(apply(item('1'), [], [pkg({ configMap: {} })])).toEqual({ applied: [], problems: [] });
  });
});

describe('what does not is an error', () => {
  it.each<[string, string, ReturnType<typeof stated>[], string[]]>([
    [
      'extra',
      item('1'),
      [],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 1, and no layer asks for it\n  hint: add the setting with its reason, or choose another profile`,
      ],
    ],
    [
      'extra, and declined',
      item('1'),
      [stated({}, 'declined')],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 1, and no layer asks for it\n  hint: accept x in pools.gpu.acceptSettings, or choose another profile`,
      ],
    ],
    [
      'extra, and elsewhere',
      item('1'),
      [stated({}, 'elsewhere')],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 1, and no layer asks for it\n  hint: add the setting with its reason, or choose another profile`,
      ],
    ],
    [
      'different',
      item('2'),
      [stated({})],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 2, and the recipe wants equals 1 (x)\n  hint: make the layer and the profile agree`,
      ],
    ],
    [
      'too little',
      item('1'),
      [stated({ comparison: 'atLeast', value: '2' })],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 1, and the recipe wants atLeast 2 (x)\n  hint: make the layer and the profile agree`,
      ],
    ],
    [
      'no number',
      item('lots'),
      [stated({ comparison: 'atLeast' })],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to lots, and the recipe wants atLeast 1 (x)\n  hint: make the layer and the profile agree`,
      ],
    ],
    [
      'there, and must be absent',
      item('1'),
      [stated({ comparison: 'absent', value: undefined })],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 1, and the recipe wants absent (x)\n  hint: make the layer and the profile agree`,
      ],
    ],
    [
      'only where nobody can tell',
      item('1', ', when: { kernel: ">= 6" }'),
      [stated({})],
      [
        `${at}tuned 1.0.0 sets sysctl vm.x to 1 only where {"kernel":">= 6"}, and the recipe wants it in any case (x): kernel is not known\n  hint: give kernel under inputs`,
      ],
    ],
  ])('%s', (_, applies, settings, problems) => {
    expect(apply(applies, settings)).toEqual({ applied: [], problems });
  });

  it.each<[string, object, string]>([
    ['another version', { version: '2.0.0' }, 'no profile data for tuned 2.0.0; known: 1.0.0'],
    ['another package', { image: 'ghcr.io/x/other' }, 'no profile data for other 1.0.0; known: none'],
    [
      'another configuration',
      { configMap: { accelerator: 'l4', intent: 'training' } },
      'tuned 1.0.0 has no profile for {"accelerator":"l4","intent":"training"}',
    ],
    [
      'a missing key of it',
      { configMap: { accelerator: 'h100' } },
      'tuned 1.0.0 has no profile for {"accelerator":"h100"}',
    ],
  ])('%s', (_, more, message) => {
    expect(apply(item('1'), [stated({})], [pkg(more)]).problems).toEqual([
      `${at}${message}\n  hint: write what it applies into recipes/profiles, from the package itself`,
    ]);
  });
});
