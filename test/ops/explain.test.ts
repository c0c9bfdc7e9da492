import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { explain } from '../../src/ops/explain.ts';
import { explainText } from '../../src/report/explain.ts';
import { problemsOf } from './memory-io.ts';
import { cluster, smallEngine } from './small-engine.ts';

const textOf = (path: string, more = '', set?: Record<string, Record<string, unknown>>) =>
  explainText(explain(smallEngine, { document: cluster(more), ...(set ? { set } : {}) }, path));

describe('a path of the recipe', () => {
  it.each([
    [
      'the layer that won, what it overrode, its own note',
      'components.gpu-operator.driver.version',
      'components.gpu-operator.driver.version = 580.105.08\n  set by    small/h100.yaml:7:24\n  overrode  580.126.20 of small/base.yaml:31:38\n  why       Tried on H100.\n  source    https://example.com/h100\n',
    ],
    [
      'a row of the bill, with the reason of the row',
      'components.gpu-operator.chart.version',
      'components.gpu-operator.chart.version = v26.3.3\n  set by    small/base.yaml:13:93\n  why       The last release on driver branch 580.\n  source    https://docs.nvidia.com/gpu-operator\n',
    ],
    ['a value of the cluster file', 'pools.gpu.count', 'pools.gpu.count = 4\n  set by    clusters/prod.yaml:12:12\n'],
    [
      'a default of the cluster file format',
      'shared.pullSecrets',
      'shared.pullSecrets = []\n  default   of the cluster file format; no layer sets it\n',
    ],
    [
      'a default of a construct',
      'components.gpu-operator.gdrcopy',
      'components.gpu-operator.gdrcopy = true\n  default   of the props of gpu-operator; no layer sets it\n',
    ],
    [
      'a fact of the instance type',
      'instance.fabricInterfaces',
      'instance.fabricInterfaces = 0\n  fact      of eks instance type p5.48xlarge\n  source    https://aws.amazon.com/p5\n',
    ],
    [
      'a layer without a note, by what the layer is about',
      'inputs.kubernetes',
      'inputs.kubernetes = 1.34.2\n  set by    small/base.yaml:5:23\n  why       part of: What every cluster has.\n',
    ],
    [
      'what the provider brings',
      'provided.coredns',
      'provided.coredns = true\n  set by    small/eks.yaml:6:3\n  why       EKS installs it.\n  source    https://docs.aws.amazon.com/eks\n',
    ],
    [
      'a tuning setting, in the words of its data',
      'tuning.gpu.settings.numa',
      'tuning.gpu.numa = kernel.numa_balancing equals 0 (applies, carried by none: recipes/channels.yaml has no row for eks with ubuntu)\n  set by    small/h100.yaml:13:7\n  why       Pages that move cost time.\n  source    https://example.com/numa\n',
    ],
    [
      'a constraint with everybody who bounds it',
      'constraints.kubernetes',
      'constraints.kubernetes = >= 1.33 < 1.37 (is 1.34.2)\n  joined    from one bound\n    constraints.kubernetes = >= 1.33 <= 1.36\n      set by    small/base.yaml (gpu-operator):18:7\n      why       Validated there.\n      source    https://docs.nvidia.com/platform-support\n',
    ],
  ])('tells %s', (_, path, expected) => {
    expect(textOf(path)).toBe(expected);
  });

  it('tells a cluster file over a layer, and a flag over both', () => {
    const more = 'components:\n  gpu-operator:\n    driver: { version: 580.95.05 }\n';
    const [one] = explain(
      smallEngine,
      { document: cluster(more), set: { 'gpu-operator': { driver: { version: '580.82.07' } } } },
      'components.gpu-operator.driver.version',
    );
    expect([one?.kind, one?.value, one?.overrode.map((o) => [o.layer, o.value])]).toEqual([
      'flag',
      '580.82.07',
      [
        ['clusters/prod.yaml', '580.95.05'],
        ['small/h100.yaml', '580.105.08'],
        ['small/base.yaml', '580.126.20'],
      ],
    ]);
  });

  it('tells a namespace of the cluster file over that of the bill', () => {
    expect(textOf('components.cert-manager.namespace', 'shared:\n  namespaces: { cert-manager: pki }\n')).toBe(
      'components.cert-manager.namespace = pki\n  set by    clusters/prod.yaml:14:31\n  overrode  cert-manager of small/base.yaml:9:16\n',
    );
  });

  it('tells who took a component out', () => {
    const [one] = explain(
      smallEngine,
      { document: cluster('components: { cert-manager: null }\n') },
      'components.cert-manager',
    );
    expect([one?.path, one?.value, one?.by]).toEqual(['components.cert-manager', null, 'clusters/prod.yaml']);
  });
});

