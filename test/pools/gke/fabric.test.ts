import { describe, expect, it } from 'vitest';
import { fabricNetworks, treeNetworks } from '../../../src/pools/gke/fabric.ts';
import { overlap } from '../../../src/pools/subnets.ts';
import { named } from '../named.ts';
import { gkeCompiled, gkePlan } from './compiled.ts';

const CASES = {
  'a3-highgpu-8g': { accelerator: 'h100', vpcs: 4, mtus: [8244], interfaces: 4 },
  'a3-megagpu-8g': { accelerator: 'h100', vpcs: 8, mtus: [8244], interfaces: 8 },
  'a3-ultragpu-8g': { accelerator: 'h200', vpcs: 2, mtus: [8896], interfaces: 9 },
  'a4-highgpu-8g': { accelerator: 'b200', vpcs: 2, mtus: [8896], interfaces: 9 },
  'a4x-highgpu-4g': { accelerator: 'gb200', vpcs: 2, mtus: [8896], interfaces: 5 },
} as const;

describe.each(Object.entries(CASES))(
  'node-pools.md 4.1, %s',
  (instanceType, { accelerator, vpcs, mtus, interfaces }) => {
    const compiled = gkeCompiled({ accelerator, instanceType });
    const fabric = compiled.resources.filter(({ part }) => part === 'fabric');
    const of = (type: string) => fabric.filter((resource) => resource.type.endsWith(`:${type}`));
    const pool = named(compiled, accelerator === 'gb200' ? 'gpu-nodes-1' : 'gpu-nodes');
    const { additionalNodeNetworkConfigs: nics } = pool.args.networkConfig as {
      readonly additionalNodeNetworkConfigs: readonly { readonly network: object; readonly subnetwork: object }[];
    };

    it(`has ${vpcs} VPCs of its own with the MTU of the fabric, and ${interfaces} interfaces besides the primary one`, () => {
      expect(of('Network')).toHaveLength(vpcs);
      expect([...new Set(of('Network').map(({ args }) => args.mtu))]).toEqual(mtus);
      expect(of('Subnetwork')).toHaveLength(interfaces);
      expect(nics).toHaveLength(interfaces);
      expect(new Set(nics.map((nic) => JSON.stringify(nic))).size).toBe(interfaces);
    });

    it('has subnets that share no address with each other or with the cluster', () => {
      const { nodeCidr, podCidr, serviceCidr } = {
        nodeCidr: '10.0.0.0/20',
        podCidr: '10.4.0.0/14',
        serviceCidr: '10.0.32.0/20',
      };
      const cidrs = [nodeCidr, podCidr, serviceCidr, ...of('Subnetwork').map(({ args }) => String(args.ipCidrRange))];
      for (const [i, one] of cidrs.entries())
        for (const other of cidrs.slice(i + 1)) expect(overlap(one, other), `${one} ${other}`).toBe(false);
    });

    it('needs a cluster with several networks, which is decided when it is made', () => {
      expect(named(compiled, 'cluster').args).toMatchObject({
        enableMultiNetworking: true,
        datapathProvider: 'ADVANCED_DATAPATH',
      });
    });

    it('is told to the tree by the names that it has in Google Cloud', () => {
      const plan = gkePlan({ accelerator, instanceType });
      const networks = treeNetworks(plan.gpu.instance ? fabricNetworks(plan, plan.gpu.instance) : []);
      const component = compiled.checks.find((check) => check.includes('.networks: '));
      expect(JSON.parse(component?.split('.networks: ')[1] ?? '')).toEqual(networks);
      const names = new Set(fabric.map(({ args }) => args.name));
      const told = Object.values(networks).flatMap(({ vpc, subnet }) => [vpc, subnet]);
      expect(told.filter((name) => !names.has(name))).toEqual([]);
      expect(Object.keys(networks)).toHaveLength(interfaces);
    });
  },
);

it('node-pools.md 0.3: a3-mega gets no further gVNIC, or a GPU would lose its NIC', () => {
  const names = gkeCompiled().resources.flatMap(({ part, name }) => (part === 'fabric' ? [name] : []));
  expect(names.filter((name) => name.includes('gvnic'))).toEqual([]);
  expect(names.filter((name) => /^gpu-nic-\d$/.test(name))).toHaveLength(8);
});

describe('node-pools.md 4.2 and 4.6: the RDMA network', () => {
  const compiled = gkeCompiled({ accelerator: 'h200', instanceType: 'a3-ultragpu-8g' });

  it('lives in the zone of the GPU nodes and takes no firewall rule', () => {
    expect(named(compiled, 'rdma').args).toMatchObject({
      networkProfile: 'projects/example-gpu/global/networkProfiles/us-central1-b-vpc-roce',
    });
    const walled = compiled.resources.flatMap(({ type, args }) =>
      type === 'gcp:compute/firewall:Firewall' ? [(args.network as { readonly of: string }).of] : [],
    );
    expect(walled).toEqual(['network', 'gvnic-1']);
  });

  it('is one for all RDMA NICs, each in a subnet of its own, behind a second gVNIC', () => {
    const { networkConfig } = named(compiled, 'gpu-nodes').args as {
      networkConfig: { additionalNodeNetworkConfigs: { network: { of: string } }[] };
    };
    expect(networkConfig.additionalNodeNetworkConfigs.map(({ network }) => network.of)).toEqual([
      'gvnic-1',
      ...Array.from({ length: 8 }, () => 'rdma'),
    ]);
  });
});

it('counts networks against the quota of the project (node-pools.md 4.6: a3-mega has 8 more)', () => {
  expect(gkeCompiled().quotas).toContainEqual({ quota: 'NETWORKS', amount: 9, unit: 'VPC networks' });
});

it('is there for a tree that does not use it yet, because a pool gets its interfaces when it is made', () => {
  const compiled = gkeCompiled({ intent: 'inference' });
  expect(compiled.resources.filter(({ part }) => part === 'fabric')).toHaveLength(24);
  expect(compiled.checks.join('\n')).toContain(
    'nothing in the tree uses the fabric; where something shall, give components.gke-tcpxo.networks: {"gpu-nic-1"',
  );
});

it('is not there on machines without one', () => {
  const compiled = gkeCompiled({ accelerator: 'l4', instanceType: 'g2-standard-48' });
  expect(compiled.resources.filter(({ part }) => part === 'fabric')).toEqual([]);
  expect(named(compiled, 'cluster').args.enableMultiNetworking).toBe(false);
  expect(named(compiled, 'gpu-nodes').args.networkConfig).toEqual({
    enablePrivateNodes: true,
    additionalNodeNetworkConfigs: [],
  });
});
