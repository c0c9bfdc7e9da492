import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/path.ts';
import { resolve } from '../../src/recipe/resolve.ts';
import { textsOf } from '../problems-of.ts';
import {
  CRITERIA,
  catalogOf,
  clusterInput,
  clusterText,
  type Files,
  resolveIn,
  settingText,
  WORLD,
} from './catalog.ts';

const driverOf = (files: Files, body = '', more = {}) =>
  valueAt(resolveIn(files, body, more).components, ['gpu-operator', 'driver', 'version']);

describe('who has the last word', () => {
  const eks = {
    'eks-driver.yaml': 'match: { service: eks }\ncomponents: { gpu-operator: { driver: { version: "2" } } }',
  };
  const cluster = 'components: { gpu-operator: { driver: { version: "3" } } }';
  const flags = { flags: { components: { 'gpu-operator': { driver: { version: '4' } } } } };
  it.each([
    ['base', {}, '', {}, '580.82.07'],
    ['a layer over the base', eks, '', {}, '2'],
    ['the cluster file over layers', eks, cluster, {}, '3'],
    ['flags over the cluster file', eks, cluster, flags, '4'],
  ])('%s', (_, files, body, more, expected) => {
    expect(driverOf(files, body, more)).toBe(expected);
  });

  it('and provenance tells all of them', () => {
    const found = resolveIn(eks, cluster, flags).provenance.get('components.gpu-operator.driver.version');
    expect([found?.layer, ...(found?.overrode ?? []).map((o) => `${o.layer} ${o.value}`)]).toEqual([
      '--set',
      'clusters/demo.yaml 3',
      'eks-driver.yaml 2',
      'base.yaml 580.82.07',
    ]);
  });
});

it('the order in which files were read changes nothing', () => {
  const files = {
    ...WORLD,
    'x.yaml': 'match: { service: eks }\nconstraints: { driver: { range: ">= 580", why: w, source: s } }',
  };
  const turned = Object.fromEntries(Object.entries(files).toReversed());
  const input = clusterInput(clusterText());
  const plain = (catalog: ReturnType<typeof catalogOf>) => {
    const recipe = resolve(catalog, input);
    return { ...recipe, provenance: Object.fromEntries(recipe.provenance) };
  };
  expect(JSON.stringify(plain(catalogOf(turned)))).toBe(JSON.stringify(plain(catalogOf(files))));
});

describe('ownership', () => {
  it('a layer that names the driver leaves the rest to others', () => {
    const files = {
      'own.yaml': 'match: { os: ubuntu }\nownership: { driver: image }\ninputs: { driver: 580.159.03 }',
      'own2.yaml': 'match: { service: eks }\nownership: { toolkit: image }',
    };
    expect(resolveIn(files).context.ownership).toEqual({
      driver: 'image',
      toolkit: 'image',
      devicePlugin: 'operator',
      allocation: 'device-plugin',
    });
    expect(resolveIn(files, 'ownership: { allocation: dra }').context.ownership).toEqual({
      driver: 'image',
      toolkit: 'image',
      devicePlugin: 'operator',
      allocation: 'dra',
    });
  });
});

describe('conditions', () => {
  const conditional = (when: string) => ({
    'when.yaml': `match: { service: eks }\nwhen: ${when}\ncomponents: { extra: {} }`,
  });
  it.each([
    ['{ kubernetes: ">= 1.34" }', '', true],
    ['{ kubernetes: ">= 1.35" }', '', false],
    ['{ kubernetes: ">= 1.35" }', 'inputs: { kubernetes: "1.35" }', true],
    ['{ fabric: efa }', '', true],
    ['{ fabric: efa }', 'pools: { gpu: { instanceType: p5.4xlarge } }', false],
    ['{ region: [us-east-1, us-west-2] }', 'inputs: { region: us-west-2 }', true],
  ])('%s with %s: %s', (when, body, expected) => {
    expect(Object.hasOwn(resolveIn(conditional(when), body).components, 'extra')).toBe(expected);
  });

  it('that cannot be told ask for the input', () => {
    expect(textsOf(() => resolveIn(conditional('{ region: x, kernel: ">= 6" }')))).toEqual([
      'DOCUMENT_INVALID at inputs.kernel\n  is missing: when.yaml applies only where {"kernel":">= 6","region":"x"}\n  hint: give inputs.kernel and inputs.region in the cluster file',
    ]);
  });

  it('on the instance ask for the instance type', () => {
    const input = clusterInput(
      clusterText('', 'criteria: { service: gke, accelerator: h100, os: ubuntu, intent: training }'),
      { allowGeneric: true },
    );
    const catalog = catalogOf({ ...WORLD, 'when.yaml': 'match: {}\nwhen: { architecture: arm64, fabric: efa }' });
    expect(textsOf(() => resolve(catalog, input))).toEqual([
      'DOCUMENT_INVALID at pools.gpu.instanceType\n  is missing: when.yaml applies only where {"architecture":"arm64","fabric":"efa"}\n  hint: give pools.gpu.instanceType in the cluster file',
    ]);
  });

  it('on a text that is no version ask for one', () => {
    expect(textsOf(() => resolveIn(conditional('{ osVersion: ">= 24.04" }'), 'inputs: { osVersion: noble }'))).toEqual([
      'DOCUMENT_INVALID at inputs.osVersion\n  is missing: when.yaml applies only where {"osVersion":">= 24.04"}\n  hint: give inputs.osVersion in the cluster file',
    ]);
  });
});

