import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { deviceInjector, emitDeviceInjector } from './gke-fabric/device-injector.ts';
import { emitGkeNetworks, gkeNetworks } from './gke-fabric/networks.ts';
import { nodeDaemon, pause, pauseImage, pinnedImage, privileged } from './gke-fabric/node-daemon.ts';

/** GPU NICs of an a3-highgpu-8g: one network each. */
const NICS = 4;

const props = componentProps
  .extend({
    /** NCCL plugin for GPUDirect-TCPX. */
    pluginImage: pinnedImage.default(
      'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/nccl-plugin-gpudirecttcpx-dev:v3.1.9',
    ),
    pauseImage,
    /** Value of the label `cloud.google.com/gke-accelerator`. */
    accelerator: z.string().default('nvidia-h100-80gb'),
    /** Memory for ancillary data of one socket: the plugin's completions arrive in it. Unit: bytes. */
    optmemMaxBytes: z.int().min(20480).default(131072),
    deviceInjector: deviceInjector.prefault({}),
    /** The four data networks. @default - none; they are made elsewhere */
    networks: gkeNetworks,
  })
  .superRefine(({ networks }, context) => {
    const count = Object.keys(networks).length;
    if (count > 0 && count !== NICS)
      context.addIssue({
        code: 'custom',
        path: ['networks'],
        message: `a3-highgpu-8g has ${NICS} GPU NICs and needs as many networks, not ${count}`,
      });
  });

export type GkeTcpxProps = z.input<typeof props>;

/**
 * GPUDirect-TCPX on GKE a3-highgpu-8g: the NCCL plugin on every node, its socket memory, and the device injector.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpx
 */
export class GkeTcpx extends Construct {
  constructor(scope: Construct, id: string, input: GkeTcpxProps) {
    super(scope, id);
    const { namespace, cluster, accelerator, networks, ...p } = parseProps('gke-tcpx', props, input);
    const accelerators = [accelerator];
    nodeDaemon(this, 'Installer', {
      name: 'nccl-tcpx-installer',
      namespace,
      accelerators,
      cluster,
      initContainers: [
        privileged(
          'install-plugin',
          p.pluginImage,
          [
            'set -e',
            `echo ${p.optmemMaxBytes} > /proc/sys/net/core/optmem_max`,
            'sh /scripts/container_entry.sh install --install-nccl',
            'mkdir -p /host/nvidia/lib64',
            'cp -a /var/lib/tcpx/lib64/. /host/nvidia/lib64/',
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

export const gkeTcpx = defineComponent({
  name: 'gke-tcpx',
  title: 'GPUDirect-TCPX on GKE',
  summary: 'NCCL plugin, socket memory and networks of a3-highgpu-8g nodes.',
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
      source: 'https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpx',
    })),
  readiness: ({ namespace, deviceInjector: { enabled } }) =>
    ['nccl-tcpx-installer', ...(enabled ? ['device-injector'] : [])].map((name) => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name,
      namespace,
      needsNodes: true,
    })),
  create: (scope, id, input) => new GkeTcpx(scope, id, input),
});
