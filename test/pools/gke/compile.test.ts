import { describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { planInfra } from '../../../src/ops/plan-infra.ts';
import { compileGke } from '../../../src/pools/gke/compile.ts';
import { gkeStandIns } from '../../../src/pools/gke/stand-ins.ts';
import type { PoolsPlan } from '../../../src/pools/plan.ts';
import { casesOf, documentOf, engine } from '../../samples.ts';
import { outOfOrder } from '../graph.ts';
import { named } from '../named.ts';
import { gkeCompiled, gkePlan } from './compiled.ts';

const nodeConfig = (...of: Parameters<typeof gkeCompiled>) =>
  named(gkeCompiled(...of), 'gpu-nodes').args.nodeConfig as Readonly<Record<string, unknown>>;

describe('node-pools.md 4.6', () => {
  it('does not multiply nodes by zones: GPU nodes are in one, system nodes are limited in total', () => {
    const compiled = gkeCompiled({ count: 4 });
    expect(named(compiled, 'gpu-nodes').args).toMatchObject({ nodeLocations: ['us-central1-b'], nodeCount: 4 });
    const system = named(compiled, 'system-nodes');
    expect(system.args).toMatchObject({
      nodeLocations: ['us-central1-a', 'us-central1-b', 'us-central1-c'],
      autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 4 },
      initialNodeCount: 1,
    });
    expect(system.args).not.toHaveProperty('nodeCount');
    expect(system.options.ignoreChanges).toEqual(['initialNodeCount']);
  });

  it.each`
    zones | count | first | most
    ${2}  | ${2}  | ${1}  | ${3}
    ${2}  | ${5}  | ${2}  | ${6}
    ${4}  | ${2}  | ${1}  | ${4}
  `('$count system nodes in $zones zones start within their limits', ({ zones, count, first, most }) => {
    const account = {
      zones: ['a', 'b', 'c', 'f'].slice(0, zones).map((zone) => `us-central1-${zone}`),
      systemNodes: { count },
    };
    const { args } = named(gkeCompiled({ account }), 'system-nodes');
    expect(args).toMatchObject({ initialNodeCount: first, autoscaling: { totalMaxNodeCount: most } });
    expect(first * zones).toBeLessThanOrEqual(most);
  });

  it('pays one node a zone for the pool that a cluster cannot be made without, with the least that a node needs', () => {
    const cluster = named(gkeCompiled(), 'cluster');
    expect(cluster.args).toMatchObject({
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: { serviceAccount: { of: 'node-account' }, bootDiskKmsKey: { of: 'key' } },
    });
    expect(cluster.options.ignoreChanges).toEqual(['nodeConfig']);
  });

  it('asks about machines whose size nobody has confirmed, and about those that are not sold on demand', () => {
    const said = (accelerator: string, instanceType: string, intent = 'training') =>
      gkeCompiled({ accelerator, instanceType, intent }).checks.join('\n');
    expect(said('gb200', 'a4x-highgpu-4g')).toContain('local disks of a4x-highgpu-4g');
    expect(said('h100', 'a3-highgpu-2g')).toContain('sold as spot or on a reservation only');
    expect(said('h100', 'a3-megagpu-8g')).not.toMatch(/local disks|sold as/);
  });

  it('counts GPUs by model in the region, and in the whole project; a reservation was counted when it was made', () => {
    const gpus = (capacity: string) =>
      gkeCompiled({ capacity, count: 8 }).quotas.filter(({ unit }) => /GPU/.test(unit));
    expect(gpus('on-demand')).toEqual([
      { quota: 'GPUS_PER_GPU_FAMILY (gpu_family: NVIDIA_H100_MEGA)', amount: 64, unit: 'GPUs in the region' },
      { quota: 'GPUS_ALL_REGIONS', amount: 64, unit: 'GPUs in the project' },
    ]);
    expect(gpus('reserved')).toEqual([]);
    expect(gkeCompiled({ capacity: 'spot' }).checks.join('\n')).toContain('preemptible quota');
  });
});

