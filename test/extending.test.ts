import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A project of a user who has installed this package and ACME's extension of it. */
let project: string;

const CLUSTER = `apiVersion: cns.dev/v1alpha1
kind: Cluster
name: x1
criteria: { service: self-managed, accelerator: x1, os: ubuntu, intent: training }
shared: { storageClass: local }
pools: { gpu: { labels: { pool: gpu } } }
gitops: { deployer: listing }
plugins: [acme-stack]
`;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'acme-'));
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  cpSync('test/fixtures/acme', join(modules, 'acme-stack'), { recursive: true });
  // The extension finds this package, its constructs library and its zod as installed ones.
  symlinkSync(resolve('.'), join(modules, 'cloud-native-stack'));
  for (const name of ['constructs', 'zod']) symlinkSync(resolve('node_modules', name), join(modules, name));
  mkdirSync(join(project, 'clusters'));
  writeFileSync(join(project, 'clusters/x1.yaml'), CLUSTER);
});

afterAll(() => rmSync(project, { recursive: true }));

function cnsctl(...args: string[]) {
  const env = { PATH: process.env.PATH ?? '', HOME: project };
  return spawnSync(process.execPath, [resolve('lib/cli/cnsctl.cjs'), ...args], { cwd: project, encoding: 'utf8', env });
}

describe('through `plugins:` of a cluster file', () => {
  it('is refused unless it is allowed: data must not run code by itself', () => {
    const { status, stderr } = cnsctl('synth');
    expect(stderr).toContain('PLUGIN_REFUSED');
    expect(stderr).toContain('--allow-plugins');
    expect(status).toBe(4);
  });

  it('brings its component, accelerator, deployer and overlays', () => {
    const { status, stderr } = cnsctl('synth', '--allow-plugins');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const agent =
      readdirSync(join(project, 'dist/x1/objects')).find((name) => name.endsWith('-fabric-agent.yaml')) ?? '';
    expect(readFileSync(join(project, 'dist/x1/objects', agent), 'utf8')).toBe(`apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: fabric-agent
  namespace: acme-system
spec:
  selector:
    matchLabels:
      app: fabric-agent
  template:
    metadata:
      labels:
        app: fabric-agent
    spec:
      containers:
      - args:
        - --interval=15s
        image: registry.acme.example/fabric-agent:1.4.0
        name: agent
      tolerations:
      - effect: NoSchedule
        key: nvidia.com/gpu
        operator: Exists
`);
  });

  it('is checked like our own: a wrong prop is told with its place', () => {
    writeFileSync(
      join(project, 'clusters/bad.yaml'),
      `${CLUSTER.replace('name: x1', 'name: bad')}components: { fabric-agent: { intervalSecond: 5 } }\n`,
    );
    const { status, stderr } = cnsctl('synth', 'bad', '--allow-plugins');
    rmSync(join(project, 'clusters/bad.yaml'));
    expect(stderr).toContain('PROPS_INVALID at components.fabric-agent.intervalSecond');
    expect(stderr).toContain('did you mean intervalSeconds?');
    expect(status).toBe(3);
  });
});

it('is checked against the index that the extension brings for its own chart', () => {
  const values = 'components: { fabric-dashboard: { values: { replica: 2 } } }\n';
  writeFileSync(join(project, 'clusters/dead.yaml'), `${CLUSTER.replace('name: x1', 'name: dead')}${values}`);
  const { status, stderr } = cnsctl('synth', 'dead', '--allow-plugins');
  rmSync(join(project, 'clusters/dead.yaml'));
  expect(stderr).toContain('VALUE_DEAD at components.fabric-dashboard.values.replica');
  expect(stderr).toContain('nearest: replicas');
  expect(status).toBe(3);
});

it('holds its own checks against what runs, beside ours', () => {
  writeFileSync(
    join(project, 'node.json'),
    JSON.stringify({
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'Snapshot',
      metadata: { taken: '2026-01-15T09:30:00Z', cnsctl: '0.1.0', node: 'n1' },
      collectors: { network: { state: 'collected' } },
      measurements: {
        network: { rdma: { mlx5_0: { ports: { 1: { state: 'DOWN', interfaces: [] } } } }, interfaces: {} },
      },
    }),
  );
  const words = ['validate', '--recipe', 'x1', '--snapshot', 'node.json', '--allow-plugins', '--format', 'json'];
  const { status, stdout, stderr } = cnsctl(...words);
  expect(stderr).toBe('');
  expect(status).toBe(1);
  const { items } = JSON.parse(stdout) as { items: { id: string; outcome: string; found: string }[] };
  expect(items.filter(({ id }) => id.startsWith('acme'))).toMatchObject([
    { id: 'acme-rails/n1', outcome: 'not-met', found: 'mlx5_0 is down' },
  ]);
  expect(items.some(({ id }) => id.startsWith('constraint/'))).toBe(true);
});

it('works in code, with nothing but the public exports', () => {
  const script = `
    import { createEngine, parseYaml, synthCluster } from 'cloud-native-stack';
    import { violations } from 'cloud-native-stack/testing';
    import acme from 'acme-stack';
    const engine = createEngine({ plugins: [acme] });
    const tree = synthCluster(engine, { document: parseYaml(${JSON.stringify(CLUSTER)}, 'x1.yaml') });
    const [component] = acme.components;
    console.log(JSON.stringify({
      wave: tree.bundle.units.find((unit) => unit.component === 'fabric-agent').wave,
      violations: violations({ component, input: { namespace: 'acme', image: 'a:1' } }, new Set(engine.components.keys())),
    }));
  `;
  writeFileSync(join(project, 'program.mjs'), script);
  const { stdout, stderr } = spawnSync(process.execPath, [pathToFileURL(join(project, 'program.mjs')).pathname], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ wave: expect.any(Number), violations: [] });
  expect(JSON.parse(stdout).wave).toBeGreaterThan(1);
});
