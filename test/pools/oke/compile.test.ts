import { describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { shown } from '../../../src/pools/expression.ts';
import { outOfOrder } from '../graph.ts';
import { named } from '../named.ts';
import { COMPARTMENT, KEY, type OkeCase, okeAccountOf, WITH_FIRMWARE } from './account-of.ts';
import { ofType, okeCompiled } from './compiled.ts';

const names = (one: OkeCase = {}) => okeCompiled(one).resources.map(({ name }) => name);
const L40S = { accelerator: 'l40s', instanceType: 'BM.GPU.L40S.4' };

describe('node-pools.md 6.3: the way to a pool', () => {
  it('is a managed pool in one compute cluster where nodes talk over RDMA', () => {
    const compiled = okeCompiled();
    expect(named(compiled, 'fabric')).toMatchObject({
      type: 'oci:Core/computeCluster:ComputeCluster',
      args: { availabilityDomain: 'Uocm:US-CHICAGO-1-AD-2' },
    });
    expect(named(compiled, 'gpu-nodes')).toMatchObject({
      type: 'oci:ContainerEngine/nodePool:NodePool',
      args: {
        nodeShape: 'BM.GPU.H100.8',
        nodeConfigDetails: {
          size: 2,
          computeClusterId: { of: 'fabric' },
          placementConfigs: [{ availabilityDomain: 'Uocm:US-CHICAGO-1-AD-2', subnetId: { of: 'workers-subnet' } }],
        },
      },
    });
    expect(ofType(compiled, 'InstanceConfiguration')).toEqual([]);
  });

  it('is a managed pool alone where they do not', () => {
    const compiled = okeCompiled(L40S);
    expect(compiled.resources.map(({ name }) => name)).not.toContain('fabric');
    expect(named(compiled, 'gpu-nodes').args.nodeConfigDetails).not.toHaveProperty('computeClusterId');
    expect(compiled.resources.map(({ name }) => name)).not.toContain('fabric-policy');
  });

  it('is a cluster network of self-managed nodes where firmware is set, which no managed pool has a field for', () => {
    const compiled = okeCompiled({ account: WITH_FIRMWARE });
    expect(named(compiled, 'gpu-nodes')).toMatchObject({
      type: 'oci:Core/clusterNetwork:ClusterNetwork',
      args: {
        instancePools: [{ instanceConfigurationId: { of: 'gpu-configuration' }, size: 2 }],
        placementConfiguration: {
          availabilityDomain: 'Uocm:US-CHICAGO-1-AD-2',
          primaryVnicSubnets: { subnetId: { of: 'workers-subnet' } },
        },
      },
      // Creation takes up to two hours.
      options: { customTimeouts: { create: '2h' }, deleteBeforeReplace: true },
    });
    expect(ofType(compiled, 'ComputeCluster')).toEqual([]);
    expect(ofType(compiled, 'NodePool').map(({ name }) => name)).toEqual(['system-nodes']);
  });

  it.each(['training', 'inference'])('is none for GB200 (%s): a GPU memory cluster is not made here', (intent) => {
    expect(() => okeCompiled({ accelerator: 'gb200', instanceType: 'BM.GPU.GB200.4', intent })).toThrow(
      /pools\.gpu\.instanceType[\s\S]*GPU memory clusters only/,
    );
  });
});

describe('node-pools.md 6.1 and 6.3: firmware', () => {
  const launchDetails = (one: OkeCase) =>
    (named(okeCompiled(one), 'gpu-configuration').args.instanceDetails as { launchDetails: Record<string, unknown> })
      .launchDetails;

  it.each`
    accelerator | instanceType          | platform
    ${'a100'}   | ${'BM.GPU4.8'}        | ${'AMD_ROME_BM_GPU'}
    ${'a100'}   | ${'BM.GPU.B4.8'}      | ${'AMD_MILAN_BM_GPU'}
    ${'a100'}   | ${'BM.GPU.A100-v2.8'} | ${'AMD_MILAN_BM_GPU'}
    ${'h100'}   | ${'BM.GPU.H100.8'}    | ${'GENERIC_BM'}
    ${'h200'}   | ${'BM.GPU.H200.8'}    | ${'GENERIC_BM'}
    ${'b200'}   | ${'BM.GPU.B200.8'}    | ${'GENERIC_BM'}
  `('$instanceType is of platform $platform', ({ accelerator, instanceType, platform }) => {
    expect(launchDetails({ accelerator, instanceType, account: WITH_FIRMWARE }).platformConfig).toEqual({
      type: platform,
      numaNodesPerSocket: 'NPS1',
      isSymmetricMultiThreadingEnabled: false,
      isInputOutputMemoryManagementUnitEnabled: true,
    });
  });

  it('stands in the words of the API, each setting once', () => {
    const firmware = { accessControl: true, virtualInstructions: false, percentageOfCores: 75, secureBoot: true };
    expect(launchDetails({ account: { ...WITH_FIRMWARE, firmware } }).platformConfig).toEqual({
      type: 'GENERIC_BM',
      isAccessControlServiceEnabled: true,
      areVirtualInstructionsEnabled: false,
      percentageOfCoresEnabled: 75,
      isSecureBootEnabled: true,
    });
  });

  it('comes with the plugins of the RDMA network, a fast disk under the key, and no old metadata service', () => {
    const details = launchDetails({ account: WITH_FIRMWARE });
    expect((details.agentConfig as { pluginsConfigs: unknown }).pluginsConfigs).toEqual(
      ['Compute HPC RDMA Authentication', 'Compute HPC RDMA Auto-Configuration', 'Compute RDMA GPU Monitoring'].map(
        (name) => ({ name, desiredState: 'ENABLED' }),
      ),
    );
    expect(details).toMatchObject({
      sourceDetails: { bootVolumeVpusPerGb: '30', kmsKeyId: KEY },
      instanceOptions: { areLegacyImdsEndpointsDisabled: true },
      createVnicDetails: { assignPublicIp: false, nsgIds: [{ of: 'workers-group' }] },
      definedTags: { 'cns.cluster': 'oke-h100-ubuntu' },
    });
  });

  it('tells nodes in their metadata what a managed pool would tell them', () => {
    const metadata = launchDetails({ account: WITH_FIRMWARE }).metadata as Record<string, unknown>;
    expect(metadata).toMatchObject({
      apiserver_host: { of: 'cluster', $output: 'privateHost' },
      cluster_ca_cert: { of: 'cluster', $output: 'certificateAuthority' },
      'oke-k8version': 'v1.34.2',
      'oke-native-pod-networking': 'true',
      'oke-max-pods': '64',
      'pod-subnets': { of: 'pods-subnet' },
      'pod-nsgids': { of: 'pods-group' },
      'oke-initial-node-labels': expect.stringContaining('nodeGroup=gpu-worker'),
    });
    expect(metadata['oke-initial-node-labels']).toContain('oci.oraclecloud.com/vcn-native-ip-cni=true');
  });
});

describe('node-pools.md 0 and 11: capacity', () => {
  it.each(['on-demand', 'reserved'])(
    '%s: no node more than there are, one after the other, jobs are never killed',
    (capacity) => {
      const { args, options } = named(okeCompiled({ capacity, count: 4 }), 'gpu-nodes');
      expect(args).toMatchObject({
        nodePoolCyclingDetails: {
          isNodeCyclingEnabled: true,
          maximumSurge: '0',
          maximumUnavailable: '1',
          // The machine stays: it might be somebody else's a moment later.
          cycleModes: ['BOOT_VOLUME_REPLACE'],
        },
        nodeEvictionNodePoolSettings: {
          evictionGraceDuration: 'PT60M',
          isForceActionAfterGraceDuration: false,
          isForceDeleteAfterGraceDuration: false,
        },
      });
      expect(options).toMatchObject({ deleteBeforeReplace: true, customTimeouts: { update: '330m' } });
    },
  );

  it('names the reservation it means, in both ways, and makes none', () => {
    const reservation = 'ocid1.capacityreservation.oc1.us-chicago-1.rack';
    expect(named(okeCompiled({ capacity: 'reserved' }), 'gpu-nodes').args.nodeConfigDetails).toMatchObject({
      placementConfigs: [{ capacityReservationId: reservation }],
    });
    const own = okeCompiled({ capacity: 'reserved', account: WITH_FIRMWARE });
    expect(named(own, 'gpu-configuration').args.instanceDetails).toMatchObject({
      launchDetails: { capacityReservationId: reservation },
    });
    for (const compiled of [okeCompiled({ capacity: 'reserved' }), own])
      expect(compiled.resources.filter(({ type }) => /Reservation/.test(type))).toEqual([]);
  });

  it('asks for no reservation where none is wanted', () => {
    expect(JSON.stringify(okeCompiled().resources)).not.toContain('capacityReservation');
  });
});

describe('node-pools.md 13.1: limits are by shape and availability domain', () => {
  it('counts GPUs, and OCPUs and memory of the system nodes', () => {
    expect(okeCompiled({ count: 8 }).quotas).toEqual([
      { quota: 'gpu-h100-count', amount: 64, unit: 'GPUs in Uocm:US-CHICAGO-1-AD-2' },
      { quota: 'standard-e5-core-count', amount: 16, unit: 'OCPUs in each availability domain' },
      { quota: 'standard-e5-memory-count', amount: 128, unit: 'GB in each availability domain' },
    ]);
  });

  it('does not count what a reservation holds, and names no limit that no source names', () => {
    const quotas = (one: OkeCase) => okeCompiled(one).quotas.map(({ quota }) => quota);
    expect(quotas({ capacity: 'reserved' })).not.toContain('gpu-h100-count');
    expect(quotas(L40S).some((quota) => quota.startsWith('gpu-'))).toBe(false);
    expect(okeCompiled(L40S).checks.join('\n')).toContain('the limit of BM.GPU.L40S.4');
  });
});

describe('node-pools.md 6.2: the control plane', () => {
  const compiled = okeCompiled();

  it('is enhanced and private, its secrets are under the key, its pods have addresses of the network', () => {
    expect(named(compiled, 'cluster')).toMatchObject({
      args: {
        type: 'ENHANCED_CLUSTER',
        kubernetesVersion: 'v1.34.2',
        kmsKeyId: KEY,
        clusterPodNetworkOptions: [{ cniType: 'OCI_VCN_IP_NATIVE' }],
        endpointConfig: { isPublicIpEnabled: false, nsgIds: [{ of: 'api-group' }] },
        options: {
          openIdConnectDiscovery: { isOpenIdConnectDiscoveryEnabled: true },
          addOns: { isKubernetesDashboardEnabled: false, isTillerEnabled: false },
        },
      },
      options: { protect: true },
    });
  });

  it('is reached at its private endpoint, unless networks are named', () => {
    expect(shown(compiled.outputs.clusterEndpoint as never)).toBe('https://<cluster.endpoints.0.privateEndpoint>');
    const open = okeCompiled({ account: { api: { publicCidrs: ['203.0.113.0/24'] } } });
    expect(shown(open.outputs.clusterEndpoint as never)).toBe('https://<cluster.endpoints.0.publicEndpoint>');
    expect(named(open, 'cluster').args.endpointConfig).toMatchObject({ isPublicIpEnabled: true });
  });

  it('hands out a kubeconfig that asks the CLI for a token and holds none, as a secret', () => {
    expect(compiled.secretOutputs).toEqual(['kubeconfig']);
    const kubeconfig = shown(compiled.outputs.kubeconfig as never);
    expect(JSON.parse(kubeconfig).users[0].user).toEqual({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'oci',
        args: ['ce', 'cluster', 'generate-token', '--cluster-id', '<cluster.id>', '--region', 'us-chicago-1'],
        interactiveMode: 'Never',
      },
    });
  });

  it('goes to no other region and tenancy than its own', () => {
    expect(compiled.provider).toEqual({ region: 'us-chicago-1', tenancyOcid: 'ocid1.tenancy.oc1..acme' });
  });
});

