import { describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { parseCidr } from '../../../src/pools/subnets.ts';
import { outOfOrder } from '../graph.ts';
import { named } from '../named.ts';
import { type EksCase, eksCompiled } from './compiled.ts';

const names = (one: EksCase) => eksCompiled(one).resources.map(({ name }) => name);

describe('node-pools.md 3.8', () => {
  it('puts GPU nodes into one zone and the control plane into two or more', () => {
    const compiled = eksCompiled({ capacity: 'capacity-block' });
    expect(named(compiled, 'gpu-nodes').args).toMatchObject({ subnetIds: [{ of: 'gpu-subnet' }] });
    expect(named(compiled, 'gpu-subnet').args).toMatchObject({ availabilityZoneId: 'use2-az2' });
    expect(named(compiled, 'cluster').args.vpcConfig).toMatchObject({
      subnetIds: [{ of: 'system-use2-az1-subnet' }, { of: 'system-use2-az2-subnet' }, { of: 'system-use2-az3-subnet' }],
    });
  });

  it('names the reservation that it means, since an open one can be eaten by any instance of the account, and buys none', () => {
    const template = named(eksCompiled({ capacity: 'reserved' }), 'gpu-template');
    expect(template.args.capacityReservationSpecification).toEqual({
      capacityReservationTarget: { capacityReservationId: 'cr-0123456789abcdef0' },
    });
    for (const capacity of ['on-demand', 'reserved', 'capacity-block'])
      expect(eksCompiled({ capacity }).resources.filter(({ type }) => /reservation/i.test(type))).toEqual([]);
  });

  it('says in which zone the nodes are, where their file systems have to be too', () => {
    expect(eksCompiled().outputs.gpuZone).toBe('use2-az2');
  });

  it('has addresses for the pods of the nodes without prefixes', () => {
    const { prefix } = parseCidr(String(named(eksCompiled(), 'gpu-subnet').args.cidrBlock));
    // p5.48xlarge takes 100 pods (node-pools.md 3.1).
    expect(2 ** (32 - prefix)).toBeGreaterThan(64 * 100);
  });

  it('upgrades at the end of standard support and does not pay for the extended one', () => {
    expect(named(eksCompiled(), 'cluster').args.upgradePolicy).toEqual({ supportType: 'STANDARD' });
  });

  it('counts quotas in vCPU: eight p5.48xlarge need 1,536', () => {
    expect(eksCompiled({ count: 8 }).quotas[0]).toEqual({
      quota: 'Running On-Demand P instances',
      amount: 1536,
      unit: 'vCPU',
    });
    expect(eksCompiled({ count: 8, capacity: 'capacity-block' }).quotas.map(({ quota }) => quota)).not.toContain(
      'Running On-Demand P instances',
    );
  });
});

describe('capacity decides placement, market and the way of updates', () => {
  it.each`
    capacity            | placement | market              | type                | update
    ${'on-demand'}      | ${true}   | ${undefined}        | ${'ON_DEMAND'}      | ${undefined}
    ${'reserved'}       | ${false}  | ${undefined}        | ${'ON_DEMAND'}      | ${'MINIMAL'}
    ${'capacity-block'} | ${false}  | ${'capacity-block'} | ${'CAPACITY_BLOCK'} | ${'MINIMAL'}
    ${'spot'}           | ${false}  | ${undefined}        | ${'SPOT'}           | ${undefined}
  `('$capacity', ({ capacity, placement, market, type, update }) => {
    const compiled = eksCompiled({ capacity });
    expect(names({ capacity }).includes('placement')).toBe(placement);
    const { args } = named(compiled, 'gpu-template');
    expect((args.instanceMarketOptions as { marketType?: string } | undefined)?.marketType).toBe(market);
    const group = named(compiled, 'gpu-nodes');
    expect(group.args).toMatchObject({ capacityType: type, updateConfig: { maxUnavailable: 1 } });
    expect((group.args.updateConfig as { readonly updateStrategy?: string }).updateStrategy).toBe(update);
    expect(group.options.deleteBeforeReplace ?? false).toBe(update === 'MINIMAL');
    // The template names the type: a node group that names it too is refused.
    expect(group.args).not.toHaveProperty('instanceTypes');
  });

  it('uses the placement group that a reservation was made in', () => {
    const account = { capacity: { reservationId: 'cr-0123456789abcdef0', placementGroup: 'rack-a' } };
    expect(named(eksCompiled({ capacity: 'reserved', account }), 'gpu-template').args.placement).toEqual({
      groupName: 'rack-a',
    });
  });
});

describe('the fabric', () => {
  const compiled = eksCompiled();

  it('lets everything pass between its interfaces, in both directions', () => {
    for (const rule of ['fabric-in', 'fabric-out'])
      expect(named(compiled, rule).args).toMatchObject({
        securityGroupId: { of: 'fabric-group' },
        referencedSecurityGroupId: { of: 'fabric-group' },
        ipProtocol: '-1',
      });
  });

  it('has its security groups on the interfaces only, the cluster group among them, and asks for no public address', () => {
    const { networkInterfaces, vpcSecurityGroupIds } = named(compiled, 'gpu-template').args as Record<string, unknown>;
    expect(vpcSecurityGroupIds).toBeUndefined();
    for (const nic of networkInterfaces as Record<string, unknown>[]) {
      expect(nic.securityGroups).toMatchObject([{ of: 'cluster' }, { of: 'fabric-group' }]);
      expect(nic).not.toHaveProperty('associatePublicIpAddress');
      expect(nic).not.toHaveProperty('subnetId');
    }
    expect(networkInterfaces).toHaveLength(33);
  });

  it('leaves a machine without one alone', () => {
    const plain = eksCompiled({ accelerator: 'l40s', instanceType: 'g6e.xlarge' });
    expect(named(plain, 'gpu-template').args).toMatchObject({ vpcSecurityGroupIds: [{ of: 'cluster' }] });
    expect(plain.resources.map(({ name }) => name)).not.toContain('fabric-group');
  });
});

describe('safe by default', () => {
  const compiled = eksCompiled();

  it('has a private API, encrypted secrets, all logs, and access by entries only', () => {
    expect(named(compiled, 'cluster').args).toMatchObject({
      vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: false },
      encryptionConfig: { resources: ['secrets'] },
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      deletionProtection: true,
    });
  });

  it('opens the API to named networks only', () => {
    const open = eksCompiled({ account: { api: { publicCidrs: ['203.0.113.0/24'] } } });
    expect(named(open, 'cluster').args.vpcConfig).toMatchObject({
      endpointPublicAccess: true,
      publicAccessCidrs: ['203.0.113.0/24'],
    });
  });

  it('encrypts every disk and every log group with the key, and takes session tokens from one hop away only', () => {
    for (const name of ['gpu-template', 'system-template']) {
      const { args } = named(compiled, name);
      expect(args).toMatchObject({
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [{ ebs: { encrypted: 'true', kmsKeyId: { of: 'key' } } }],
      });
    }
    const groups = compiled.resources.filter(({ type }) => type === 'aws:cloudwatch/logGroup:LogGroup');
    expect(groups.length).toBe(2);
    for (const { args } of groups) expect(args).toMatchObject({ kmsKeyId: { of: 'key' }, retentionInDays: 90 });
  });

  it('gives nodes no public address, and a role without the policy of the network plugin', () => {
    const subnets = compiled.resources.filter(({ type }) => type === 'aws:ec2/subnet:Subnet');
    for (const { args } of subnets) expect(args.mapPublicIpOnLaunch).toBe(false);
    expect(JSON.stringify(compiled.resources.filter(({ part }) => part === 'node-role'))).not.toContain('CNI');
    expect(named(compiled, 'addon-vpc-cni').args.podIdentityAssociations).toMatchObject([
      { serviceAccount: 'aws-node', roleArn: { of: 'vpc-cni-role' } },
    ]);
  });

  it('takes protection away only when it is told to', () => {
    const open = eksCompiled({ account: { protect: false } });
    expect(open.resources.filter(({ options }) => options.protect)).toEqual([]);
    expect(named(open, 'cluster').args.deletionProtection).toBe(false);
  });
});

