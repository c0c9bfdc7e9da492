import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/snapshot/document.ts';
import { GPUS, h100, kubeParts, kubeSnapshot, type NodeParts, system } from './a-cluster.ts';
import type { SnapshotParts } from './a-snapshot.ts';
import { aSnapshot } from './a-snapshot.ts';
import { find, of, problem, value } from './finding.ts';

const EKS = { server: { version: 'v1.34.2-eks-3025e55' } };
const plain = (labels: Readonly<Record<string, string>> = {}): NodeParts => ({ osImage: 'Ubuntu 24.04.2 LTS', labels });

describe('the service', () => {
  it.each<[string, Snapshot, string]>([
    ['version of EKS', kubeSnapshot({ a: plain() }, EKS), 'eks'],
    ['version of GKE', kubeSnapshot({ a: plain() }, { server: { version: 'v1.34.1-gke.2037001' } }), 'gke'],
    ['kubelet of EKS', kubeSnapshot({ a: { ...plain(), kubelet: 'v1.34.2-eks-3025e55' } }), 'eks'],
    ['label of EKS', kubeSnapshot({ a: plain({ 'eks.amazonaws.com/nodegroup': 'gpu' }) }), 'eks'],
    ['label of GKE', kubeSnapshot({ a: plain({ 'cloud.google.com/gke-nodepool': 'gpu' }) }), 'gke'],
    ['label of AKS', kubeSnapshot({ a: plain({ 'kubernetes.azure.com/cluster': 'MC_a_b_c' }) }), 'aks'],
    ['label of OKE', kubeSnapshot({ a: plain({ 'oke.oraclecloud.com/tenant_agent.version': '1' }) }), 'oke'],
    [
      'a control plane of its own',
      kubeSnapshot({ a: plain({ 'node-role.kubernetes.io/control-plane': '' }) }),
      'self-managed',
    ],
    [
      'a control plane of its own on AWS',
      kubeSnapshot({ a: { ...plain({ 'node-role.kubernetes.io/control-plane': '' }), providerId: 'aws:///a/i-1' } }),
      'self-managed',
    ],
    [
      'metadata of a node',
      aSnapshot({ cloud: { provider: 'azure', from: 'metadata', cluster: { service: 'aks', details: {} } } }),
      'aks',
    ],
  ])('by %s', (_, snapshot, expected) => {
    expect(value(snapshot, 'criteria.service')).toBe(expected);
  });

  it.each<[string, Snapshot, readonly string[]]>([
    [
      'a cloud alone',
      kubeSnapshot({ a: { ...plain(), providerId: 'azure:///subscriptions/x' } }),
      ['likely', 'azure://', '--service aks'],
    ],
    [
      'metadata of a cloud alone',
      aSnapshot({ cloud: { provider: 'gcp', from: 'metadata' } }),
      ['likely', '--service gke'],
    ],
    [
      'a version and a provider that differ',
      kubeSnapshot({ a: { ...plain(), providerId: 'gce://p/z/n' } }, EKS),
      ['more than one', '-eks-', 'gce://', '--service eks or --service gke'],
    ],
    [
      'a version and a control plane of its own',
      kubeSnapshot({ a: plain({ 'node-role.kubernetes.io/control-plane': '' }) }, EKS),
      ['-eks-', 'control-plane', '--service eks or --service self-managed'],
    ],
    [
      'k3s',
      kubeSnapshot({ a: plain() }, { server: { version: 'v1.34.2+k3s1' } }),
      ['no recipe', 'k3s', '--service self-managed'],
    ],
    [
      'OpenShift',
      kubeSnapshot({ a: plain({ 'node.openshift.io/os_id': 'rhcos', 'node-role.kubernetes.io/control-plane': '' }) }),
      ['openshift', 'self-managed'],
    ],
    ['nothing at all', kubeSnapshot({ a: plain() }), ['does not say', 'the collector cloud was not run']],
  ])('is refused by %s', (_, snapshot, words) => {
    const { code, message, hint } = problem(snapshot, 'criteria.service') ?? {};
    expect(code).toBe('CRITERIA_UNSURE');
    for (const word of words) expect(`${message} ${hint}`).toContain(word);
  });

  const nothing = { ...kubeParts({ n: plain() }), cloud: {}, node: 'n' } satisfies SnapshotParts;
  it('is likely self-managed where everything was looked at and nothing is of a service, and that is not taken', () => {
    expect(problem(aSnapshot(nothing), 'criteria.service')).toMatchObject({ hint: 'give --service self-managed' });
  });
  it.each(['k8s', 'topology', 'cloud'] as const)('is not even likely where the collector %s failed', (name) => {
    const { [name]: _failed, ...rest } = nothing;
    const snapshot = aSnapshot({ ...rest, states: { [name]: { state: 'failed', why: 'no permission' } } });
    const { message } = problem(snapshot, 'criteria.service') ?? {};
    expect(message).toContain('the snapshot does not say');
    expect(message).toContain(`the collector ${name} failed: no permission`);
    expect(message).not.toContain('self-managed');
  });
});