describe('safe by default', () => {
  const managed = okeCompiled();
  const own = okeCompiled({ account: WITH_FIRMWARE });

  it('encrypts every disk with the key, and on its way too where the machine can', () => {
    for (const { args } of ofType(managed, 'NodePool')) expect(args.nodeConfigDetails).toMatchObject({ kmsKeyId: KEY });
    const inTransit = (name: string) =>
      (named(managed, name).args.nodeConfigDetails as { isPvEncryptionInTransitEnabled: boolean })
        .isPvEncryptionInTransitEnabled;
    expect([inTransit('system-nodes'), inTransit('gpu-nodes')]).toEqual([true, false]);
  });

  it('turns the old metadata service off everywhere, and gives nobody an SSH key', () => {
    for (const { args } of ofType(managed, 'NodePool'))
      expect(args.nodeMetadata).toMatchObject({ areLegacyImdsEndpointsDisabled: 'true' });
    expect(JSON.stringify([managed, own])).not.toMatch(/ssh/i);
  });

  it('protects network and cluster, unless it is told not to', () => {
    const protectedOnes = (one: OkeCase) =>
      okeCompiled(one)
        .resources.filter(({ options }) => options.protect)
        .map(({ name }) => name);
    expect(protectedOnes({})).toEqual(['vcn', 'cluster']);
    expect(protectedOnes({ account: { protect: false } })).toEqual([]);
  });

  it('puts the tags of the cluster file on whatever takes some, with keys that OCI takes', () => {
    for (const compiled of [managed, own]) {
      const tagged = compiled.resources.filter(({ args }) => 'freeformTags' in args);
      expect(tagged.length).toBeGreaterThan(15);
      for (const { args, name } of tagged)
        expect(args.freeformTags, name).toEqual({ team: 'ml', 'cns_dev/cluster': 'oke-h100-ubuntu' });
      for (const key of Object.keys(tagged[0]?.args.freeformTags ?? {})) expect(key).not.toMatch(/[. ]/);
    }
  });
});