it('installs what the tree does not, and lets in what the tree installs', () => {
  const compiled = eksCompiled();
  const addOns = compiled.resources
    .filter(({ type }) => type === 'aws:eks/addon:Addon')
    .map(({ args }) => args.addonName);
  expect(addOns.sort()).toEqual([
    'coredns',
    'eks-node-monitoring-agent',
    'eks-pod-identity-agent',
    'kube-proxy',
    'vpc-cni',
  ]);
  expect(named(compiled, 'ebs-csi-identity').args).toMatchObject({
    namespace: 'kube-system',
    serviceAccount: 'ebs-csi-controller-sa',
  });
});

it('keeps every name within what AWS takes, for the longest cluster name that it allows', () => {
  // Unit: characters. Pulumi adds a dash and seven more to names that it makes up.
  const limits: Readonly<Record<string, number>> = {
    'aws:eks/nodeGroup:NodeGroup': 63,
    'aws:iam/role:Role': 64,
    'aws:ec2/launchTemplate:LaunchTemplate': 128,
    'aws:ec2/placementGroup:PlacementGroup': 255,
    'aws:ec2/securityGroup:SecurityGroup': 255,
  };
  const cluster = 'a'.repeat(41);
  const made = eksCompiled({ name: cluster }).resources.filter(({ type }) => limits[type]);
  expect(made.length).toBeGreaterThan(8);
  for (const { type, name } of made)
    expect(`${cluster}-${name}-1234567`.length, name).toBeLessThanOrEqual(limits[type] ?? 0);
  expect(() => eksCompiled({ name: 'a'.repeat(42) })).toThrow(/41 characters or fewer/);
});

