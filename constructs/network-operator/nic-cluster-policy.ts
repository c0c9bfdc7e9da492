import * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';
import { mirrored } from '../../src/contract/mirror.ts';
import { labels } from '../../src/contract/scheduling.ts';
import { resourceName } from './networks.ts';
import { MELLANOX, type OperatorRelease } from './release.ts';

const selectors = {
  vendors: z.array(z.string()).default(['15b3']),
  deviceIDs: z.array(z.string()).default([]),
  drivers: z.array(z.string()).default([]),
  ifNames: z.array(z.string()).default([]),
  linkTypes: z.array(z.enum(['infiniband', 'ether'])).default([]),
};

/** Devices handed out one by one: pods ask for `<prefix>/<name>`. */
const sriovResource = z.strictObject({
  prefix: z.string().default('rdma'),
  ...selectors,
  rootDevices: z.array(z.string()).default([]),
  pfNames: z.array(z.string()).default([]),
  isRdma: z.boolean().default(true),
});

/** Devices that many pods share: pods ask for `rdma/<name>`. */
const sharedResource = z.strictObject({
  ...selectors,
  /** Pods that may share one device. */ max: z.int().min(1).default(63),
});

export const policy = z.strictObject({
  /** Labels of the nodes that have the NICs. */
  nodeLabels: labels.default({ 'feature.node.kubernetes.io/pci-15b3.present': 'true' }),
  /** Host driver (DOCA, formerly MOFED) in a container. */
  ofedDriver: z
    .strictObject({
      /** @default - true on AKS with InfiniBand, whose image has none; elsewhere the host brings it */
      enabled: z.boolean().optional(),
      /** @default - that of the operator's release */
      version: z.string().optional(),
      /** Refuse to compile on the node. */
      forcePrecompiled: z.boolean().default(false),
      env: z.record(z.string(), z.string()).default({}),
      autoUpgrade: z.boolean().default(true),
      /** Nodes whose driver is replaced at one time. */
      maxParallelUpgrades: z.int().min(1).default(1),
      /** Drain a node before its driver is replaced: pods that use the NIC lose it. */
      drain: z
        .strictObject({
          enabled: z.boolean().default(true),
          force: z.boolean().default(true),
          deleteEmptyDir: z.boolean().default(true),
          timeoutSeconds: z.int().min(0).default(300),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Resources of the SR-IOV device plugin. @default - on InfiniBand `rdma/ib`, on RoCE `rdma/roce`, each over all NVIDIA NICs of the link type */
  sriovDevicePlugin: z.record(resourceName, sriovResource).optional(),
  /** Resources of the shared-device plugin. */
  rdmaSharedDevicePlugin: z.record(resourceName, sharedResource).default({}),
  /** NVIDIA's address management; pools under `ipPools`. */
  nvIpam: z.boolean().default(false),
  secondaryNetwork: z
    .strictObject({
      /** Attach further interfaces to pods. */
      multus: z.boolean().default(false),
      cniPlugins: z.boolean().default(false),
      ipoib: z.boolean().default(false),
    })
    .prefault({}),
  nicFeatureDiscovery: z.boolean().default(false),
});
export type Policy = z.output<typeof policy>;

export const ofedEnabled = ({ ofedDriver: { enabled } }: Policy, { service, fabric }: ClusterContext): boolean =>
  enabled ?? (service === 'aks' && fabric === 'infiniband');

/** The one object that the operator reads: only this name is reconciled. Cluster-scoped. */
export function nicClusterPolicy(given: Policy, release: OperatorRelease, cluster: ClusterContext) {
  const repository = mirrored(cluster, MELLANOX) ?? MELLANOX;
  const part = (image: string) => ({ image, repository, version: release.tag, imagePullSecrets: cluster.pullSecrets });
  const { ofedDriver: ofed, secondaryNetwork: secondary } = given;
  const sriov = Object.entries(given.sriovDevicePlugin ?? fabricResources(cluster));
  const shared = Object.entries(given.rdmaSharedDevicePlugin);
  const system = affinity(cluster.systemNodes.selector);
  return {
    apiVersion: 'mellanox.com/v1alpha1',
    kind: 'NicClusterPolicy',
    metadata: { name: 'nic-cluster-policy' },
    spec: {
      nodeAffinity: affinity(given.nodeLabels),
      tolerations: cluster.gpuNodes.tolerations,
      ...(system ? { deploymentNodeAffinity: system } : {}),
      ...(cluster.systemNodes.tolerations.length > 0 ? { deploymentTolerations: cluster.systemNodes.tolerations } : {}),
      ...(ofedEnabled(given, cluster)
        ? {
            ofedDriver: {
              ...part('doca-driver'),
              version: ofed.version ?? release.docaDriver,
              forcePrecompiled: ofed.forcePrecompiled,
              env: Object.entries({ ...proxyVariables(cluster), ...ofed.env }).map(([name, value]) => ({
                name,
                value,
              })),
              upgradePolicy: {
                autoUpgrade: ofed.autoUpgrade,
                maxParallelUpgrades: ofed.maxParallelUpgrades,
                drain: {
                  enable: ofed.drain.enabled,
                  force: ofed.drain.force,
                  deleteEmptyDir: ofed.drain.deleteEmptyDir,
                  timeoutSeconds: ofed.drain.timeoutSeconds,
                },
              },
            },
          }
        : {}),
      ...(sriov.length > 0
        ? {
            sriovDevicePlugin: {
              ...part('sriov-network-device-plugin'),
              config: text({
                resourceList: sriov.map(([name, { prefix, isRdma, ...rest }]) => ({
                  resourcePrefix: prefix,
                  resourceName: name,
                  selectors: { ...filled(rest), isRdma },
                })),
              }),
            },
          }
        : {}),
      ...(shared.length > 0
        ? {
            rdmaSharedDevicePlugin: {
              ...part('k8s-rdma-shared-dev-plugin'),
              config: text({
                configList: shared.map(([name, { max, ...rest }]) => ({
                  resourceName: name,
                  rdmaHcaMax: max,
                  selectors: filled(rest),
                })),
              }),
            },
          }
        : {}),
      ...(given.nvIpam ? { nvIpam: { ...part('nvidia-k8s-ipam'), enableWebhook: false } } : {}),
      ...(secondary.multus || secondary.cniPlugins || secondary.ipoib
        ? {
            secondaryNetwork: {
              ...(secondary.cniPlugins ? { cniPlugins: part('plugins') } : {}),
              ...(secondary.multus ? { multus: part('multus-cni') } : {}),
              ...(secondary.ipoib ? { ipoib: part('ipoib-cni') } : {}),
            },
          }
        : {}),
      ...(given.nicFeatureDiscovery ? { nicFeatureDiscovery: part('nic-feature-discovery') } : {}),
    },
  };
}

/** What pods ask for on each fabric, as AKS documents it for InfiniBand: https://github.com/Azure/aks-rdma-infiniband */
function fabricResources({ fabric }: ClusterContext): Record<string, z.output<typeof sriovResource>> {
  if (fabric === 'infiniband') return { ib: sriovResource.parse({ linkTypes: ['infiniband'] }) };
  return fabric === 'roce' ? { roce: sriovResource.parse({ linkTypes: ['ether'] }) } : {};
}

function affinity(wanted: Readonly<Record<string, string>>) {
  const matchExpressions = Object.entries(wanted).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  if (matchExpressions.length === 0) return undefined;
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } };
}

/** The driver container fetches kernel headers. */
function proxyVariables({ proxy }: ClusterContext): Record<string, string> {
  if (proxy === undefined) return {};
  const { http, https, noProxy } = proxy;
  return { ...(http ? { HTTP_PROXY: http } : {}), ...(https ? { HTTPS_PROXY: https } : {}), NO_PROXY: noProxy };
}

/** An empty list of a selector matches nothing in some plugins: it is left out. */
const filled = (map: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(map).filter(([, list]) => list.length > 0));

const text = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