describe('node-pools.md 9 and 10: one owner, labels, taints', () => {
  const label = 'oci.oraclecloud.com/disable-gpu-device-plugin';
  const labels = (one: OkeCase) => named(okeCompiled(one), 'gpu-nodes').args.initialNodeLabels;

  it('pins the plugin of OKE where OKE owns it, without the exporter that the tree has too', () => {
    const compiled = okeCompiled();
    expect(labels({})).toContainEqual({ key: label, value: 'false' });
    expect(named(compiled, 'addon-NvidiaGpuPlugin').args).toMatchObject({
      addonName: 'NvidiaGpuPlugin',
      version: 'v0.17.2',
      overrideExisting: true,
      configurations: [{ key: 'isDcgmExporterDisabled', value: 'true' }],
    });
  });

  it.each`
    owner                            | cluster
    ${'the operator'}                | ${{ ownership: { devicePlugin: 'operator' } }}
    ${'dynamic resource allocation'} | ${{ ownership: { devicePlugin: 'operator', allocation: 'dra' }, components: { 'dra-driver-nvidia-gpu': {} } }}
  `('keeps it off the nodes where $owner hands out GPUs', ({ cluster }) => {
    const one = { cluster, account: { addons: {} } };
    expect(labels(one)).toContainEqual({ key: label, value: 'true' });
    expect(names(one)).not.toContain('addon-NvidiaGpuPlugin');
  });

  it('installs no add-on that the tree installs: metrics server, GPU operator, network operator, feature discovery', () => {
    for (const one of [{}, L40S, { account: WITH_FIRMWARE }])
      expect(ofType(okeCompiled(one), 'Addon').map(({ args }) => args.addonName)).toEqual(['NvidiaGpuPlugin']);
  });

  it('gives nodes the labels of the cluster file', () => {
    expect(labels({})).toContainEqual({ key: 'nodeGroup', value: 'gpu-worker' });
    expect(named(okeCompiled(), 'system-nodes').args.initialNodeLabels).toEqual([
      { key: 'nodeGroup', value: 'system-worker' },
    ]);
  });

  it('has system nodes over all domains, where CoreDNS finds a place', () => {
    expect(named(okeCompiled(), 'system-nodes').args).toMatchObject({
      nodeShape: 'VM.Standard.E5.Flex',
      nodeShapeConfig: { ocpus: 8, memoryInGbs: 64 },
      nodeConfigDetails: {
        size: 3,
        placementConfigs: ['1', '2', '3'].map((ad) => ({ availabilityDomain: `Uocm:US-CHICAGO-1-AD-${ad}` })),
        nodePoolPodNetworkOptionDetails: { maxPodsPerNode: 110 },
      },
    });
  });

  it('taints system nodes at their first boot, and lets CoreDNS stay', () => {
    const taint = { key: 'dedicated', value: 'system', effect: 'NoSchedule' };
    const pools = {
      system: { labels: { nodeGroup: 'system-worker' }, taints: [taint] },
      gpu: { instanceType: 'BM.GPU.H100.8', count: 2, labels: { nodeGroup: 'gpu-worker' } },
    };
    const compiled = okeCompiled({ cluster: { pools } });
    const boot = compiled.firstBoot.find(({ pool }) => pool === 'system');
    expect(shown(boot?.text ?? '')).toContain('--register-with-taints=dedicated=system:NoSchedule');
    const [configuration] = named(compiled, 'addon-CoreDNS').args.configurations as { key: string; value: string }[];
    expect(configuration?.key).toBe('tolerations');
    expect(JSON.parse(configuration?.value ?? '')).toMatchObject([{ key: 'dedicated', effect: 'NoSchedule' }]);
  });
});

