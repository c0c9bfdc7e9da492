import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { checkInfra } from '../../src/ops/check-infra.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';
import { synthCluster } from '../../src/ops/synth-cluster.ts';
import { contractsText } from '../../src/report/contracts.ts';
import { engine, SAMPLES } from '../samples.ts';

const read = (name: string, change: (text: string) => string = (text) => text) =>
  parseYaml(change(readFileSync(`clusters/${name}.yaml`, 'utf8')), `clusters/${name}.yaml`);
const isOfACloud = (name: string): boolean => !name.startsWith('onprem-');
const stack = (name: string) =>
  accountOfStack(parseYaml(readFileSync(`Pulumi.${name}.yaml`, 'utf8'), `Pulumi.${name}.yaml`));

describe.each(SAMPLES)('%s', (name) => {
  it.each(isOfACloud(name) ? ['with its account', 'without one'] : ['without one'])('fits its nodes, %s', (how) => {
    const account = how === 'without one' ? undefined : stack(name);
    const { contracts } = checkInfra(engine, { document: read(name) }, account);
    expect(contracts.flatMap(({ problems }) => problems)).toEqual([]);
    expect(contracts.length).toBeGreaterThan(30);
  });
});

/** Five trays of a rack of nine: what is left over has no NVLink to its neighbours. */
const fiveTrays = (text: string) => text.replace('count: 18', 'count: 5');

it('tells what contradicts what, where it stands and what to change', () => {
  const { contracts } = checkInfra(engine, { document: read('eks-gb200-training', fiveTrays) });
  const [broken, ...others] = contracts.filter(({ problems }) => problems.length > 0);
  expect(others).toEqual([]);
  expect(broken?.id).toBe('rack-count');
  expect(broken?.problems).toMatchObject([
    {
      code: 'CONTRACT_BROKEN',
      path: 'pools.gpu.count',
      message: expect.stringMatching(/5[\s\S]*9/),
      hint: 'give a multiple of 9 or 18',
      source: { file: 'clusters/eks-gb200-training.yaml', line: 17 },
    },
  ]);
  const text = contractsText(contracts);
  expect(text).toMatch(/^broken \(1\) +rack-count/m);
  expect(text).toContain('clusters/eks-gb200-training.yaml:17:');
});

it('keeps such a tree from being made', () => {
  expect(() => synthCluster(engine, { document: read('eks-gb200-training', fiveTrays) })).toThrow(
    expect.objectContaining({ code: 'CONTRACT_BROKEN' }) as CnsError,
  );
});

it('holds clusters that differ in their name once, and finds the one that does not fit among them', () => {
  const named = (name: string, count: number) =>
    read('eks-gb200-training', (text) =>
      text.replace(/^name: .*$/m, `name: ${name}`).replace('count: 18', `count: ${count}`),
    );
  expect(synthCluster(engine, { document: named('first', 18) }).name).toBe('first');
  expect(synthCluster(engine, { document: named('second', 18) }).name).toBe('second');
  for (const name of ['third', 'fourth'])
    expect(() => synthCluster(engine, { document: named(name, 5) })).toThrow(/rackSizes/);
  expect(synthCluster(engine, { document: named('fifth', 18) }).name).toBe('fifth');
});

it('wants the networks that a stack makes described for pods, and leaves those of somebody else alone', () => {
  const training = read('gke-h100-inference', (text) =>
    text
      .replace('intent: inference, platform: dynamo', 'intent: training')
      .replace('name: gke-h100-inference', 'name: gke-h100-training'),
  );
  const broken = (account?: ReturnType<typeof stack>) =>
    checkInfra(engine, { document: training }, account).contracts.flatMap(({ problems }) => problems);
  expect(broken()).toEqual([]);
  expect(broken(stack('gke-h100-inference'))).toMatchObject([
    {
      path: 'components.gke-tcpxo.networks',
      hint: expect.stringContaining('"gpu-nic-8":{"vpc":"gke-h100-training-gpu-nic-8"'),
    },
  ]);
});

it('does not take one cluster for another whose networks it names', () => {
  const networks = (of: string) =>
    Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => {
        const name = `${of}-gpu-nic-${i + 1}`;
        return [`gpu-nic-${i + 1}`, { vpc: name, subnet: name }];
      }),
    );
  const document = (name: string, of: string) =>
    parseYaml(
      JSON.stringify({
        apiVersion: 'cns.dev/v1alpha1',
        kind: 'Cluster',
        name,
        criteria: { service: 'gke', accelerator: 'h100', os: 'cos', intent: 'training' },
        inputs: { region: 'us-central1' },
        pools: {
          system: { labels: { nodeGroup: 'system-worker' } },
          gpu: { instanceType: 'a3-megagpu-8g', count: 2, labels: { nodeGroup: 'gpu-worker' } },
        },
        gitops: { deployer: 'helm' },
        components: { 'gke-tcpxo': { networks: networks(of) } },
      }),
      'test.yaml',
    );
  expect(synthCluster(engine, { document: document('alpha', 'alpha') }).name).toBe('alpha');
  expect(() => synthCluster(engine, { document: document('beta', 'alpha') })).toThrow(/alpha-gpu-nic-1/);
  expect(synthCluster(engine, { document: document('beta', 'beta') }).name).toBe('beta');
});