describe('requires', () => {
  const files = {
    'req.yaml': 'match: { service: eks }\nrequires: { shared.storageClass: { why: volumes have no class, source: s } }',
  };
  it('asks for what nothing can stand in for', () => {
    expect(textsOf(() => resolveIn(files))).toEqual([
      'clusters/demo.yaml:1:1: DOCUMENT_INVALID at shared.storageClass\n  is missing: volumes have no class\n  hint: give shared.storageClass in clusters/demo.yaml',
    ]);
  });
  it('is content with what is given', () => {
    expect(resolveIn(files, 'shared: { storageClass: fast }').context.storageClass).toBe('fast');
  });
  it('asks for what a component makes only where the component was taken out', () => {
    const unless = {
      'req.yaml':
        'match: { service: eks }\nshared: { storageClass: gp3 }\nrequires: { shared.storageClass: { unless: gpu-operator, why: nobody makes it, source: s } }',
    };
    const without = 'components: { gpu-operator: null }';
    expect(resolveIn(unless).context.storageClass).toBe('gp3');
    expect(textsOf(() => resolveIn(unless, without))[0]).toContain(
      'at shared.storageClass\n  is missing: nobody makes it',
    );
    expect(resolveIn(unless, `${without}\nshared: { storageClass: fast }`).context.storageClass).toBe('fast');
  });
  it('a layer may give a class where none is required, and the user overrides it', () => {
    const own = { 'sc.yaml': 'match: { service: eks }\nshared: { storageClass: gp3 }' };
    expect(resolveIn(own).context.storageClass).toBe('gp3');
    expect(resolveIn(own, 'shared: { storageClass: fast }').context.storageClass).toBe('fast');
  });
});

describe('constraints', () => {
  const bound = (subject: string, range: string) => ({
    'bound.yaml': `match: { service: eks }\nconstraints: { ${subject}: { range: "${range}", why: it was tried, source: s } }`,
  });
  it('hold the recipe’s own values, those of its components among them', () => {
    const { constraints } = resolveIn(bound('driver', '>= 580'));
    expect(constraints).toMatchObject([
      { subject: 'driver', value: '580.82.07', state: 'met' },
      { subject: 'kubernetes', value: '1.34.2', range: '>= 1.30 < 1.36' },
    ]);
  });
  it.each([
    ['driver', '>= 590', 'driver is 580.82.07, and must be >= 590'],
    ['gpu-operator', '< 26', 'gpu-operator is v26.3.3, and must be < 26'],
    ['kubernetes', '>= 1.35', 'kubernetes is 1.34.2, and must be >= 1.35 < 1.36'],
  ])('%s %s is not met', (subject, range, message) => {
    expect(textsOf(() => resolveIn(bound(subject, range)))).toEqual([
      `bound.yaml:5:${subject.length + 18}: CONSTRAINT_UNMET at constraints.${subject}\n  ${message}:\n    bound.yaml:5:${subject.length + 18} wants ${range}: it was tried\n  hint: choose ${subject} ${message.slice(message.indexOf('must be') + 8)}`.replaceAll(
        /bound.yaml:5:\d+/g,
        'bound.yaml:5:16',
      ),
    ]);
  });
  it('on a component that is not there bind nothing', () => {
    expect(resolveIn(bound('network-operator', '< 1')).constraints.map((c) => c.subject)).toEqual(['kubernetes']);
  });
  it('on a component without a version are reported as unknown', () => {
    const files = { ...bound('extra', '>= 1'), 'extra.yaml': 'match: {}\ncomponents: { extra: {} }' };
    expect(resolveIn(files).constraints[0]).toMatchObject({ subject: 'extra', state: 'unknown' });
  });
});