describe('node-pools.md 4.3: capacity decides affinity, placement and market', () => {
  it.each`
    capacity       | reservation  | placement              | spot
    ${'on-demand'} | ${undefined} | ${{ type: 'COMPACT' }} | ${undefined}
    ${'reserved'}  | ${'my-gpus'} | ${undefined}           | ${undefined}
    ${'spot'}      | ${undefined} | ${undefined}           | ${true}
  `('$capacity', ({ capacity, reservation, placement, spot }) => {
    const { args, options } = named(gkeCompiled({ capacity }), 'gpu-nodes');
    const node = args.nodeConfig as Readonly<Record<string, unknown>>;
    expect(node.reservationAffinity).toEqual(
      reservation && {
        consumeReservationType: 'SPECIFIC_RESERVATION',
        key: 'compute.googleapis.com/reservation-name',
        values: [reservation],
      },
    );
    expect(args.placementPolicy).toEqual(placement);
    expect(node.spot).toBe(spot);
    // node-pools.md 0.5: no room for one more.
    expect(args.upgradeSettings).toEqual({ strategy: 'SURGE', maxSurge: 0, maxUnavailable: 1 });
    expect(options.deleteBeforeReplace).toBe(true);
  });

  it('uses the placement policy that a reservation was made with', () => {
    const account = { capacity: { reservation: 'my-gpus', placementPolicy: 'near' } };
    expect(named(gkeCompiled({ capacity: 'reserved', account }), 'gpu-nodes').args.placementPolicy).toEqual({
      type: 'COMPACT',
      policyName: 'near',
    });
  });

  it('leaves machines without a fabric where they are', () => {
    const l4 = gkeCompiled({ accelerator: 'l4', instanceType: 'g2-standard-48' });
    expect(named(l4, 'gpu-nodes').args).not.toHaveProperty('placementPolicy');
  });

  it.each(['on-demand', 'reserved'])('node-pools.md 0.4: ties A4X nodes into NVLink domains, %s', (capacity) => {
    const a4x = gkeCompiled({ accelerator: 'gb200', instanceType: 'a4x-highgpu-4g', count: 20, capacity });
    expect(a4x.outputs.nodePoolNames).toEqual(['system-nodes', 'gpu-nodes-1', 'gpu-nodes-2']);
    for (const name of ['gpu-nodes-1', 'gpu-nodes-2']) {
      expect(named(a4x, `${name}-domain`).args).toMatchObject({
        workloadPolicy: { type: 'HIGH_THROUGHPUT', acceleratorTopology: '1x72' },
      });
      expect(named(a4x, name).args.placementPolicy).toMatchObject({
        type: 'COMPACT',
        policyName: { $output: 'name', of: `${name}-domain` },
      });
    }
  });

  it('buys nothing', () => {
    for (const capacity of ['on-demand', 'reserved', 'spot'])
      expect(gkeCompiled({ capacity }).resources.filter(({ type }) => /eservation/.test(type))).toEqual([]);
  });
});

