import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { deviceInjector } from './gke-fabric/device-injector.ts';
import {
  emitGpudirect,
  type Gpudirect,
  gpudirectClaims,
  gpudirectImages,
  gpudirectReadiness,
  oneNetworkEach,
} from './gke-fabric/gpudirect.ts';
import { gkeNetworks } from './gke-fabric/networks.ts';
import { pauseImage, pinnedImage } from './gke-fabric/node-daemon.ts';

const TCPXO: Gpudirect = { protocol: 'tcpxo', machine: 'a3-megagpu-8g', nics: 8 };

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
  .superRefine(oneNetworkEach(TCPXO, '; a further one would take a NIC from a GPU'));

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
    const parsed = parseProps('gke-tcpxo', props, input);
    emitGpudirect(this, TCPXO, parsed, {
      before: [
        {
          name: 'prepare-host',
          image: parsed.hostToolsImage,
          command: ['nsenter', '--all', '--target', '1', '--', 'sh', '-c', `${PREPARE.join('\n')}\n`],
          securityContext: { privileged: true },
        },
      ],
    });
  }
}

export const gkeTcpxo = defineComponent({
  name: 'gke-tcpxo',
  title: 'GPUDirect-TCPXO on GKE',
  summary: 'NCCL plugin, NIC memory and networks of a3-megagpu-8g nodes.',
  homepage: 'https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx',
  props,
  after: ['gpu-operator'],
  claims: gpudirectClaims,
  scheduling: { system: [], accelerated: ['spec.template.spec.tolerations'] },
  images: (p) => gpudirectImages(TCPXO, p, [p.hostToolsImage]),
  readiness: (p) => gpudirectReadiness(TCPXO, p),
  create: (scope, id, input) => new GkeTcpxo(scope, id, input),
});