describe('the accelerator', () => {
  it.each<[string, Snapshot, string]>([
    ['a label of feature discovery', kubeSnapshot({ a: { ...h100, instanceType: undefined }, b: system }), 'h100'],
    ['a machine type', kubeSnapshot({ a: { instanceType: 'p6e-gb200.36xlarge' } }), 'gb200'],
    [
      'a label of GKE',
      kubeSnapshot({ a: { capacity: GPUS, labels: { 'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb' } } }),
      'h100',
    ],
    ['the GPUs of the machine', aSnapshot({ gpu: { nvidia: nvidia('NVIDIA L40S') } }), 'l40s'],
    ['the machine type of the machine', aSnapshot({ cloud: { from: 'given', instanceType: 'BM.GPU.H200.8' } }), 'h200'],
  ])('by %s', (_, snapshot, expected) => {
    expect(value(snapshot, 'criteria.accelerator')).toBe(expected);
  });

  it.each<[string, Snapshot, readonly string[]]>([
    [
      'two on different nodes',
      kubeSnapshot({
        a: h100,
        b: { ...h100, instanceType: 'p5e.48xlarge', labels: { 'nvidia.com/gpu.product': 'NVIDIA-H200' } },
      }),
      ['NVIDIA-H100-80GB-HBM3', 'NVIDIA-H200', '--accelerator h100 or --accelerator h200'],
    ],
    ['one that has no recipe', aSnapshot({ gpu: { nvidia: nvidia('NVIDIA GH200 480GB') } }), ['no recipe', 'GH200']],
    [
      'AMD, which has no recipe',
      aSnapshot({ gpu: { amd: { gpus: [{ uuid: 'a', product: 'AMD Instinct MI300X' }] } } }),
      ['MI300X'],
    ],
    [
      'one that has a recipe and one that has none',
      kubeSnapshot({ a: h100, b: { instanceType: 'g5.xlarge', capacity: { 'nvidia.com/gpu': '1' } } }),
      ['more than one', 'g5.xlarge'],
    ],
    [
      'a label and a machine type that differ',
      kubeSnapshot({ a: { ...h100, instanceType: 'p4d.24xlarge' } }),
      ['p4d.24xlarge', 'NVIDIA-H100'],
    ],
    ['no GPU', kubeSnapshot({ b: system }), ['does not say', 'the collector gpu was not run']],
    [
      'a collector that failed',
      aSnapshot({ states: { gpu: { state: 'failed', why: 'nvidia-smi hung' } } }),
      ['the collector gpu failed: nvidia-smi hung'],
    ],
    [
      'a machine that is no node',
      aSnapshot({ ...kubeParts({ b: system }), node: 'laptop', gpu: { nvidia: nvidia('NVIDIA H100') } }),
      ['is no node of the cluster'],
    ],
  ])('is refused by %s', (_, snapshot, words) => {
    const { code, message, hint } = problem(snapshot, 'criteria.accelerator') ?? {};
    expect(code).toBe('CRITERIA_UNSURE');
    for (const word of words) expect(`${message} ${hint}`).toContain(word);
  });

  it('of a thousand nodes of a kind is one line', () => {
    const nodes = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`node-${i}`, h100]));
    const found = of(find(kubeSnapshot(nodes, EKS)).findings, 'criteria.accelerator');
    expect(found?.evidence).toHaveLength(2);
    expect(found?.evidence.map(({ more }) => more)).toEqual([999, 999]);
  });
});