it('makes whatever a resource refers to before it', () => {
  expect(outOfOrder(eksCompiled().resources)).toEqual([]);
});

describe('refuses, with the fix', () => {
  it.each`
    what                                 | one                                                                                                                            | path                                | hint
    ${'Ubuntu without an image'}         | ${{ os: 'ubuntu', account: { images: { systemRelease: '1.34.2-20260128' } } }}                                                 | ${'account.images.gpuImageId'}      | ${/Canonical/}
    ${'AL2023 without a release'}        | ${{ account: { images: { systemRelease: '1.34.2-20260128' } } }}                                                               | ${'account.images.gpuRelease'}      | ${/never the newest/}
    ${'a release of another minor'}      | ${{ account: { images: { systemRelease: '1.33.5-20260128', gpuRelease: '1.34.2-20260128' } } }}                                | ${'account.images.systemRelease'}   | ${/1\.34/}
    ${'a block without its id'}          | ${{ capacity: 'capacity-block', account: { capacity: {} } }}                                                                   | ${'account.capacity.reservationId'} | ${/nothing is bought/}
    ${'a reservation that nobody wants'} | ${{ account: { capacity: { reservationId: 'cr-0123456789abcdef0' } } }}                                                        | ${'account.capacity'}               | ${/take the reservation out/}
    ${'cards that nobody confirmed'}     | ${{ accelerator: 'gb200', instanceType: 'p6e-gb200.36xlarge', capacity: 'capacity-block', account: { nicsConfirmed: false } }} | ${'account.nicsConfirmed'}          | ${/describe-instance-types/}
    ${'one zone'}                        | ${{ account: { zones: ['use2-az1'], gpuZone: 'use2-az1' } }}                                                                   | ${'account.zones'}                  | ${/./}
    ${'a zone by its name'}              | ${{ account: { zones: ['us-east-2a', 'us-east-2b'], gpuZone: undefined } }}                                                    | ${'account.zones[0]'}               | ${/./}
    ${'a GPU zone elsewhere'}            | ${{ account: { gpuZone: 'use2-az9' } }}                                                                                        | ${'account.gpuZone'}                | ${/./}
    ${'networks that overlap'}           | ${{ account: { vpcCidr: '172.16.0.0/12' } }}                                                                                   | ${'account.serviceCidr'}            | ${/./}
    ${'the whole internet'}              | ${{ account: { api: { publicCidrs: ['0.0.0.0/0'] } } }}                                                                        | ${'account.api.publicCidrs[0]'}     | ${/./}
    ${'nobody who may administer'}       | ${{ account: { adminRoleArns: [] } }}                                                                                          | ${'account.adminRoleArns'}          | ${/./}
    ${'a user as administrator'}         | ${{ account: { adminRoleArns: ['arn:aws:iam::111122223333:user/bob'] } }}                                                      | ${'account.adminRoleArns[0]'}       | ${/./}
    ${'a key that nobody knows'}         | ${{ account: { zone: 'use2-az1' } }}                                                                                           | ${'account.zone'}                   | ${/zones/}
  `('$what', ({ one, path, hint }) => {
    let error: unknown;
    try {
      eksCompiled(one);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CnsError);
    const problem = (error as CnsError).problems.find((p) => p.path === path);
    expect(problem, JSON.stringify((error as CnsError).problems)).toMatchObject({ code: 'ACCOUNT_INVALID' });
    expect(problem?.hint ?? problem?.message).toMatch(hint);
  });
});