describe('least privilege', () => {
  const statements = (one: OkeCase) =>
    ofType(okeCompiled(one), 'Policy').flatMap(({ args }) => (args.statements as never[]).map((text) => shown(text)));
  const own = { account: WITH_FIRMWARE };

  it('lets nobody manage anything, and nobody of another compartment do anything', () => {
    for (const one of [{}, own, L40S, { capacity: 'reserved' }])
      for (const statement of statements(one)) {
        expect(statement).not.toMatch(/ manage | all-resources| in tenancy/);
        if (statement.startsWith('Allow any-user'))
          expect(statement).toContain(`request.principal.compartment.id = '${COMPARTMENT}'`);
        if (/ keys | key-delegates /.test(statement)) expect(statement).toContain(`target.key.id = '${KEY}'`);
      }
  });

  it('lets a managed pool use its image, its compute cluster, its reservation and the key', () => {
    const all = statements({ capacity: 'reserved' }).join('\n');
    for (const what of [
      '{INSTANCE_IMAGE_INSPECT, INSTANCE_IMAGE_READ}',
      '{COMPUTE_CLUSTER_LAUNCH_INSTANCE}',
      'use compute-capacity-reservations',
      'use key-delegates',
    ])
      expect(all).toContain(what);
    expect(ofType(okeCompiled(), 'DynamicGroup')).toEqual([]);
  });

  it('lets self-managed nodes join this cluster only, and knows them by their tag: not all machines of the compartment', () => {
    const group = named(okeCompiled(own), 'nodes').args;
    expect(group).toMatchObject({ compartmentId: 'ocid1.tenancy.oc1..acme' });
    expect(group.matchingRule).toBe(
      `ALL {instance.compartment.id = '${COMPARTMENT}', tag.cns.cluster.value = 'oke-h100-ubuntu'}`,
    );
    expect(statements(own).filter((text) => text.includes('CLUSTER_JOIN'))).toEqual([
      `Allow dynamic-group id <nodes.id> to {CLUSTER_JOIN} in compartment id ${COMPARTMENT} where target.cluster.id = '<cluster.id>'`,
    ]);
    expect(named(okeCompiled(own), 'gpu-nodes').options.dependsOn).toEqual(
      expect.arrayContaining(['nodes', 'join-policy', 'node-key-policy']),
    );
  });

  it('speaks of the compartments in which key, image and reservation live', () => {
    const elsewhere = (kind: string) => `ocid1.compartment.oc1..${kind}`;
    const account = okeAccountOf({ capacity: 'reserved' });
    const compiled = okeCompiled({
      capacity: 'reserved',
      account: {
        kms: { ...account.kms, compartmentId: elsewhere('keys') },
        images: { ...account.images, compartmentId: elsewhere('images') },
        capacity: { ...account.capacity, compartmentId: elsewhere('capacity') },
      },
    });
    for (const [name, kind] of [
      ['key-policy', 'keys'],
      ['image-policy', 'images'],
      ['capacity-policy', 'capacity'],
    ] as const) {
      const { args } = named(compiled, name);
      expect(args.compartmentId).toBe(elsewhere(kind));
      for (const text of args.statements as string[]) expect(text).toContain(`in compartment id ${elsewhere(kind)} `);
    }
  });

  it('tells every statement to somebody else where it must not make any', () => {
    for (const one of [{ capacity: 'reserved' }, own]) {
      const told = okeCompiled({ ...one, account: { ...('account' in one ? one.account : {}), policies: 'existing' } });
      expect(told.resources.filter(({ type }) => type.startsWith('oci:Identity/'))).toEqual([]);
      for (const statement of statements(one))
        expect(told.checks).toContain(`IAM says: ${statement.replace('<nodes.id>', '<dynamic group>')}`);
    }
  });

  it('has the leave of the key before the cluster that uses it', () => {
    expect(named(okeCompiled(), 'cluster').options.dependsOn).toContain('key-policy');
  });
});

