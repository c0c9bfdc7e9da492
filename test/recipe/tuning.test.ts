import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import type { Facts } from '../../src/recipe/guard.ts';
import { resolveTuning } from '../../src/recipe/tuning.ts';
import { catalogOf, settingText, WORLD } from './catalog.ts';

const settings = `match: {}
tuning:
  gpu:
    settings:
      off: ${settingText('kind: kernel-argument, name: init_on_alloc, comparison: equals, value: "0", optIn: true')}
      max-map: ${settingText('kind: sysctl, name: vm.max_map_count, comparison: atLeast, value: "65530"')}
      late: ${settingText('kind: sysctl, name: vm.y, comparison: equals, value: "1", when: { kernel: ">= 6.11" }')}
      kubelet: ${settingText('kind: kubelet, name: topologyManagerPolicy, comparison: equals, value: best-effort')}`;
const facts: Facts = { service: 'eks', os: 'ubuntu', intent: 'training' };
const tune = (more: Partial<Parameters<typeof resolveTuning>[0]> = {}, files = {}) => {
  const catalog = catalogOf({ 'channels/all.yaml': WORLD['channels/all.yaml'] ?? '', 'a.yaml': settings, ...files });
  return resolveTuning({ catalog, layers: catalog.layers, pool: 'gpu', facts, accepted: [], ...more });
};
const short = ({ settings: all }: ReturnType<typeof tune>) => all.map((s) => `${s.id} ${s.state} ${s.channel}`);

describe('each setting has its state and who brings it', () => {
  it.each([
    ['by default', {}, ['kubelet applies none', 'late undecided agent', 'max-map applies agent', 'off declined agent']],
    [
      'accepted',
      { accepted: ['off'] },
      ['kubelet applies none', 'late undecided agent', 'max-map applies agent', 'off applies agent'],
    ],
    [
      'known',
      { facts: { ...facts, kernel: '6.14' } },
      ['kubelet applies none', 'late applies agent', 'max-map applies agent', 'off declined agent'],
    ],
    [
      'no channels known',
      { facts: { ...facts, os: 'plan9' } },
      ['kubelet applies none', 'late undecided none', 'max-map applies none', 'off declined none'],
    ],
  ])('%s', (_, more, expected) => {
    const tuned = tune(more);
    expect(short(tuned)).toEqual(expected);
    expect(tuned.problems).toEqual([]);
  });

  it('says why it cannot be expressed', () => {
    expect(tune({ facts: { ...facts, os: 'plan9' } }).settings[2]?.because).toBe(
      'recipes/channels.yaml has no row for eks with plan9',
    );
    expect(tune().settings[0]?.because).toBe('because');
  });
});

it('is resolved once for the same layers and facts, and as if it were the first time', () => {
  const catalog = catalogOf({ 'channels/all.yaml': WORLD['channels/all.yaml'] ?? '', 'a.yaml': settings });
  const input = fc.record({
    layers: fc.constantFrom([], catalog.layers),
    facts: fc.record({
      service: fc.constantFrom('eks', 'gke'),
      intent: fc.constant('training'),
      kernel: fc.constantFrom('6.8', '6.14'),
    }),
    accepted: fc.constantFrom([], ['off'], ['of']),
  });
  fc.assert(
    fc.property(fc.array(input, { minLength: 1, maxLength: 6 }), (inputs) => {
      for (const more of inputs) {
        const tuned = resolveTuning({ catalog, pool: 'gpu', ...more });
        expect(resolveTuning({ catalog, pool: 'gpu', ...structuredClone(more) })).toBe(tuned);
        expect(resolveTuning({ catalog: { ...catalog }, pool: 'gpu', ...more })).toEqual(tuned);
      }
    }),
  );
});

it('accepting what does not ask is refused, with those that do', () => {
  expect(tune({ accepted: ['of', 'max-map'] }).problems.map(formatProblem)).toEqual([
    'DOCUMENT_INVALID at pools.gpu.acceptSettings\n  no setting "of" asks for acceptance here; those that do: off',
    'DOCUMENT_INVALID at pools.gpu.acceptSettings\n  no setting "max-map" asks for acceptance here; those that do: off',
  ]);
});

it('a profile that applies a setting is its channel', () => {
  const files = {
    'b.yaml':
      'match: { service: eks }\ntuning: { gpu: { packages: { tuned: { image: ghcr.io/x/tuned, version: 1.0.0, configMap: { p: a }, why: w, source: s } } } }',
    'profiles/tuned.yaml':
      'package: tuned\nversion: 1.0.0\nsource: s\nprofiles: [{ select: { p: a }, applies: [{ kind: sysctl, name: vm.max_map_count, value: "262144" }] }]',
  };
  const tuned = tune({}, files);
  expect(tuned.problems).toEqual([]);
  expect(short(tuned)).toContain('max-map applies profile');
  expect(tuned.packages).toMatchObject([{ name: 'tuned', version: '1.0.0' }]);
});
