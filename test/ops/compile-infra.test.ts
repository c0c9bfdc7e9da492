import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';
import { ACCOUNTS } from '../../src/pools/accounts.ts';
import { COMPILERS } from '../../src/pools/compilers.ts';
import { outOfOrder, referred } from '../pools/graph.ts';
import { documentOf, engine, oneCaseAnIntent } from '../samples.ts';

const sample = (name: string) => ({
  document: parseYaml(readFileSync(`clusters/${name}.yaml`, 'utf8'), `clusters/${name}.yaml`),
});

it('has a compiler, a schema and stand-ins for the same services', () => {
  expect(Object.keys(COMPILERS).sort()).toEqual(Object.keys(ACCOUNTS).sort());
  const clouds = engine.catalog.leaves.map(({ service }) => service).filter((service) => service !== 'self-managed');
  expect(Object.keys(COMPILERS).sort()).toEqual([...new Set(clouds)].sort());
});

const clouds = oneCaseAnIntent
  .filter(({ query }) => query.service !== 'self-managed')
  .map((one) => ({ name: one.name, one, infra: compileInfra(engine, { document: documentOf(one) }) }));

it('says why, where a cloud could not make what a recipe wants: racks of Oracle are GPU memory clusters', () => {
  const not = clouds.filter(({ infra }) => infra.notMade);
  expect(not.map(({ one }) => [one.query.service, one.query.accelerator])).toEqual(not.map(() => ['oke', 'gb200']));
  expect(not.length).toBeGreaterThan(0);
  for (const { infra } of not) expect(infra.notMade?.[0]?.hint).toMatch(/./);
});

describe.each(clouds.filter(({ infra }) => !infra.notMade))('$name', ({ one, infra }) => {
  const { plan, compiled } = infra;

  it('is compiled without an account and without a region', () => {
    expect(compiled?.resources.length).toBeGreaterThan(10);
    expect(new Set(compiled?.resources.map(({ name }) => name)).size).toBe(compiled?.resources.length);
  });

  it('is the same every time, and as data', () => {
    const again = compileInfra(engine, { document: documentOf(one) }).compiled;
    expect(JSON.stringify(again)).toBe(JSON.stringify(compiled));
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
  });

  it('places every setting of the pool exactly once, or says why it cannot (node-pools.md, rule 1)', () => {
    const told = [...(compiled?.placements ?? []), ...(compiled?.inexpressible ?? [])].map(({ setting }) => setting);
    const wanted = plan.gpu.settings.filter(({ carrier }) => carrier === 'pool').map(({ id }) => id);
    expect(told.sort()).toEqual(wanted.sort());
    expect(compiled?.inexpressible.filter(({ why }) => why === '')).toEqual([]);
  });

  it('protects the cluster, keeps the kubeconfig secret, and knows no credential (rule 12)', () => {
    const cluster = compiled?.resources.filter(({ type }) => /:(Cluster|ManagedCluster)$/.test(type)) ?? [];
    expect(cluster).toHaveLength(1);
    expect(cluster[0]?.options.protect).toBe(true);
    expect(JSON.stringify(Object.keys(compiled?.provider ?? {}))).not.toMatch(/secret|password|token|privateKey/i);
  });

  it('makes whatever a resource refers to before it', () => {
    const resources = compiled?.resources ?? [];
    expect(outOfOrder(resources)).toEqual([]);
    const seen = new Set(resources.map(({ name }) => name));
    for (const needed of referred(compiled?.outputs)) expect(seen.has(needed), needed).toBe(true);
  });
});

it('makes nothing for machines of your own', () => {
  const { plan, compiled } = compileInfra(engine, sample('onprem-h200-inference'));
  expect(compiled).toBeUndefined();
  expect(plan.gpu.instanceType).toBe('hgx-h200-8');
});

it('tells what is wrong with an account where it stands, also what only the plan can know', () => {
  const stack = parseYaml(
    readFileSync('Pulumi.eks-h100-training.yaml', 'utf8').replace(/ +gpuImageId: .*\n/, ''),
    'Pulumi.eks-h100-training.yaml',
  );
  let error: unknown;
  try {
    compileInfra(engine, sample('eks-h100-training'), accountOfStack(stack));
  } catch (thrown) {
    error = thrown;
  }
  expect((error as CnsError).problems).toMatchObject([
    {
      code: 'ACCOUNT_INVALID',
      path: 'account.images.gpuImageId',
      source: { file: 'Pulumi.eks-h100-training.yaml', line: 10 },
    },
  ]);
});