describe('node-pools.md 4.1 and 4.3: the machine', () => {
  it.each`
    instanceType        | accelerator | type                       | count | ssds         | diskGiB | diskType
    ${'a2-highgpu-8g'}  | ${'a100'}   | ${'nvidia-tesla-a100'}     | ${8}  | ${undefined} | ${500}  | ${undefined}
    ${'a2-ultragpu-8g'} | ${'a100'}   | ${'nvidia-a100-80gb'}      | ${8}  | ${8}         | ${100}  | ${undefined}
    ${'a3-highgpu-8g'}  | ${'h100'}   | ${'nvidia-h100-80gb'}      | ${8}  | ${16}        | ${100}  | ${undefined}
    ${'a3-megagpu-8g'}  | ${'h100'}   | ${'nvidia-h100-mega-80gb'} | ${8}  | ${16}        | ${100}  | ${undefined}
    ${'a3-ultragpu-8g'} | ${'h200'}   | ${'nvidia-h200-141gb'}     | ${8}  | ${32}        | ${100}  | ${undefined}
    ${'a4-highgpu-8g'}  | ${'b200'}   | ${'nvidia-b200'}           | ${8}  | ${32}        | ${100}  | ${undefined}
    ${'a4x-highgpu-4g'} | ${'gb200'}  | ${'nvidia-gb200'}          | ${4}  | ${4}         | ${100}  | ${'hyperdisk-balanced'}
    ${'g2-standard-96'} | ${'l4'}     | ${'nvidia-l4'}             | ${8}  | ${undefined} | ${500}  | ${undefined}
  `('$instanceType', ({ instanceType, accelerator, type, count, ssds, diskGiB, diskType }) => {
    const compiled = gkeCompiled({ accelerator, instanceType });
    const pool = accelerator === 'gb200' ? 'gpu-nodes-1' : 'gpu-nodes';
    const node = named(compiled, pool).args.nodeConfig as Readonly<Record<string, unknown>>;
    expect(node).toMatchObject({
      machineType: instanceType,
      guestAccelerators: [{ type, count }],
      gvnic: { enabled: true },
      diskSizeGb: diskGiB,
    });
    expect(node.ephemeralStorageLocalSsdConfig).toEqual(ssds && { localSsdCount: ssds });
    expect(node.diskType).toBe(diskType);
    // Exclusive with ephemeral storage; fast socket is of the time before GPUDirect; the tree installs NCCL's plugin itself.
    for (const absent of [
      'localNvmeSsdBlockConfig',
      'fastSocket',
      'gpudirectStrategy',
      'queuedProvisioning',
      'flexStart',
    ])
      expect(node).not.toHaveProperty(absent);
  });

  it('every row of the table has a name for its accelerator and its quota', () => {
    const rows = engine.catalog.instances.filter(({ service }) => service === 'gke');
    expect(rows.length).toBeGreaterThan(20);
    for (const { name, acceleratorType, quota } of rows) {
      expect(acceleratorType, name).toMatch(/^nvidia-[a-z0-9-]+$/);
      expect(quota, name).toMatch(/^(NVIDIA_[A-Z0-9_]+_GPUS|GPUS_PER_GPU_FAMILY \(gpu_family: NVIDIA_[A-Z0-9_]+\))$/);
    }
  });
});

describe('node-pools.md 10: taints and labels', () => {
  it('leaves the taints of GKE to GKE', () => {
    expect(nodeConfig().taints).toEqual([]);
    const a4x = gkeCompiled({ accelerator: 'gb200', instanceType: 'a4x-highgpu-4g' });
    expect(named(a4x, 'gpu-nodes-1').args.nodeConfig).toMatchObject({ taints: [] });
  });

  it('makes GPU nodes after the system nodes, because GKE taints them only where there are others', () => {
    const compiled = gkeCompiled();
    expect(named(compiled, 'gpu-nodes').options.dependsOn).toEqual(['system-nodes']);
    expect(named(compiled, 'system-nodes').args.nodeConfig).toMatchObject({
      taints: [],
      labels: { nodeGroup: 'system-worker' },
    });
  });

  it('node-pools.md 0.6 and 8: puts the startup taint on where an agent waits for it', () => {
    expect(nodeConfig({ os: 'ubuntu', accelerator: 'a100', instanceType: 'a2-highgpu-8g' }).taints).toEqual([
      { key: expect.stringMatching(/nvidia\.com$/), value: 'runtime-required', effect: 'NO_SCHEDULE' },
    ]);
  });

  it('says that system nodes with a taint leave no place for what GKE runs', () => {
    const plan = gkePlan();
    const taint = { key: 'system', value: '', effect: 'NoSchedule', by: 'pool', because: '' } as const;
    const compiled = compileGke({ ...plan, system: { ...plan.system, taints: [taint] } }, gkeStandIns);
    expect(named(compiled, 'system-nodes').args.nodeConfig).toMatchObject({
      taints: [{ key: 'system', value: '', effect: 'NO_SCHEDULE' }],
    });
    expect(compiled.checks.join('\n')).toContain("GKE's own pods");
  });
});

