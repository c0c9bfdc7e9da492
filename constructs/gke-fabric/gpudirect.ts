import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';
import type { ImageUse } from '../../src/contract/component.ts';
import type { Readiness } from '../../src/contract/readiness.ts';
import { type deviceInjector, emitDeviceInjector } from './device-injector.ts';
import { emitGkeNetworks, type GkeNetworks } from './networks.ts';
import { type Container, nodeDaemon, pause, privileged } from './node-daemon.ts';

/** A variant of GPUDirect over TCP: what its plugin calls itself, and the machine that it is for. */
export interface Gpudirect {
  readonly protocol: 'tcpx' | 'tcpxo';
  readonly machine: string;
  /** GPU NICs of the machine: one network each. */
  readonly nics: number;
}

interface Props {
  readonly namespace: string;
  readonly cluster: ClusterContext;
  readonly accelerator: string;
  readonly pluginImage: string;
  readonly pauseImage: string;
  readonly deviceInjector: z.output<typeof deviceInjector>;
  readonly networks: GkeNetworks;
}

/** Refuses networks that are not one a NIC; none at all are made elsewhere. */
export const oneNetworkEach =
  ({ machine, nics }: Gpudirect, because = '') =>
  ({ networks }: Pick<Props, 'networks'>, context: z.core.$RefinementCtx): void => {
    const count = Object.keys(networks).length;
    if (count > 0 && count !== nics)
      context.addIssue({
        code: 'custom',
        path: ['networks'],
        message: `${machine} has ${nics} GPU NICs and needs as many networks, not ${count}${because}`,
      });
  };

const installerName = ({ protocol }: Gpudirect): string => `nccl-${protocol}-installer`;

/**
 * The daemon that installs the NCCL plugin, the device injector and the networks.
 *
 * @param own what the variant does on the host: containers before the plugin's, and lines before it is installed
 */
export function emitGpudirect(
  scope: Construct,
  variant: Gpudirect,
  { namespace, cluster, accelerator, networks, ...props }: Props,
  own: { readonly before?: readonly Container[]; readonly lines?: readonly string[] },
): void {
  const accelerators = [accelerator];
  nodeDaemon(scope, 'Installer', {
    name: installerName(variant),
    namespace,
    accelerators,
    cluster,
    initContainers: [
      ...(own.before ?? []),
      privileged(
        'install-plugin',
        props.pluginImage,
        [
          'set -e',
          ...(own.lines ?? []),
          'sh /scripts/container_entry.sh install --install-nccl',
          'mkdir -p /host/nvidia/lib64',
          `cp -a /var/lib/${variant.protocol}/lib64/. /host/nvidia/lib64/`,
        ],
        { 'var-lib': '/var/lib', binaries: '/host' },
      ),
    ],
    containers: [pause(props.pauseImage)],
    // On Container-Optimized OS this is the folder that the driver and its libraries live in.
    hostPaths: { 'var-lib': '/var/lib', binaries: '/home/kubernetes/bin' },
  });
  emitDeviceInjector(scope, props.deviceInjector, { namespace, accelerators, cluster });
  emitGkeNetworks(scope, networks, 'NetDevice');
}

export const gpudirectClaims = ({ deviceInjector: { enabled } }: Props): string[] => [
  'gke-fabric',
  ...(enabled ? ['nri-device-injector'] : []),
];

export const gpudirectReadiness = (
  variant: Gpudirect,
  { namespace, deviceInjector: { enabled } }: Props,
): Readiness[] =>
  [installerName(variant), ...(enabled ? ['device-injector'] : [])].map((name) => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    name,
    namespace,
    needsNodes: true,
  }));

/** Every image that runs on the nodes; both machines are x86. */
export const gpudirectImages = ({ protocol }: Gpudirect, props: Props, more: readonly string[] = []): ImageUse[] =>
  [
    ...more,
    props.pluginImage,
    props.pauseImage,
    ...(props.deviceInjector.enabled ? [props.deviceInjector.image] : []),
  ].map((image) => ({
    image,
    architectures: ['amd64'],
    nodeSide: true,
    source: `https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-${protocol}`,
  }));
