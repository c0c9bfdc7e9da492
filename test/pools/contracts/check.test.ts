import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CnsError, ERROR_CODES } from '../../../src/errors.ts';
import { parseYaml } from '../../../src/io/parse-yaml.ts';
import type { PlainMap } from '../../../src/plain.ts';
import { COMPILERS } from '../../../src/pools/compilers.ts';
import { CONTRACTS } from '../../../src/pools/contracts/all.ts';
import { checkContracts, contractProblems } from '../../../src/pools/contracts/check.ts';
import type { ContractInput } from '../../../src/pools/contracts/contract.ts';
import { HELD_ELSEWHERE } from '../../../src/pools/contracts/held-elsewhere.ts';
import { made } from '../../../src/pools/contracts/made/read.ts';
import { fabricNetworks, treeNetworks } from '../../../src/pools/gke/fabric.ts';
import { compileOke } from '../../../src/pools/oke/compile.ts';
import { okeStandIns } from '../../../src/pools/oke/stand-ins.ts';
import { casesOf, engine, SAMPLES } from '../../samples.ts';
import { withArgs, withValue } from './changes.ts';
import { caseInput, inputOf, sampleInput } from './inputs.ts';
import { VIOLATIONS } from './violations/all.ts';
import { AKS, AL2023, AWS, GB200, GKE, gkeTraining, H100, OKE, OWN, props } from './violations/clusters.ts';

const ROLE = 'arn:aws:iam::111122223333:role/ebs';

const brokenIn = (input: ContractInput) =>
  checkContracts(input)
    .filter(({ problems }) => problems.length > 0)
    .map(({ id }) => id);

describe('every contract', () => {
  it('has an id of its own, a sentence, two halves and a source', () => {
    expect(new Set(CONTRACTS.map(({ id }) => id)).size).toBe(CONTRACTS.length);
    for (const { id, about, halves, source } of CONTRACTS) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(about, id).toMatch(/^[A-Z].*\.$/);
      expect(
        halves.filter((half) => half.trim() === ''),
        id,
      ).toEqual([]);
      expect(source, id).not.toBe('');
    }
  });

  it.each(CONTRACTS)('$id has caught a violation that was made on purpose', ({ id }) => {
    expect(VIOLATIONS.map(({ breaks }) => breaks)).toContain(id);
  });
});

it.each(HELD_ELSEWHERE)('what is held elsewhere is held by $by', ({ about, by, code }) => {
  expect(existsSync(by)).toBe(true);
  expect(Object.keys(ERROR_CODES)).toContain(code);
  expect(about).toMatch(/^[A-Z].*\.$/);
});

describe('a violation', () => {
  it.each(VIOLATIONS)('of $breaks is found when $when', ({ breaks, input, says, also = [] }) => {
    const changed = input();
    expect(brokenIn(changed).sort()).toEqual([breaks, ...also].sort());
    const problems = checkContracts(changed).find(({ id }) => id === breaks)?.problems ?? [];
    const [problem] = problems.filter(({ message }) => says.every((part) => message.includes(part)));
    expect(problem, problems.map(({ message }) => message).join('\n')).toMatchObject({
      code: 'CONTRACT_BROKEN',
      path: expect.stringMatching(/./),
      hint: expect.stringMatching(/./),
    });
    expect(problems.map(({ message }) => message).join()).not.toMatch(/undefined|\[object/);
  });
});

describe('both halves agree', () => {
  it.each(SAMPLES)('in the sample %s', (name) => {
    expect(contractProblems(sampleInput(name))).toEqual([]);
  });

  it.each(engine.catalog.leaves.map((leaf) => ({ leaf, name: `${leaf.service} ${leaf.accelerator} ${leaf.os}` })))(
    'in every recipe of $name',
    ({ leaf }) => {
      for (const one of casesOf(leaf)) {
        const input = madeHere(() => caseInput(one));
        if (input) expect(contractProblems(input), one.name).toEqual([]);
        else expect(one.instanceType).toBe(NOT_MADE);
      }
    },
  );
});

/** Ways to run a sample that leave both halves in agreement. */
const VARIANTS: readonly { readonly name: string; readonly on: readonly string[]; readonly changes: PlainMap }[] = [
  {
    name: 'tainted system nodes',
    on: SAMPLES,
    changes: { pools: { system: { taints: [{ key: 'dedicated', value: 'system', effect: 'NoSchedule' }] } } },
  },
  {
    name: 'a taint of the team on GPU nodes',
    on: SAMPLES,
    changes: {
      pools: {
        gpu: {
          taints: [
            { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
            { key: 'team', value: 'ml', effect: 'NoExecute' },
          ],
        },
      },
    },
  },
  { name: 'no label on system nodes', on: SAMPLES, changes: { pools: { system: { labels: {} } } } },
  {
    name: 'capacity that was reserved',
    on: [H100, GKE, AKS, OKE],
    changes: { inputs: { capacity: 'reserved' } },
  },
  { name: 'spot', on: [AL2023, GKE], changes: { inputs: { capacity: 'spot' } } },
  { name: 'no EFA plugin, by a decision', on: [H100], changes: props('aws-efa', null) },
  { name: 'a role for the EBS driver by IRSA', on: [H100], changes: props(AWS, { controller: { roleArn: ROLE } }) },
  { name: 'a storage class of its own', on: SAMPLES, changes: { shared: { storageClass: 'fast' } } },
  {
    name: 'a mirror of registries',
    on: [H100],
    changes: {
      inputs: { region: 'cn-north-1', partition: 'aws-cn' },
      shared: { registryMirror: 'registry.example.cn' },
      ...props('aws-efa', { image: { registry: '602401143452.dkr.ecr.us-west-2.amazonaws.com' } }),
    },
  },
  {
    name: 'virtual functions of NICs',
    on: [AKS],
    changes: props('network-operator', { sriov: { policies: { rails: { resourceName: 'rails', numVfs: 8 } } } }),
  },
  { name: 'a network operator on machines of ones own', on: [OWN], changes: props('network-operator', {}) },
  { name: 'two racks', on: [GB200], changes: { pools: { gpu: { count: 36 } } } },
  { name: 'no node yet', on: [GB200, H100], changes: { pools: { gpu: { count: 0 } } } },
];

describe.each(VARIANTS)('with $name both halves agree', ({ on, changes }) => {
  it.each(on)('in the sample %s', (name) => {
    expect(contractProblems(sampleInput(name, changes))).toEqual([]);
  });
});

it("agrees on GKE when the tree names the pool's own networks (node-pools.md 4.3)", () => {
  const { plan } = gkeTraining();
  if (!plan.gpu.instance) throw new Error('no instance type');
  const networks = treeNetworks(fabricNetworks(plan, plan.gpu.instance));
  const input = gkeTraining(props('gke-tcpxo', { networks }));
  expect(input.units.flatMap(({ objects }) => objects.main).map(({ kind }) => kind)).toContain('GKENetworkParamSet');
  expect(contractProblems(input)).toEqual([]);
});

describe('GPU nodes of OKE that join by themselves', () => {
  const managed = sampleInput(OKE);
  const selfManaged = {
    ...managed,
    compiled: compileOke(managed.plan, { ...okeStandIns, firmware: { smt: false } }),
  };

  it('agree with the tree', () => {
    expect(made(selfManaged).gpu.instanceType?.at).toContain('launchDetails.shape');
    expect(contractProblems(selfManaged)).toEqual([]);
  });

  it('are found without the labels that the tree selects', () => {
    const at = ['instanceDetails', 'launchDetails', 'metadata', 'oke-initial-node-labels'];
    expect(brokenIn(withArgs(selfManaged, 'gpu-configuration', at, 'team=ml'))).toEqual(['pool-labels', 'selectors']);
  });
});

/** Oracle launches it in GPU memory clusters only, which are not made here. */
const NOT_MADE = 'BM.GPU.GB200.4';

function madeHere(make: () => ContractInput): ContractInput | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof CnsError && error.message.includes(NOT_MADE)) return undefined;
    throw error;
  }
}