describe('the operating system', () => {
  it('is of the nodes with GPUs, whatever the others have', () => {
    expect(value(kubeSnapshot({ a: h100, b: system }), 'criteria.os')).toBe('ubuntu');
  });
  it('is not that of a laptop', () => {
    const laptop = { node: 'laptop', os: { release: { ID: 'bottlerocket' } } };
    expect(value(aSnapshot({ ...kubeParts({ a: h100 }), ...laptop }), 'criteria.os')).toBe('ubuntu');
  });
  it.each(['n', 'n.example.com'])('of the machine %s that is the node n must agree with the node', (node) => {
    const snapshot = aSnapshot({
      ...kubeParts({ n: h100 }),
      node,
      os: { release: { ID: 'amzn', VERSION_ID: '2023' } },
    });
    expect(problem(snapshot, 'criteria.os')?.hint).toBe('give --os al2023 or --os ubuntu');
  });
  it('of a machine that names itself nothing is only likely', () => {
    const snapshot = aSnapshot({
      ...kubeParts({ b: system }),
      gpu: { nvidia: nvidia('NVIDIA H100') },
      os: { release: { ID: 'ubuntu' } },
    });
    expect(problem(snapshot, 'criteria.os')?.message).toContain('likely');
  });
  it.each([
    [{ ID: 'amzn', VERSION_ID: '2' }, 'al2'],
    [{ ID: 'talos' }, 'talos'],
  ])('%j has no recipe', (release, name) => {
    const { message } = problem(aSnapshot({ os: { release } }), 'criteria.os') ?? {};
    expect(message).toContain('no recipe is for what the snapshot shows');
    expect(message).toContain(name);
  });
});

describe('intent and platform', () => {
  it('the intent is never found', () => {
    expect(problem(kubeSnapshot({ a: h100 }, EKS), 'criteria.intent')?.hint).toBe(
      'give --intent inference or --intent training',
    );
  });
  const workload = (chart: string) => ({
    workloads: { 'Deployment/x/x': { chart, desired: 1, ready: 1, images: [] } },
  });
  it.each([
    [workload('kubeflow-trainer-2.3.0'), 'kubeflow'],
    [workload('dynamo-operator-1.4.0'), 'dynamo'],
    [{ releases: { 'Application/argocd/t': { chart: 'kubeflow-trainer' } } }, 'kubeflow'],
    [workload('jobset-0.12.0'), 'default'],
    [workload('kubeflow-trainer-extras-1.0.0'), 'default'],
    [{ customResourceDefinitions: ['trainjobs.trainer.kubeflow.org'] }, 'left-out'],
  ])('%j makes the platform %s', (k8s, expected) => {
    expect(value(kubeSnapshot({ a: h100 }, k8s), 'criteria.platform')).toBe(expected);
  });
  it('two platforms are refused, and none is a way out', () => {
    const both = {
      workloads: {
        ...workload('kubeflow-trainer-2.3.0').workloads,
        y: { chart: 'dynamo-platform-1.4.0', desired: 1, ready: 1, images: [] },
      },
    };
    expect(problem(kubeSnapshot({ a: h100 }, both), 'criteria.platform')?.hint).toBe(
      'give --platform dynamo or --platform kubeflow or --platform none',
    );
  });
});

describe('what is decided already', () => {
  const mixed = kubeSnapshot({ a: h100, b: { ...h100, labels: { 'nvidia.com/gpu.product': 'NVIDIA-H200' } } }, EKS);
  it('by a flag wins over a contradiction, and is reported with what was seen', () => {
    const { findings, problems } = find(mixed, { 'criteria.accelerator': 'h200', 'criteria.intent': 'training' });
    expect(problems).toEqual([]);
    expect(of(findings, 'criteria.accelerator')).toMatchObject({ state: 'given', value: 'h200' });
    expect(of(findings, 'criteria.accelerator')?.evidence).toHaveLength(3);
  });
  it('by the config decides what nothing shows, and no contradiction', () => {
    const { findings, problems } = find(
      mixed,
      {},
      { 'criteria.intent': 'training', 'criteria.accelerator': 'h200', 'criteria.service': 'gke' },
    );
    expect(problems.map(({ path }) => path)).toEqual(['criteria.accelerator']);
    expect(of(findings, 'criteria.intent')).toMatchObject({ state: 'default', value: 'training' });
    expect(of(findings, 'criteria.service')).toMatchObject({ state: 'found', value: 'eks' });
  });
});

function nvidia(product: string) {
  const gpu = { uuid: 'GPU-1', product, pcie: {}, migDevices: {}, eccUncorrected: {} };
  return { gpus: [gpu], topology: {}, affinity: {}, nics: {}, parameters: {}, uvmParameters: {} };
}
