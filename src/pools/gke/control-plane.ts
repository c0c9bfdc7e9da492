import { type Expression, join } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { GkeInput } from './input.ts';
import { type GkeNetwork, RANGES } from './network.ts';
import { baseNode, type NodeMade } from './node-parts.ts';
import type { GcpTypes } from './resource-types.ts';

export interface GkeControlPlane {
  readonly resources: readonly PlannedResource[];
  readonly clusterName: Expression;
  readonly endpoint: Expression;
  readonly certificateAuthority: Expression;
  readonly workloadPool: string;
}

/** The cluster: private nodes and endpoint, encrypted secrets, identities for pods, upgrades only when somebody asks for them. */
export function gkeControlPlane(
  input: GkeInput,
  made: NodeMade & { readonly network: GkeNetwork; readonly dependsOn: readonly string[] },
): GkeControlPlane {
  const { account, fabric, labels, plan, region } = input;
  const part = new Part<GcpTypes>('control-plane');
  const workloadPool = `${account.project}.svc.id.goog`;
  const { publicCidrs } = account.api;
  const has = (component: string): boolean => Object.hasOwn(plan.components, component);
  // Two of them on one GPU would take the profiling counters from each other.
  const hasDcgm = !has('gpu-operator') && plan.gpu.ownership.driver === 'provider';
  const cluster = part.add(
    'gcp:container/cluster:Cluster',
    'cluster',
    {
      name: plan.cluster,
      location: region,
      nodeLocations: account.zones,
      network: made.network.networkId,
      subnetwork: made.network.subnetId,
      networkingMode: 'VPC_NATIVE',
      ipAllocationPolicy: {
        clusterSecondaryRangeName: RANGES.pods,
        servicesSecondaryRangeName: RANGES.services,
      },
      datapathProvider: 'ADVANCED_DATAPATH',
      // Decided once and for all when the cluster is made.
      enableMultiNetworking: fabric.length > 0,
      // A cluster cannot be made without a pool: one node a zone, gone before ours come.
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: baseNode(input, made, true),
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: publicCidrs.length === 0 },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: false },
        ipEndpointsConfig: { enabled: true },
      },
      masterAuthorizedNetworksConfig: {
        cidrBlocks: [...publicCidrs, ...account.privateApiCidrs].map((cidrBlock) => ({ cidrBlock })),
        gcpPublicCidrsAccessEnabled: false,
        privateEndpointEnforcementEnabled: true,
      },
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      databaseEncryption: { state: 'ENCRYPTED', keyName: made.keyName },
      workloadIdentityConfig: { workloadPool },
      enableShieldedNodes: true,
      rbacBindingConfig: {
        enableInsecureBindingSystemAuthenticated: false,
        enableInsecureBindingSystemUnauthenticated: false,
      },
      securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
      releaseChannel: { channel: account.channel },
      minMasterVersion: account.version,
      maintenancePolicy: {
        recurringWindow: {
          startTime: account.maintenance.startTime,
          endTime: account.maintenance.endTime,
          recurrence: account.maintenance.recurrence,
        },
        // Patches of the control plane only: a minor version or new nodes under a running job are for people to decide.
        maintenanceExclusions: [
          {
            exclusionName: 'no-minor-and-no-node-upgrades',
            startTime: account.maintenance.startTime,
            exclusionOptions: { scope: 'NO_MINOR_OR_NODE_UPGRADES', endTimeBehavior: 'UNTIL_END_OF_SUPPORT' },
          },
        ],
      },
      loggingConfig: {
        enableComponents: ['SYSTEM_COMPONENTS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER', 'WORKLOADS'],
      },
      monitoringConfig: {
        enableComponents: ['SYSTEM_COMPONENTS', ...(hasDcgm ? ['DCGM'] : [])],
        managedPrometheus: { enabled: hasDcgm || !has('kube-prometheus-stack') },
      },
      addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } },
      // Whoever brings these definitions is their only owner.
      gatewayApiConfig: { channel: has('gateway-api-crds') ? 'CHANNEL_DISABLED' : 'CHANNEL_STANDARD' },
      deletionProtection: account.protect,
      resourceLabels: labels,
    },
    {
      ...(account.protect ? { protect: true } : {}),
      dependsOn: made.dependsOn,
      // Of the pool that is gone; a difference in it would replace the cluster.
      ignoreChanges: ['nodeConfig'],
      customTimeouts: { create: '60m', update: '90m', delete: '60m' },
    },
  );
  return {
    resources: part.resources,
    clusterName: output(cluster, 'name'),
    endpoint: join('https://', output(cluster, 'endpoint')),
    certificateAuthority: output(cluster, 'masterAuth', 'clusterCaCertificate'),
    workloadPool,
  };
}
