import { describe, expect, it } from 'vitest';
import { textsOf } from '../problems-of.ts';
import { catalogOf, type Files, layersOf, settingText, WORLD } from './catalog.ts';

it('reads every kind', () => {
  const { layers, leaves, absent, instances, channels } = catalogOf(WORLD);
  expect([layers.length, leaves.length, absent.length, instances.length, channels.length]).toEqual([13, 3, 1, 4, 1]);
  expect(leaves[0]).toMatchObject({ service: 'eks', accelerator: 'h100' });
  expect(instances[0]).toMatchObject({ service: 'eks', name: 'p5.48xlarge', architecture: 'amd64' });
});

it('the hash of a layer counts what it says, not how it is laid out', () => {
  const hash = (body: string) => layersOf({ 'a.yaml': body })[0]?.hash;
  expect(hash('match: { service: eks } # a comment')).toBe(hash('match:\n  service: eks\n'));
  expect(hash('match: { service: gke }')).not.toBe(hash('match: { service: eks }'));
});

describe('what the schema cannot say', () => {
  it.each<[string, Files, string[]]>([
    [
      'a note on nothing',
      { 'a.yaml': 'match: {}\nnotes:\n  components.x: { why: a, source: b }' },
      [
        'a.yaml:6:3: DOCUMENT_INVALID at notes["components.x"]\n  components.x is not set in this file\n  hint: name a path that this file sets',
      ],
    ],
    [
      'a note that is no path',
      { 'a.yaml': "match: {}\nnotes:\n  '..': { why: a, source: b }" },
      [
        'a.yaml:6:3: DOCUMENT_INVALID at notes[".."]\n  .. is not set in this file\n  hint: name a path that this file sets',
      ],
    ],
    [
      'a pool that nobody has',
      { 'a.yaml': `match: {}\ntuning:\n  gpus:\n    settings: {}` },
      ['a.yaml:6:3: DOCUMENT_INVALID at tuning.gpus\n  unknown pool "gpus"; allowed: gpu\n  hint: did you mean gpu?'],
    ],
    [
      'aliases of two values',
      { 'a.yaml': 'match: { service: eks, os: al2023 }\naliases: [amzn]' },
      [
        'a.yaml:5:1: DOCUMENT_INVALID at aliases\n  aliases stand for one value, and this layer matches {service: eks, os: al2023}\n  hint: move them to the layer of that value alone',
      ],
    ],
    [
      'inputs under a condition',
      { 'a.yaml': "match: {}\nwhen: { region: x }\ninputs: { kubernetes: '1.35' }" },
      ['a.yaml:6:1: DOCUMENT_INVALID at inputs\n  a layer with `when` cannot set inputs: conditions rest on them'],
    ],
    [
      'a layer that rests on the driver',
      { 'a.yaml': "match: {}\nwhen: { driver: '580' }" },
      [
        'a.yaml:5:17: DOCUMENT_INVALID at when.driver\n  a layer cannot rest on the driver: which driver there is follows from the layers\n  hint: guard the settings with it instead',
      ],
    ],
  ])('%s', (_, files, expected) => {
    expect(textsOf(() => catalogOf(files))).toEqual(expected);
  });

  it('a note on something deleted is fine', () => {
    expect(
      layersOf({ 'a.yaml': 'match: {}\ncomponents: { x: null }\nnotes: { components.x: { why: a, source: b } }' }),
    ).toHaveLength(1);
  });
});

it('all mistakes of all files at once', () => {
  const files = {
    'a.yaml': 'match: { servce: eks }',
    'b.yaml': `match: {}\ntuning: { gpu: { settings: { x: ${settingText('kind: sysctl, name: a, comparison: atLeats, value: "1"')} } } }`,
    'leaves/c.yaml': 'service: eks\nleaves: []',
  };
  expect(textsOf(() => catalogOf(files))).toEqual([
    'a.yaml:4:18: DOCUMENT_INVALID at match.servce\n  unknown key "servce"; allowed: accelerator, intent, os, platform, service\n  hint: did you mean service?',
    'b.yaml:5:70: DOCUMENT_INVALID at tuning.gpu.settings.x.comparison\n  got "atLeats"; allowed: equals, atLeast, atMost, present, absent\n  hint: did you mean atLeast?',
    'leaves/c.yaml:4:1: DOCUMENT_INVALID at leaves\n  got []: Too small: expected array to have >=1 items',
  ]);
});
