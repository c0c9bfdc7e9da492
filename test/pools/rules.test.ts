import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaRows } from '../../scripts/docs/schema-rows.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { ACCOUNTS } from '../../src/pools/accounts.ts';
import type { CompiledPools } from '../../src/pools/compiled.ts';
import type { PlannedResource } from '../../src/pools/resource.ts';
import { type Case, documentOf, engine, oneCaseAnIntent } from '../samples.ts';

/** The twelve rules of node-pools.md 0, each held over every recipe of every cloud that it speaks of. */
interface Cloud {
  readonly one: Case;
  readonly service: string;
  readonly compiled: CompiledPools;
}

function clouds(inputs: object = {}, filter: (one: Case) => boolean = () => true): Cloud[] {
  return oneCaseAnIntent.filter(filter).flatMap((one) => {
    const { compiled } = compileInfra(engine, {
      document: documentOf(one, { inputs }),
    });
    return compiled ? [{ one, service: one.query.service, compiled }] : [];
  });
}

const all = clouds();
const gpuPools = ({ compiled }: Cloud): PlannedResource[] =>
  compiled.resources.filter(
    ({ part, type }) => part === 'gpu-pool' && /NodeGroup|NodePool|AgentPool|ClusterNetwork$/.test(type),
  );
const text = (value: unknown): string => JSON.stringify(value);

it('speaks of all four clouds', () => {
  expect([...new Set(all.map(({ service }) => service))].sort()).toEqual(['aks', 'eks', 'gke', 'oke']);
  for (const cloud of all) expect(gpuPools(cloud).length, cloud.one.name).toBeGreaterThan(0);
});

it('1: boot tuning is not portable, and what a cloud cannot express is told with the reason', () => {
  for (const { compiled, one } of all)
    for (const { why, setting } of compiled.inexpressible) expect(why, `${one.name} ${setting}`).toMatch(/\w+ \w+/);
  // Only Bottlerocket and a script at first boot take kernel arguments: no field of GKE or AKS does.
  for (const { compiled } of all.filter(({ service }) => ['gke', 'aks'].includes(service)))
    expect(text(compiled.resources)).not.toMatch(/kernelArg|kernel-param|GRUB/i);
});

it('3: interfaces are data of the instance type, not a formula', () => {
  const count = (type: string) => engine.catalog.instances.find(({ name }) => name === type)?.fabricInterfaces;
  expect(['p6-b300.48xlarge', 'p5.48xlarge', 'a3-megagpu-8g', 'a3-highgpu-8g'].map(count)).toEqual([16, 32, 8, 4]);
});

it('4: one fabric is one placement object in one zone', () => {
  for (const cloud of all.filter(({ one }) => one.query.intent === 'training')) {
    const { compiled, one, service } = cloud;
    const fabric = engine.catalog.instances.find(({ name }) => name === one.instanceType)?.fabric;
    if (fabric === 'none' || fabric === undefined) continue;
    const [pool] = gpuPools(cloud);
    const args: PlannedResource['args'] = pool?.args ?? {};
    if (service === 'eks') expect([args.subnetIds].flat(), one.name).toHaveLength(1);
    if (service === 'gke') {
      expect(args.nodeLocations, one.name).toHaveLength(1);
      expect(args, one.name).toHaveProperty('placementPolicy');
    }
    if (service === 'aks') {
      expect(args.availabilityZones, one.name).toHaveLength(1);
      expect(text([compiled.resources, compiled.checks]), one.name).toContain('AKSInfinibandSupport');
    }
    if (service === 'oke') expect(text(compiled.resources), one.name).toMatch(/computeCluster|clusterNetwork/);
  }
});

it('5: reserved capacity never surges', () => {
  const reserved = clouds({ capacity: 'reserved' });
  expect(new Set(reserved.map(({ service }) => service)).size).toBe(4);
  for (const cloud of reserved)
    for (const { args } of gpuPools(cloud)) {
      const said = text(args);
      if (cloud.service === 'eks') expect(said).toContain('"updateStrategy":"MINIMAL"');
      if (cloud.service === 'gke') expect(args.upgradeSettings).toMatchObject({ maxSurge: 0, maxUnavailable: 1 });
      if (cloud.service === 'aks') expect(args.upgradeSettings).toMatchObject({ maxSurge: '0', maxUnavailable: '1' });
      if (cloud.service === 'oke')
        expect(args.nodePoolCyclingDetails).toMatchObject({ maximumSurge: '0', maximumUnavailable: '1' });
    }
});

it('6: the start-up taint is on the pool from its first moment, and on AKS never', () => {
  for (const cloud of all) {
    const { plan } = compileInfra(engine, { document: documentOf(cloud.one) });
    const startup = plan.gpu.taints.find(({ value }) => value === 'runtime-required');
    const said = text([gpuPools(cloud), cloud.compiled.firstBoot]);
    expect(said.includes('runtime-required'), cloud.one.name).toBe(startup?.by === 'pool');
    if (cloud.service === 'aks') expect(said).not.toContain('runtime-required');
  }
});

it('7: GB200 is another platform: arm64 images, whole racks', () => {
  const grace = all.filter(({ one }) => one.query.accelerator === 'gb200');
  expect(grace.length).toBeGreaterThan(0);
  for (const cloud of grace) {
    expect(text(gpuPools(cloud)), cloud.one.name).not.toContain('x86_64');
    const machine = engine.catalog.instances.find(({ name }) => name === cloud.one.instanceType);
    expect(machine?.architecture).toBe('arm64');
  }
});

it('8: no reserved CPUs, memory manager or CPU manager options where a cloud cannot express them', () => {
  for (const cloud of all.filter(({ service }) => ['gke', 'aks'].includes(service)))
    expect(text(gpuPools(cloud)), cloud.one.name).not.toMatch(
      /reservedSystemCPUs|reservedMemory|cpuManagerPolicyOptions/,
    );
});

describe('9: what a provider would refuse late is refused here', () => {
  it.each([
    ['gke', { capacity: 'capacity-block' }],
    ['aks', { capacity: 'capacity-block' }],
    ['oke', { capacity: 'capacity-block' }],
  ])('%s with %o', (service, inputs) => {
    const one = oneCaseAnIntent.find(({ query }) => query.service === service && query.accelerator === 'h100');
    if (!one) throw new Error('no leaf');
    const { compiled, notMade } = compileInfra(engine, {
      document: documentOf(one, { inputs }),
    });
    expect(compiled).toBeUndefined();
    expect(text(notMade)).toContain('capacity');
  });
});

it('10: an SDK is imported by its modules, never by its root', () => {
  const files = ['stacks', 'src/pools', 'test/stacks'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );
  expect(files.length).toBeGreaterThan(100);
  for (const file of files)
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/from '@pulumi\/(aws|gcp|azure-native|oci|kubernetes)'/);
});

it('12: cluster and keys are protected, the kubeconfig is secret, and no account asks for a credential', () => {
  for (const { compiled, one } of all) {
    const held = compiled.resources.filter(({ options }) => options.protect).map(({ type }) => type.split(':').at(-1));
    expect(
      held.some((type) => /Cluster$/.test(type ?? '')),
      one.name,
    ).toBe(true);
    expect(compiled.secretOutputs, one.name).toContain('kubeconfig');
    expect(
      compiled.resources.filter(({ type }) => /[cC]apacity(Reservation|Block)/.test(type)),
      one.name,
    ).toEqual([]);
  }
  for (const schema of Object.values(ACCOUNTS))
    for (const { path } of schemaRows(schema, new Set()))
      expect(path).not.toMatch(/secret|password|token|privateKey$|accessKey/i);
});