describe('safe by default', () => {
  const compiled = gkeCompiled();
  const cluster = named(compiled, 'cluster').args;

  it('has private nodes and a private API that only named networks reach', () => {
    expect(cluster).toMatchObject({
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false } },
      masterAuthorizedNetworksConfig: {
        cidrBlocks: [],
        gcpPublicCidrsAccessEnabled: false,
        privateEndpointEnforcementEnabled: true,
      },
    });
    for (const pool of ['system-nodes', 'gpu-nodes'])
      expect(named(compiled, pool).args.networkConfig).toMatchObject({ enablePrivateNodes: true });
  });

  it('opens the API to named networks only', () => {
    const account = { api: { publicCidrs: ['203.0.113.0/24'] }, privateApiCidrs: ['172.16.0.0/16'] };
    expect(named(gkeCompiled({ account }), 'cluster').args).toMatchObject({
      privateClusterConfig: { enablePrivateEndpoint: false },
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: '203.0.113.0/24' }, { cidrBlock: '172.16.0.0/16' }] },
    });
  });

  it('encrypts secrets and every disk with one key that both service agents may use before anything needs it', () => {
    expect(cluster.databaseEncryption).toMatchObject({ state: 'ENCRYPTED', keyName: { of: 'key' } });
    for (const pool of ['system-nodes', 'gpu-nodes'])
      expect(named(compiled, pool).args.nodeConfig).toMatchObject({ bootDiskKmsKey: { of: 'key' } });
    const members = compiled.resources.flatMap(({ type, args }) =>
      type === 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember' ? [args.member] : [],
    );
    expect(members).toEqual([
      'serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com',
      'serviceAccount:service-123456789012@compute-system.iam.gserviceaccount.com',
    ]);
    expect(named(compiled, 'cluster').options.dependsOn).toEqual(
      expect.arrayContaining(['key-for-secrets', 'key-for-disks']),
    );
    // A key ring can never be deleted: with a fixed name the stack could be made once only.
    expect(named(compiled, 'key-ring').args).toEqual({ location: 'us-central1' });
  });

  it('gives nodes and pods the least: an account of their own, no metadata of the machine, measured boot, no client certificate', () => {
    const roles = compiled.resources.flatMap(({ type, args }) =>
      type === 'gcp:projects/iAMMember:IAMMember' ? [args.role] : [],
    );
    expect(roles).toEqual([
      'roles/logging.logWriter',
      'roles/monitoring.metricWriter',
      'roles/monitoring.viewer',
      'roles/stackdriver.resourceMetadata.writer',
      'roles/artifactregistry.reader',
    ]);
    for (const pool of ['system-nodes', 'gpu-nodes'])
      expect(named(compiled, pool).args.nodeConfig).toMatchObject({
        serviceAccount: { of: 'node-account' },
        workloadMetadataConfig: { mode: 'GKE_METADATA' },
        metadata: { 'disable-legacy-endpoints': 'true' },
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE' },
      });
    expect(cluster).toMatchObject({
      enableShieldedNodes: true,
      workloadIdentityConfig: { workloadPool: 'example-gpu.svc.id.goog' },
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      rbacBindingConfig: { enableInsecureBindingSystemAuthenticated: false },
    });
  });

  it('moves to no other version by itself', () => {
    expect(cluster).toMatchObject({
      minMasterVersion: '1.34.2-gke.1234000',
      releaseChannel: { channel: 'REGULAR' },
      maintenancePolicy: {
        recurringWindow: { recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' },
        maintenanceExclusions: [
          { exclusionOptions: { scope: 'NO_MINOR_OR_NODE_UPGRADES', endTimeBehavior: 'UNTIL_END_OF_SUPPORT' } },
        ],
      },
    });
    for (const pool of ['system-nodes', 'gpu-nodes'])
      expect(named(compiled, pool).args).toMatchObject({
        version: '1.34.2-gke.1234000',
        management: { autoRepair: true, autoUpgrade: true },
      });
  });

  it('has one subnet with flow logs and private access to Google, and one way out', () => {
    expect(named(compiled, 'network').args).toMatchObject({ autoCreateSubnetworks: false });
    expect(named(compiled, 'nodes-subnet').args).toMatchObject({
      ipCidrRange: '10.0.0.0/20',
      privateIpGoogleAccess: true,
      secondaryIpRanges: [
        { rangeName: 'pods', ipCidrRange: '10.4.0.0/14' },
        { rangeName: 'services', ipCidrRange: '10.0.32.0/20' },
      ],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
    expect(named(compiled, 'nat').args).toMatchObject({ sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS' });
    for (const { type, args } of compiled.resources)
      if (type === 'gcp:compute/firewall:Firewall') expect(args.sourceRanges).not.toContain('0.0.0.0/0');
  });

  it('has labels of the cluster file on everything that takes them, in the words of Google Cloud', () => {
    const labels = { example_com_team: 'ml', 'cns-cluster': 'gke-h100-cos' };
    expect(cluster.resourceLabels).toEqual(labels);
    expect(named(compiled, 'key').args.labels).toEqual(labels);
    for (const pool of ['system-nodes', 'gpu-nodes'])
      expect(named(compiled, pool).args.nodeConfig).toMatchObject({ resourceLabels: labels });
  });

  it('takes protection away only when it is told to', () => {
    const open = gkeCompiled({ account: { protect: false } });
    expect(open.resources.filter(({ options }) => options.protect)).toEqual([]);
    expect(named(open, 'cluster').args.deletionProtection).toBe(false);
    expect(cluster.deletionProtection).toBe(true);
  });

  it('gives a kubeconfig without a token, as a secret', () => {
    expect(compiled.secretOutputs).toEqual(['kubeconfig']);
    expect(JSON.stringify(compiled.outputs.kubeconfig)).toContain('gke-gcloud-auth-plugin');
    expect(compiled.provider).toEqual({ project: 'example-gpu', region: 'us-central1' });
  });
});

describe('one half installs it', () => {
  it('leaves GPU and cluster metrics to the tree where the tree has them', () => {
    expect(named(gkeCompiled(), 'cluster').args.monitoringConfig).toEqual({
      enableComponents: ['SYSTEM_COMPONENTS'],
      managedPrometheus: { enabled: false },
    });
    const { components, ...plan } = gkePlan();
    const { 'gpu-operator': _, ...others } = components;
    expect(named(compileGke({ ...plan, components: others }, gkeStandIns), 'cluster').args.monitoringConfig).toEqual({
      enableComponents: ['SYSTEM_COMPONENTS', 'DCGM'],
      managedPrometheus: { enabled: true },
    });
  });

  it('brings Gateway API where the tree does not', () => {
    const channel = (components: object) =>
      named(compileGke({ ...gkePlan(), components: components as PoolsPlan['components'] }, gkeStandIns), 'cluster')
        .args.gatewayApiConfig;
    expect(channel({})).toEqual({ channel: 'CHANNEL_STANDARD' });
    expect(channel({ 'gateway-api-crds': 'x' })).toEqual({ channel: 'CHANNEL_DISABLED' });
  });
});

const cases = engine.catalog.leaves.filter(({ service }) => service === 'gke').flatMap(casesOf);

describe.each(cases)('$name', (one) => {
  const plan = planInfra(engine, { document: documentOf(one, { inputs: { region: 'us-central1' } }) });
  const compiled = compileGke(plan, gkeStandIns);

  it('places every setting of the pool exactly once, or says why it cannot', () => {
    const wanted = plan.gpu.settings.flatMap(({ carrier, id }) => (carrier === 'pool' ? [id] : []));
    const told = [...compiled.placements, ...compiled.inexpressible].map(({ setting }) => setting);
    expect(told.sort()).toEqual(wanted.sort());
    expect(compiled.inexpressible).toEqual([]);
  });

  it('makes whatever a resource refers to before it, and every name once', () => {
    expect(outOfOrder(compiled.resources)).toEqual([]);
  });

  it('has no empty argument, no first boot, and names that Google Cloud takes', () => {
    expect(compiled.firstBoot).toEqual([]);
    expect(JSON.stringify(compiled)).not.toMatch(/""|undefined|\[object/);
    for (const { args } of compiled.resources)
      if (typeof args.name === 'string') expect(args.name).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });
});

describe('refuses, with the fix', () => {
  it.each`
    what                                      | one                                                                              | path                               | hint
    ${'a capacity block'}                     | ${{ capacity: 'capacity-block' }}                                                | ${'inputs.capacity'}               | ${/reserved/}
    ${'a reservation without its name'}       | ${{ capacity: 'reserved', account: { capacity: {} } }}                           | ${'account.capacity.reservation'}  | ${/nothing is bought/}
    ${'a reservation that nobody wants'}      | ${{ account: { capacity: { reservation: 'my-gpus' } } }}                         | ${'account.capacity'}              | ${/take the reservation out/}
    ${'spot on a reservation'}                | ${{ capacity: 'spot', account: { capacity: { reservation: 'mine' } } }}          | ${'account.capacity'}              | ${/take the reservation out/}
    ${'a version of another minor'}           | ${{ account: { version: '1.33.5-gke.1' } }}                                      | ${'account.version'}               | ${/1\.34\./}
    ${'a version without its build'}          | ${{ account: { version: '1.34.1' } }}                                            | ${'account.version'}               | ${/./}
    ${'a zone of another region'}             | ${{ account: { zones: ['us-central1-a', 'us-east1-b'] } }}                       | ${'account.zones[1]'}              | ${/inputs\.region/}
    ${'a GPU zone of another region'}         | ${{ account: { gpuZone: 'europe-west4-b' } }}                                    | ${'account.gpuZone'}               | ${/inputs\.region/}
    ${'one zone'}                             | ${{ account: { zones: ['us-central1-a'] } }}                                     | ${'account.zones'}                 | ${/./}
    ${'a zone twice'}                         | ${{ account: { zones: ['us-central1-a', 'us-central1-a'] } }}                    | ${'account.zones'}                 | ${/twice/}
    ${'a region as a zone'}                   | ${{ account: { zones: ['us-central1', 'us-central1-a'] } }}                      | ${'account.zones[0]'}              | ${/./}
    ${'networks that overlap'}                | ${{ account: { podCidr: '10.0.0.0/14' } }}                                       | ${'account'}                       | ${/overlap/}
    ${'no room for nodes'}                    | ${{ count: 20, account: { nodeCidr: '10.0.0.0/28' } }}                           | ${'account.nodeCidr'}              | ${/larger/}
    ${'no room for pods (node-pools.md 4.6)'} | ${{ count: 20, account: { podCidr: '10.4.0.0/20' } }}                            | ${'account.podCidr'}               | ${/larger/}
    ${'no room for the fabric'}               | ${{ account: { fabricCidr: '192.168.0.0/18' } }}                                 | ${'account.fabricCidr'}            | ${/larger/}
    ${'the whole internet'}                   | ${{ account: { api: { publicCidrs: ['0.0.0.0/0'] } } }}                          | ${'account.api.publicCidrs[0]'}    | ${/./}
    ${'a project number as a number'}         | ${{ account: { projectNumber: 12 } }}                                            | ${'account.projectNumber'}         | ${/./}
    ${'no project'}                           | ${{ account: { project: undefined } }}                                           | ${'account.project'}               | ${/./}
    ${'a window of an hour'}                  | ${{ account: { maintenance: { endTime: '2026-01-03T01:00:00Z' } } }}             | ${'account.maintenance.endTime'}   | ${/4 hours/}
    ${'a time that is not in UTC'}            | ${{ account: { maintenance: { startTime: '2026-01-03T01:00+01:00' } } }}         | ${'account.maintenance.startTime'} | ${/./}
    ${'a reservation by its address'}         | ${{ capacity: 'reserved', account: { capacity: { reservation: 'https://x' } } }} | ${'account.capacity.reservation'}  | ${/./}
    ${'a key that nobody knows'}              | ${{ account: { zone: 'us-central1-a' } }}                                        | ${'account.zone'}                  | ${/zones/}
  `('$what', ({ one, path, hint }) => {
    const problem = problemsOf(() => gkeCompiled(one)).find((p) => p.path === path);
    expect(problem).toMatchObject({ code: 'ACCOUNT_INVALID' });
    expect(problem?.hint ?? problem?.message).toMatch(hint);
  });

  const gpu = (change: Partial<PoolsPlan['gpu']>) => (plan: PoolsPlan) => ({
    ...plan,
    gpu: { ...plan.gpu, ...change },
  });
  const owned = (driver: string, devicePlugin: string) =>
    gpu({
      ownership: {
        driver,
        devicePlugin,
        toolkit: 'operator',
        allocation: 'device-plugin',
      } as PoolsPlan['gpu']['ownership'],
    });
  const taint = { key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule', by: 'service', because: '' } as const;

  it.each`
    what                                 | change                                                                                 | path                        | hint
    ${'a name that begins with a digit'} | ${(plan: PoolsPlan) => ({ ...plan, cluster: '1st' })}                                  | ${'name'}                   | ${/letter/}
    ${'a name of 41 signs'}              | ${(plan: PoolsPlan) => ({ ...plan, cluster: 'a'.repeat(41) })}                         | ${'name'}                   | ${/40 signs/}
    ${'a label that is none there'}      | ${(plan: PoolsPlan) => ({ ...plan, tags: { '1st': 'x' } })}                            | ${'shared.labels["1st"]'}   | ${/another label/}
    ${'an image of another cloud'}       | ${gpu({ os: 'al2023' })}                                                               | ${'criteria.os'}            | ${/cos, ubuntu/}
    ${'a driver in the image'}           | ${owned('image', 'operator')}                                                          | ${'ownership.driver'}       | ${/provider/}
    ${'a plugin in the image'}           | ${owned('provider', 'image')}                                                          | ${'ownership.devicePlugin'} | ${/provider/}
    ${"the operator's driver on COS"}    | ${owned('operator', 'operator')}                                                       | ${'ownership.driver'}       | ${/ubuntu/}
    ${'another taint than that of GKE'}  | ${gpu({ taints: [taint] })}                                                            | ${'pools.gpu.taints'}       | ${/as GKE does/}
    ${'a machine that nobody chose'}     | ${({ gpu: { instance: _, ...rest }, ...plan }: PoolsPlan) => ({ ...plan, gpu: rest })} | ${'pools.gpu.instanceType'} | ${/cluster file/}
    ${'no region'}                       | ${({ region: _, ...plan }: PoolsPlan) => plan}                                         | ${'inputs.region'}          | ${/cluster file/}
  `('$what', ({ change, path, hint }) => {
    const problem = problemsOf(() => compileGke(change(gkePlan()), gkeStandIns)).find((p) => p.path === path);
    expect(problem).toMatchObject({ code: 'ACCOUNT_INVALID' });
    expect(problem?.hint).toMatch(hint);
  });

  it('a machine whose row has no name for its accelerator', () => {
    const plan = gkePlan();
    const { acceleratorType: _, ...instance } = plan.gpu.instance ?? ({} as never);
    const problems = problemsOf(() => compileGke({ ...plan, gpu: { ...plan.gpu, instance } }, gkeStandIns));
    expect(problems).toMatchObject([
      { path: 'pools.gpu.instanceType', message: expect.stringContaining('acceleratorType') },
    ]);
  });

  it('tells everything at once', () => {
    const account = { version: '1.33.5-gke.1', gpuZone: 'europe-west4-b', fabricCidr: '192.168.0.0/18' };
    const paths = problemsOf(() => gkeCompiled({ capacity: 'capacity-block', account })).map(({ path }) => path);
    expect(paths).toEqual(['inputs.capacity', 'account.version', 'account.gpuZone', 'account.fabricCidr']);
  });
});

function problemsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof CnsError) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}