describe('a Helm value', () => {
  it('is followed to the prop that it was computed from, and on to the layer', () => {
    expect(textOf('components.gpu-operator.values.driver.version')).toBe(
      [
        'components.gpu-operator.values.driver.version = 580.105.08',
        '  computed  by the construct of gpu-operator from what follows',
        '    components.gpu-operator.driver.version = 580.105.08',
        '      set by    small/h100.yaml:7:24',
        '      overrode  580.126.20 of small/base.yaml:31:38',
        '      why       Tried on H100.',
        '      source    https://example.com/h100',
        '    ownership.driver = operator',
        '      set by    small/ubuntu.yaml:6:22',
        '      why       part of: Ubuntu.',
        '',
      ].join('\n'),
    );
  });

  it('that the construct fixes says so', () => {
    expect(textOf('components.gpu-operator.values.nfd.enabled')).toBe(
      'components.gpu-operator.values.nfd.enabled = true\n  fixed     by the construct of gpu-operator: no prop changes it\n',
    );
  });

  it('that comes from the pools leads to the cluster file', () => {
    const [one] = explain(
      smallEngine,
      { document: cluster() },
      'components.gpu-operator.values.daemonsets.tolerations[0].key',
    );
    expect(one?.value).toBe('nvidia.com/gpu');
    expect(one?.from.map(({ path }) => path)).toEqual(['pools.gpu.taints', 'pools.gpu.tolerations']);
  });

  it('that is raw is told by who gave it', () => {
    const more = 'components:\n  gpu-operator:\n    values: { operator: { logging: { level: debug } } }\n';
    expect(textOf('components.gpu-operator.values.operator.logging.level', more)).toBe(
      'components.gpu-operator.values.operator.logging.level = debug\n  set by    clusters/prod.yaml:15:45\n',
    );
  });

  it('every one has an explanation that ends at somebody', () => {
    const all = explain(smallEngine, { document: cluster() }, 'components');
    const values = all.filter(({ path }) => path.includes('.values.'));
    expect(values.length).toBeGreaterThan(60);
    expect(values.filter(({ kind, from }) => kind === 'computed' && from.length === 0).map(({ path }) => path)).toEqual(
      [],
    );
  });
});

it('tells everything below a path, also where a layer only names the component', () => {
  const paths = explain(smallEngine, { document: cluster() }, 'components.cert-manager').map(({ path }) => path);
  expect(paths[0]).toBe('components.cert-manager');
  expect(paths).toContain('components.cert-manager.chart.version');
  expect(paths.some((path) => path.startsWith('components.cert-manager.values.'))).toBe(true);
  expect(paths.every((path) => path.startsWith('components.cert-manager'))).toBe(true);
});

describe('an unknown path', () => {
  it.each([
    ['components.gpu-operator.driver.versoin', 'did you mean components.gpu-operator.driver.version'],
    ['components.gpu-operator.values.driver.verison', 'did you mean components.gpu-operator.values.driver.version'],
    ['components.gpuoperator', 'did you mean components.gpu-operator'],
    ['zzz', 'paths begin with components, inputs'],
  ])('%s → %s', async (path, hint) => {
    const [problem] = await problemsOf(() => explain(smallEngine, { document: cluster() }, path));
    expect(problem?.hint).toContain(hint);
  });

  it('of a Helm value gives the reason why there are none, when the construct cannot be made', async () => {
    const more = 'components:\n  gpu-operator: { gdrcopi: true }\n';
    const work = () =>
      explain(smallEngine, { document: cluster(more) }, 'components.gpu-operator.values.driver.enabled');
    expect((await problemsOf(work)).map(formatProblem)).toEqual([
      expect.stringContaining('clusters/prod.yaml:14:28: PROPS_INVALID at components.gpu-operator.gdrcopi'),
    ]);
    expect(explain(smallEngine, { document: cluster(more) }, 'components.gpu-operator.gdrcopi')[0]?.value).toBe(true);
  });
});

it('names every path once, in byte order', () => {
  const paths = explain(smallEngine, { document: cluster() }).map(({ path }) => path);
  expect(paths).toEqual([...new Set(paths)].sort());
});