describe('tuning', () => {
  const files = {
    'tune.yaml': `match: {}\ntuning: { gpu: { settings: { x: ${settingText('kind: sysctl, name: vm.x, comparison: atLeast, value: "1", when: { driver: "580" }')} } } }`,
  };
  it('rests on the driver that is really installed', () => {
    expect(resolveIn(files).tuning.gpu?.[0]?.state).toBe('applies');
    expect(
      resolveIn(files, 'components: { gpu-operator: { driver: { version: "590.1" } } }').tuning.gpu?.[0]?.state,
    ).toBe('elsewhere');
    expect(resolveIn(files, 'components: { gpu-operator: { driver: null } }').tuning.gpu?.[0]?.state).toBe('undecided');
    expect(resolveIn(files, 'ownership: { driver: image }\ninputs: { driver: "590" }').tuning.gpu?.[0]?.state).toBe(
      'elsewhere',
    );
  });
  it('only what applies reaches the constructs', () => {
    expect(resolveIn(files).context.tuning.settings).toEqual([
      {
        id: 'x',
        kind: 'sysctl',
        name: 'vm.x',
        comparison: 'atLeast',
        value: '1',
        reboot: false,
        channel: 'agent',
        why: 'because',
        tradeOff: 'some',
        source: 'test',
        verify: 'look',
      },
    ]);
    expect(resolveIn(files, 'components: { gpu-operator: { driver: null } }').context.tuning.settings).toEqual([]);
  });
});

describe('leaf and instance', () => {
  it('the first instance type of the leaf is the default', () => {
    const { leaf, instance, context } = resolveIn({});
    expect([leaf?.accelerator, instance?.name, context.gpusPerNode, context.fabric, context.fabricInterfaces]).toEqual([
      'h100',
      'p5.48xlarge',
      8,
      'efa',
      32,
    ]);
  });
  it('another of the leaf may be chosen, one of none may not', () => {
    expect(resolveIn({}, 'pools: { gpu: { instanceType: p5.4xlarge } }').context.gpusPerNode).toBe(1);
    expect(textsOf(() => resolveIn({}, 'pools: { gpu: { instanceType: p5.48xlrge } }'))).toEqual([
      'clusters/demo.yaml:5:31: DOCUMENT_INVALID at pools.gpu.instanceType\n  p5.48xlrge is no instance type of eks with h100 and ubuntu; allowed: p5.48xlarge, p5.4xlarge\n  hint: did you mean p5.48xlarge, p5.4xlarge?',
    ]);
    expect(textsOf(() => resolveIn({}, 'pools: { gpu: { instanceType: g6.xlarge } }'))[0]).toContain(
      'g6.xlarge is no instance type of eks with h100 and ubuntu',
    );
  });
  it('without a leaf there is no recipe, unless the generic one is asked for', () => {
    const text = clusterText('', CRITERIA.replace('eks', 'gke'));
    expect(textsOf(() => resolve(catalogOf(WORLD), clusterInput(text)))[0]).toMatch(/^LEAF_UNKNOWN/);
    const generic = resolve(catalogOf(WORLD), clusterInput(text, { allowGeneric: true }));
    expect(generic).not.toHaveProperty('leaf');
    expect(generic.layers.map((l) => l.name)).toEqual([
      'base.yaml',
      'gke.yaml',
      'h100.yaml',
      'training.yaml',
      'ubuntu.yaml',
    ]);
  });
});

it('taints of the pool become tolerations, and labels its selector', () => {
  const { context } = resolveIn(
    {},
    'pools: { gpu: { count: 3, labels: { pool: gpu }, taints: [{ key: a, value: b, effect: NoSchedule }], tolerations: [{ key: c, operator: Exists }] }, system: { labels: { pool: system } } }',
  );
  expect(context.gpuNodes).toEqual({
    count: 3,
    selector: { pool: 'gpu' },
    taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
    tolerations: [
      { key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' },
      { key: 'c', operator: 'Exists' },
    ],
  });
  expect(context.systemNodes.selector).toEqual({ pool: 'system' });
});

it('every mistake is told at once, and a conflict of inputs once', () => {
  const files = {
    'a.yaml': 'match: { os: ubuntu }\ninputs: { region: a }',
    'b.yaml': 'match: { accelerator: h100 }\ninputs: { region: b }',
    'c.yaml': 'match: {}\nconstraints: { kubernetes: { range: ">= 1.99", why: w, source: s } }',
  };
  const texts = textsOf(() =>
    resolveIn(files, 'shared: { namespaces: { nope: x } }\npools: { gpu: { acceptSettings: [nope] } }'),
  );
  expect(texts.map((t) => t.split('\n')[0]?.replace(/^\S+: /, ''))).toEqual([
    'RECIPE_CONFLICT at inputs.region',
    'COMPONENT_UNKNOWN at shared.namespaces.nope',
    'CONSTRAINT_UNMET at constraints.kubernetes',
    'DOCUMENT_INVALID at pools.gpu.acceptSettings',
  ]);
});