describe('what is read of the resources', () => {
  const services = Object.keys(COMPILERS);
  const inputs = SAMPLES.map((name) => sampleInput(name)).filter(({ compiled }) => compiled);

  it('is of every service that makes nodes', () => {
    expect([...new Set(inputs.map(({ plan }) => plan.service))].sort()).toEqual(services.sort());
  });

  it.each(inputs.map((input) => ({ name: input.plan.cluster, input })))('misses nothing on $name', ({ input }) => {
    const { gpu, system, region, versions } = made(input);
    expect(gpu.labels.length).toBeGreaterThan(0);
    expect(gpu.taints.length).toBeGreaterThan(0);
    expect(system.labels.length).toBeGreaterThan(0);
    expect(gpu.instanceType?.value).toBe(input.plan.gpu.instanceType);
    expect(gpu.isSpot?.value).toBe(false);
    expect(gpu.upgrade).toBeDefined();
    expect(Object.keys(gpu.brings).sort()).toEqual(['devicePlugin', 'driver', 'toolkit']);
    expect(region?.value).toBe(input.plan.region);
    // GKE takes its version from the account.
    if (input.plan.service !== 'gke') expect(versions.length).toBeGreaterThan(0);
  });
});

it('says nothing where nobody makes the nodes and the tree agrees with itself', () => {
  const input = sampleInput('onprem-h200-inference');
  expect(input.compiled).toBeUndefined();
  expect(contractProblems(input)).toEqual([]);
});

it('does not know labels of nodes that nobody makes here', () => {
  const own = withValue(sampleInput(OWN), 'metrics-server', ['nodeSelector'], { disk: 'ssd' });
  expect(contractProblems(own)).toEqual([]);
});

it.each([
  [['gpu-operator']],
  [['aws-efa']],
  [['aws-ebs-csi-driver']],
  [['nodewright', 'node-tuning']],
  [['cert-manager', 'prometheus-operator-crds', 'kube-prometheus-stack']],
])('says nothing of what another tree of the same cluster brings: %j alone', (chosen) => {
  const document = parseYaml(readFileSync(`clusters/${H100}.yaml`, 'utf8'), `clusters/${H100}.yaml`);
  const others = sampleInput(H100).units.filter(({ component }) => !chosen.includes(component));
  const input = inputOf(
    document,
    others.map(({ component }) => component),
  );
  expect(input.units.map(({ component }) => component).sort()).toEqual(chosen.toSorted());
  expect(contractProblems(input)).toEqual([]);
});

it('finds the same twice, and leaves its input as it was', () => {
  const input = sampleInput('eks-h100-training');
  const before = JSON.stringify([input.plan, input.compiled, input.units.map(({ objects }) => objects)]);
  expect(checkContracts(input)).toEqual(checkContracts(input));
  expect(JSON.stringify([input.plan, input.compiled, input.units.map(({ objects }) => objects)])).toBe(before);
});