it.each([{}, { account: WITH_FIRMWARE }, L40S])('makes whatever a resource refers to before it: %j', (one) => {
  expect(outOfOrder(okeCompiled(one).resources)).toEqual([]);
});

it('is the same twice', () => {
  expect(JSON.stringify(okeCompiled())).toBe(JSON.stringify(okeCompiled()));
});

describe('refuses, with the fix', () => {
  const reservation = { capacity: { reservationId: 'ocid1.capacityreservation.oc1.x.y' } };
  const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`label-${i}`, 'x']));

  it.each`
    what                                  | one                                                              | path                                | hint
    ${'GB200'}                            | ${{ accelerator: 'gb200', instanceType: 'BM.GPU.GB200.4' }}      | ${'pools.gpu.instanceType'}         | ${/oci-hpc-oke/}
    ${'half a version'}                   | ${{ kubernetes: '1.34' }}                                        | ${'inputs.kubernetes'}              | ${/cluster-options/}
    ${'a capacity block'}                 | ${{ capacity: 'capacity-block' }}                                | ${'inputs.capacity'}                | ${/reserved/}
    ${'preemptible bare metal'}           | ${{ capacity: 'spot' }}                                          | ${'inputs.capacity'}                | ${/on-demand/}
    ${'preemptible nodes with firmware'}  | ${{ capacity: 'spot', account: WITH_FIRMWARE }}                  | ${'account.firmware'}               | ${/take firmware out/}
    ${'a reservation without its id'}     | ${{ capacity: 'reserved', account: { capacity: {} } }}           | ${'account.capacity.reservationId'} | ${/nothing is reserved here/}
    ${'a reservation that nobody wants'}  | ${{ account: reservation }}                                      | ${'account.capacity.reservationId'} | ${/take the reservation out/}
    ${'firmware of a shape without RDMA'} | ${{ ...L40S, account: WITH_FIRMWARE }}                           | ${'account.firmware'}               | ${/platform/}
    ${'firmware without a tag'}           | ${{ account: { ...WITH_FIRMWARE, nodeTag: undefined } }}         | ${'account.nodeTag'}                | ${/namespace\.key/}
    ${'a plugin of any version'}          | ${{ account: { addons: {} } }}                                   | ${'account.addons.NvidiaGpuPlugin'} | ${/addon-option list/}
    ${'more tags than OCI takes'}         | ${{ cluster: { shared: { labels: many } } }}                     | ${'shared.labels'}                  | ${/take labels out/}
    ${'labels that make one tag'}         | ${{ cluster: { shared: { labels: { 'a.b': 'x', a_b: 'y' } } } }} | ${'shared.labels'}                  | ${/differ/}
    ${'a network too small for its pods'} | ${{ count: 32, account: { vcnCidr: '10.0.0.0/20' } }}            | ${'account.vcnCidr'}                | ${/larger network/}
  `('$what', ({ one, path, hint }) => {
    let error: unknown;
    try {
      okeCompiled(one);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CnsError);
    const problem = (error as CnsError).problems.find((p) => p.path === path);
    expect(problem, JSON.stringify((error as CnsError).problems)).toMatchObject({ code: 'ACCOUNT_INVALID' });
    expect(problem?.hint).toMatch(hint);
  });

  it('everything at once', () => {
    expect(() =>
      okeCompiled({ capacity: 'capacity-block', kubernetes: '1.34', account: { addons: {}, ...reservation } }),
    ).toThrow(/inputs\.kubernetes[\s\S]*inputs\.capacity[\s\S]*reservationId[\s\S]*addons\.NvidiaGpuPlugin/);
  });
});
