import { describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { planInfra } from '../../../src/ops/plan-infra.ts';
import { compileAks } from '../../../src/pools/aks/compile.ts';
import { POOL_NAMES } from '../../../src/pools/aks/input.ts';
import { aksStandIns } from '../../../src/pools/aks/stand-ins.ts';
import type { PoolsPlan } from '../../../src/pools/plan.ts';
import { overlap } from '../../../src/pools/subnets.ts';
import { casesOf, documentOf, engine, oneCaseAnIntent } from '../../samples.ts';
import { outOfOrder } from '../graph.ts';
import { named } from '../named.ts';
import { DNS_ZONE, REGISTRY, RESERVATION } from './account-of.ts';
import { aksCompiled } from './compiled.ts';

const region = { inputs: { region: 'southcentralus' } };

/** Every size of every leaf, once an intent. */
const cases = engine.catalog.leaves
  .filter(({ service }) => service === 'aks')
  .flatMap(casesOf)
  .filter(({ query }) => query.platform === undefined)
  .map((one) => {
    const plan = planInfra(engine, { document: documentOf(one, region) });
    return { ...one, plan, compiled: compileAks(plan, aksStandIns) };
  });

describe.each(cases)('$name', ({ plan, compiled }) => {
  const settings = plan.gpu.settings.filter(({ carrier }) => carrier === 'pool');

  it('places every setting of the pool exactly once, or says why it cannot', () => {
    const told = [...compiled.placements, ...compiled.inexpressible].map(({ setting }) => setting).sort();
    expect(told).toEqual(settings.map(({ id }) => id).sort());
    for (const { why } of compiled.inexpressible) expect(why).not.toBe('');
  });

  it('is of the size, the labels and the number that the plan has', () => {
    expect(named(compiled, 'gpu-nodes').args).toMatchObject({
      vmSize: plan.gpu.instanceType,
      count: plan.gpu.count,
      nodeLabels: plan.gpu.labels,
      orchestratorVersion: plan.kubernetes,
      mode: 'User',
    });
    expect(named(compiled, 'cluster').args).toMatchObject({
      kubernetesVersion: plan.kubernetes,
      agentPoolProfiles: [{ mode: 'System', nodeLabels: plan.system.labels, orchestratorVersion: plan.kubernetes }],
    });
  });

  it('node-pools.md 9: leaves the driver to one owner', () => {
    expect(named(compiled, 'gpu-nodes').args.gpuProfile).toEqual({
      driver: plan.gpu.ownership.driver === 'operator' ? 'None' : 'Install',
    });
  });

  it('makes whatever a resource refers to before it, and names nothing twice', () => {
    expect(outOfOrder(compiled.resources)).toEqual([]);
  });

  it('asks for the vCPUs of its nodes, in the words of Azure where they are known', () => {
    const [gpu, , all] = compiled.quotas;
    expect(gpu).toEqual({
      quota: plan.gpu.instance?.quota ?? `vCPUs of ${plan.gpu.instanceType}'s family`,
      amount: (plan.gpu.instance?.vcpu ?? 0) * plan.gpu.count,
      unit: 'vCPU',
    });
    expect(all).toEqual({ quota: 'Total Regional vCPUs', amount: (gpu?.amount ?? 0) + 64, unit: 'vCPU' });
  });

  it('compiles to the same bytes again', () => {
    expect(JSON.stringify(compileAks(plan, aksStandIns))).toBe(JSON.stringify(compiled));
  });
});

describe('node-pools.md 0 and 5.3', () => {
  it('rule 1, 5.3 absent: has no first-boot file, because no field takes one', () => {
    expect(aksCompiled().firstBoot).toEqual([]);
  });

  it('rule 4: one fabric is one pool in one zone, with the feature that keeps it together', () => {
    const compiled = aksCompiled({
      account: { features: { EncryptionAtHost: 'registered', AKSInfinibandSupport: 'register' } },
    });
    expect(named(compiled, 'gpu-nodes').args.availabilityZones).toEqual(['2']);
    expect(named(compiled, 'feature-AKSInfinibandSupport')).toMatchObject({
      args: { featureName: 'AKSInfinibandSupport', providerNamespace: 'Microsoft.ContainerService' },
      options: { retainOnDelete: true },
    });
    expect(named(compiled, 'cluster').options.dependsOn).toContain('feature-AKSInfinibandSupport');
    expect(compiled.checks.join('\n')).toMatch(/AKSInfinibandSupport is Registered[\s\S]*issue 1722/);
  });

  it('registers nothing that somebody else has registered', () => {
    expect(aksCompiled().resources.filter(({ part }) => part === 'features')).toEqual([]);
    expect(aksCompiled().checks.join('\n')).toMatch(/Microsoft\.Compute\/EncryptionAtHost is Registered/);
  });

  it('refuses a size without InfiniBand where the recipe counts on it', () => {
    const [one] = oneCaseAnIntent.filter(({ query }) => query.service === 'aks');
    if (!one) throw new Error('no leaf of AKS');
    const plan = planInfra(engine, { document: documentOf(one, region) });
    const { instance } = plan.gpu;
    if (!instance) throw new Error('no size');
    const wrong: PoolsPlan = { ...plan, gpu: { ...plan.gpu, instance: { ...instance, fabric: 'none' } } };
    expect(() => compileAks(wrong, aksStandIns)).toThrow(/no InfiniBand/);
  });

  it.each`
    osVersion    | kubernetes  | path
    ${'24.04'}   | ${'1.34.2'} | ${'inputs.osVersion'}
    ${'22.04'}   | ${'1.35.5'} | ${'inputs.osVersion'}
    ${undefined} | ${'1.24.0'} | ${'criteria.os'}
  `('refuses Ubuntu $osVersion with Kubernetes $kubernetes, which is another system there', (wrong) => {
    const [one] = oneCaseAnIntent.filter(({ query }) => query.service === 'aks' && query.os === 'ubuntu');
    if (!one) throw new Error('no leaf of AKS');
    const plan = planInfra(engine, { document: documentOf(one, region) });
    const { osVersion: _, ...gpu } = plan.gpu;
    const changed = { ...gpu, ...(wrong.osVersion === undefined ? {} : { osVersion: wrong.osVersion }) };
    const compile = () => compileAks({ ...plan, kubernetes: wrong.kubernetes, gpu: changed }, aksStandIns);
    expect(compile).toThrow(CnsError);
    expect(compile).toThrow(wrong.path);
  });

  it.each`
    capacity       | priority     | upgradeSettings                           | group          | scaled
    ${'on-demand'} | ${'Regular'} | ${{ maxSurge: '0', maxUnavailable: '1' }} | ${undefined}   | ${false}
    ${'reserved'}  | ${'Regular'} | ${{ maxSurge: '0', maxUnavailable: '1' }} | ${RESERVATION} | ${false}
    ${'spot'}      | ${'Spot'}    | ${undefined}                              | ${undefined}   | ${true}
  `('rule 5, 11: $capacity never surges', ({ capacity, priority, upgradeSettings, group, scaled }) => {
    const compiled = aksCompiled({ capacity });
    const { args, options } = named(compiled, 'gpu-nodes');
    expect([args.scaleSetPriority, args.upgradeSettings]).toEqual([priority, upgradeSettings]);
    expect(args.capacityReservationGroupID).toBe(group);
    expect(args.enableAutoScaling).toBe(scaled);
    // What an autoscaler writes is not taken back; the planned number is kept.
    expect(options.ignoreChanges).toEqual(scaled ? ['count'] : undefined);
    if (scaled) expect(args).toMatchObject({ minCount: 2, maxCount: 2, spotMaxPrice: -1 });
    expect(options.deleteBeforeReplace).toBe(true);
    expect(compiled.resources.filter(({ type }) => /capacityReservation/i.test(type))).toEqual([]);
  });

  it('scales no pool that has no node', () => {
    expect(named(aksCompiled({ capacity: 'spot', count: 0 }), 'gpu-nodes').args).toMatchObject({
      enableAutoScaling: false,
      count: 0,
    });
  });

  it('5.2: lets the cluster use the reservation, and says that it may take an hour', () => {
    const compiled = aksCompiled({ capacity: 'reserved' });
    expect(named(compiled, 'role-reservation').args).toMatchObject({
      principalId: { of: 'cluster-identity' },
      scope: RESERVATION,
      roleDefinitionId: expect.stringContaining('b24988ac-6180-42a0-ab88-20f7382dd24c'),
    });
    expect(compiled.checks.join('\n')).toMatch(/60 minutes/);
    expect(aksCompiled().resources.map(({ name }) => name)).not.toContain('role-reservation');
  });

  it('5.3: gives pools names that AKS takes', () => {
    for (const name of Object.values(POOL_NAMES)) expect(name).toMatch(/^[a-z][a-z0-9]{0,11}$/);
    const compiled = aksCompiled();
    expect(compiled.outputs.nodePoolNames).toEqual(['system', 'gpu']);
    expect(named(compiled, 'gpu-nodes').args.agentPoolName).toBe('gpu');
  });

  it('5.3: secure boot is off, since it refuses modules that the operator builds', () => {
    expect(named(aksCompiled(), 'gpu-nodes').args.securityProfile).toEqual({
      enableSecureBoot: false,
      enableVTPM: false,
    });
  });

  it('rule 7: GB200 nodes are in a pool of their own, and their image brings the driver', () => {
    const compiled = aksCompiled({ accelerator: 'gb200', instanceType: 'Standard_ND128isr_NDR_GB200_v6' });
    expect(named(compiled, 'gpu-nodes').args).toMatchObject({ gpuProfile: { driver: 'Install' }, osSKU: 'Ubuntu' });
    expect(compiled.quotas[0]?.quota).toBe('standardNDISRGB200V6NDRFamily');
  });

  it('rule 12: holds nothing that anybody could log in with', () => {
    expect(aksCompiled().secretOutputs).toEqual(['kubeconfig']);
    expect(JSON.stringify(aksCompiled())).not.toMatch(/password|clientSecret|Admin.*Credential/i);
  });

  it('13.1: counts spot nodes against the one quota that they have', () => {
    expect(aksCompiled({ capacity: 'spot' }).quotas).toEqual([
      { quota: 'Total Regional Low-priority vCPUs', amount: 192, unit: 'vCPU' },
      { quota: "vCPUs of Standard_D16ds_v5's family", amount: 64, unit: 'vCPU' },
      { quota: 'Total Regional vCPUs', amount: 64, unit: 'vCPU' },
    ]);
  });

  it('12.3: gives names of 63 characters and fewer to what becomes a label of nodes', () => {
    const compiled = aksCompiled();
    expect(named(compiled, 'vnet').args.virtualNetworkName).toBe('aks-h100-ubuntu');
    expect(named(compiled, 'group').args.resourceGroupName).toBe('aks-h100-ubuntu');
    for (const subnet of ['system', 'gpu']) expect(named(compiled, `${subnet}-subnet`).args.subnetName).toBe(subnet);
  });
});

describe('safe by default', () => {
  const compiled = aksCompiled();
  const { args } = named(compiled, 'cluster');

  it('has a private API for Entra groups only, and no way around', () => {
    expect(args).toMatchObject({
      apiServerAccessProfile: {
        enablePrivateCluster: true,
        privateDNSZone: 'system',
        enablePrivateClusterPublicFQDN: false,
        disableRunCommand: true,
      },
      disableLocalAccounts: true,
      enableRBAC: true,
      aadProfile: {
        managed: true,
        enableAzureRBAC: true,
        adminGroupObjectIDs: ['00000000-0000-0000-0000-000000000003'],
      },
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
      sku: { name: 'Base', tier: 'Standard' },
    });
  });

  it('opens the API to named networks and to its own nodes only, and locks what Azure keeps', () => {
    const open = named(aksCompiled({ account: { api: { publicCidrs: ['203.0.113.0/24'] } } }), 'cluster').args;
    expect(open.apiServerAccessProfile).toEqual({
      authorizedIPRanges: ['203.0.113.0/24', { $join: [{ $output: 'ipAddress', of: 'egress-address' }, '/32'] }],
      disableRunCommand: true,
    });
    expect(open.nodeResourceGroupProfile).toEqual({ restrictionLevel: 'ReadOnly' });
  });

  it('writes into a DNS zone of yours, and may link it', () => {
    const own = aksCompiled({ account: { privateDnsZoneId: DNS_ZONE } });
    expect(named(own, 'cluster').args).toMatchObject({
      apiServerAccessProfile: { privateDNSZone: DNS_ZONE },
      nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
    });
    expect(named(own, 'role-dns-zone').args.scope).toBe(DNS_ZONE);
    expect(named(own, 'role-vnet').args.scope).toMatchObject({ of: 'vnet' });
  });

  it('runs the network that AKS recommends, out of reach from outside', () => {
    expect(args.networkProfile).toMatchObject({
      networkPlugin: 'azure',
      networkPluginMode: 'overlay',
      networkDataplane: 'cilium',
      networkPolicy: 'cilium',
      outboundType: 'userAssignedNATGateway',
    });
    for (const subnet of ['system', 'gpu'])
      expect(named(compiled, `${subnet}-subnet`).args).toMatchObject({
        natGateway: { id: { of: 'nat' } },
        defaultOutboundAccess: false,
      });
    const pools = [named(compiled, 'gpu-nodes').args, ...(args.agentPoolProfiles as Record<string, unknown>[])];
    for (const pool of pools)
      expect(pool).toMatchObject({ enableNodePublicIP: false, enableEncryptionAtHost: true, osDiskType: 'Managed' });
    const prefixes = ['system', 'gpu'].map((name) => String(named(compiled, `${name}-subnet`).args.addressPrefix));
    expect(overlap(prefixes[0] ?? '', prefixes[1] ?? '')).toBe(false);
  });

  it('encrypts disks with a key that nobody reads, and that cannot be purged', () => {
    expect(args.diskEncryptionSetID).toMatchObject({ of: 'disk-encryption' });
    expect(named(compiled, 'key-vault').args.properties).toMatchObject({
      enablePurgeProtection: true,
      enableSoftDelete: true,
      enableRbacAuthorization: true,
      publicNetworkAccess: 'Disabled',
    });
    expect(named(compiled, 'disk-encryption-role').args).toMatchObject({
      principalId: { of: 'disk-encryption', $output: 'identity.principalId' },
      scope: { of: 'key-vault' },
    });
  });

  it('gives each identity the least that it needs, before the cluster is made', () => {
    const roles = compiled.resources.filter(({ type }) => type === 'azure-native:authorization:RoleAssignment');
    expect(roles.map(({ name, args: { scope } }) => [name, (scope as { of: string }).of])).toEqual([
      ['disk-encryption-role', 'key-vault'],
      ['role-kubelet-identity', 'kubelet-identity'],
      ['role-disk-encryption', 'disk-encryption'],
      ['role-system-subnet', 'system-subnet'],
      ['role-gpu-subnet', 'gpu-subnet'],
    ]);
    expect(named(compiled, 'cluster').options.dependsOn).toEqual(roles.map(({ name }) => name));
    for (const { args: role } of roles) expect(role.principalType).toBe('ServicePrincipal');
  });

  it('lets nodes pull from the registry of the account, and from no other', () => {
    const role = named(aksCompiled({ account: { registryId: REGISTRY } }), 'role-registry');
    expect(role.args).toMatchObject({ principalId: { of: 'kubelet-identity' }, scope: REGISTRY });
    expect(role.args.roleDefinitionId).toMatch(/7f951dda-4ed3-4680-a7ca-43fe172d538d$/);
  });

  it('keeps who did what for longer than the cluster lives', () => {
    expect(named(compiled, 'cluster-logs').args).toMatchObject({
      resourceUri: { of: 'cluster' },
      logs: ['kube-apiserver', 'kube-audit-admin', 'guard'].map((category) => ({ category, enabled: true })),
    });
    for (const name of ['log-group', 'logs']) expect(named(compiled, name).options.retainOnDelete).toBe(true);
    expect(named(compiled, 'logs').args).toMatchObject({ retentionInDays: 90, resourceGroupName: { of: 'log-group' } });
  });

  it('changes neither version nor image by itself, and what AKS releases comes in a window', () => {
    expect(args.autoUpgradeProfile).toEqual({ upgradeChannel: 'none', nodeOSUpgradeChannel: 'None' });
    expect(compiled.checks.join('\n')).toMatch(/nobody patches[\s\S]*--node-image-only/);
    const windows = compiled.resources.filter(({ type }) => type.endsWith(':MaintenanceConfiguration'));
    expect(windows.map(({ args: { configName } }) => configName)).toEqual([
      'default',
      'aksManagedNodeOSUpgradeSchedule',
    ]);
    const images = aksCompiled({ account: { nodeOsUpgrades: 'NodeImage', maintenance: { dayOfWeek: 'Monday' } } });
    expect(named(images, 'cluster').args.autoUpgradeProfile).toMatchObject({ nodeOSUpgradeChannel: 'NodeImage' });
    expect(named(images, 'node-image-window').args.maintenanceWindow).toEqual({
      startTime: '01:00',
      utcOffset: '+00:00',
      durationHours: 4,
      schedule: { weekly: { dayOfWeek: 'Monday', intervalWeeks: 1 } },
    });
    expect(images.checks.join('\n')).not.toMatch(/nobody patches/);
  });

  it('takes protection away only when it is told to', () => {
    const open = aksCompiled({ account: { protect: false } });
    expect(open.resources.filter(({ options }) => options.protect)).toEqual([]);
  });
});

it('node-pools.md 10: has system nodes of their own in all zones, with taints of the cluster file only', () => {
  const taint = { key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' };
  expect(named(aksCompiled(), 'cluster').args.agentPoolProfiles).toMatchObject([
    { name: 'system', mode: 'System', count: 3, availabilityZones: ['1', '2', '3'], nodeTaints: [] },
  ]);
  const tainted = named(aksCompiled({ system: { taints: [taint] } }), 'cluster');
  expect(tainted.args.agentPoolProfiles).toMatchObject([{ nodeTaints: ['CriticalAddonsOnly=true:NoSchedule'] }]);
});

it('goes without zones where a region has none', () => {
  const compiled = aksCompiled({ account: { zones: [], gpuZone: undefined } });
  expect(JSON.stringify(compiled.resources)).not.toMatch(/"(availabilityZones|zones)"/);
  expect(compiled.outputs).not.toHaveProperty('gpuZone');
  expect(compiled.checks[0]).toMatch(/offered in southcentralus/);
});

it('sets in Azure Linux what has a field, and says of the rest why not', () => {
  const compiled = aksCompiled({ os: 'azurelinux', instanceType: 'Standard_NC40ads_H100_v5' });
  expect(named(compiled, 'gpu-nodes').args).toMatchObject({
    osSKU: 'AzureLinux',
    gpuProfile: { driver: 'Install' },
    linuxOSConfig: { sysctls: { vmSwappiness: 1, netCoreNetdevMaxBacklog: 10_000 } },
    kubeletConfig: { cpuManagerPolicy: 'static', topologyManagerPolicy: 'best-effort' },
  });
  expect(compiled.inexpressible.map(({ setting }) => setting)).toContain('net-rmem-max');
});
