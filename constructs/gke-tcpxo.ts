import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { deviceInjector, emitDeviceInjector } from './gke-fabric/device-injector.ts';
import { emitGkeNetworks, gkeNetworks } from './gke-fabric/networks.ts';
import { nodeDaemon, pause, pauseImage, pinnedImage, privileged } from './gke-fabric/node-daemon.ts';

/** GPU NICs of an a3-megagpu-8g: one network each. */
const NICS = 8;

const props = componentProps
  .extend({
    /** NCCL plugin for GPUDirect-TCPXO; the side-car of jobs must be of the same release. */
    pluginImage: pinnedImage.default(
      'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/nccl-plugin-gpudirecttcpx-dev:v1.0.15',
    ),
    /** Any image with a shell and nsenter: its work is done by the host's own tools. */
    hostToolsImage: pinnedImage.default('docker.io/library/ubuntu:24.04'),
    pauseImage,
    /** Value of the label `cloud.google.com/gke-accelerator`. */
    accelerator: z.string().default('nvidia-h100-mega-80gb'),
    deviceInjector: deviceInjector.prefault({}),
    /** The eight data networks. @default - none; they are made elsewhere */
    networks: gkeNetworks,
  })
  .superRefine(({ networks }, context) => {
    const count = Object.keys(networks).length;
    if (count > 0 && count !== NICS)
      context.addIssue({
        code: 'custom',
        path: ['networks'],
        message: `a3-megagpu-8g has ${NICS} GPU NICs and needs as many networks, not ${count}; a further one would take a NIC from a GPU`,
      });
  });

export type GkeTcpxoProps = z.input<typeof props>;

/** Runs in the host's namespaces: the plugin's receivers listen on TCP, and read NIC memory through these bind mounts. */
const PREPARE = [
  'set -eu',
  'iptables -C INPUT -p tcp -j ACCEPT 2>/dev/null || iptables -I INPUT -p tcp -j ACCEPT',
  'modprobe import-helper',
  // 1ae0:0084 is the PCI id of the NIC that GPUs can reach.
  `for device in $(lspci -D -d 1ae0:0084 | cut -d' ' -f1); do`,
  '  target=/dev/aperture_devices/$device',
  '  mkdir -p "$target"',
  '  umount -R "$target" 2>/dev/null || true',
  '  mount --bind "$(readlink -f "/sys/bus/pci/devices/$device")" "$target"',
  '  chmod -R a+r "$target"',
  '  chmod a+rw "$target"/resource*',
  'done',
];

/**
 * GPUDirect-TCPXO on GKE a3-megagpu-8g: the NCCL plugin on every node, NIC memory for it, and the device injector.
 *
 * Every node accepts TCP from its networks afterwards; their firewall is the VPC's.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpxo
 */
export class GkeTcpxo extends Construct {
  constructor(scope: Construct, id: string, input: GkeTcpxoProps) {
    super(scope, id);
    const { namespace, cluster, accelerator, networks, ...p } = parseProps('gke-tcpxo', props, input);
    const accelerators = [accelerator];
    nodeDaemon(this, 'Installer', {
      name: 'nccl-tcpxo-installer',
      namespace,
      accelerators,
      cluster,
      initContainers: [
        {
          name: 'prepare-host',
          image: p.hostToolsImage,
          command: ['nsenter', '--all', '--target', '1', '--', 'sh', '-c', `${PREPARE.join('\n')}\n`],
          securityContext: { privileged: true },
        },
        privileged(
          'install-plugin',
          p.pluginImage,
          [
            'set -e',
            'sh /scripts/container_entry.sh install --install-nccl',
            'mkdir -p /host/nvidia/lib64',
            'cp -a /var/lib/tcpxo/lib64/. /host/nvidia/lib64/',
          ],
          { 'var-lib': '/var/lib', binaries: '/host' },
        ),
      ],
      containers: [pause(p.pauseImage)],
      // On Container-Optimized OS this is the folder that the driver and its libraries live in.
      hostPaths: { 'var-lib': '/var/lib', binaries: '/home/kubernetes/bin' },
    });
    emitDeviceInjector(this, p.deviceInjector, { namespace, accelerators, cluster });
    emitGkeNetworks(this, networks, 'NetDevice');
  }
}

export const gkeTcpxo = defineComponent({
  name: 'gke-tcpxo',
  title: 'GPUDirect-TCPXO on GKE',
  summary: 'NCCL plugin, NIC memory and networks of a3-megagpu-8g nodes.',
  homepage: 'https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx',
  props,
  after: ['gpu-operator'],
  claims: (p) => ['gke-fabric', ...(p.deviceInjector.enabled ? ['nri-device-injector'] : [])],
  scheduling: { system: [], accelerated: ['spec.template.spec.tolerations'] },
  images: ({ pluginImage, deviceInjector: injector }) =>
    [pluginImage, injector.image].map((image) => ({
      image,
      architectures: ['amd64'],
      nodeSide: true,
      source: 'https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpxo',
    })),
  readiness: ({ namespace, deviceInjector: { enabled } }) =>
    ['nccl-tcpxo-installer', ...(enabled ? ['device-injector'] : [])].map((name) => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name,
      namespace,
      needsNodes: true,
    })),
  create: (scope, id, input) => new GkeTcpxo(scope, id, input),
});
