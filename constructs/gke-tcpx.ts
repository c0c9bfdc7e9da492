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

const TCPX: Gpudirect = { protocol: 'tcpx', machine: 'a3-highgpu-8g', nics: 4 };

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
  .superRefine(oneNetworkEach(TCPX));

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
    const parsed = parseProps('gke-tcpx', props, input);
    emitGpudirect(this, TCPX, parsed, {
      lines: [`echo ${parsed.optmemMaxBytes} > /proc/sys/net/core/optmem_max`],
    });
  }
}

export const gkeTcpx = defineComponent({
  name: 'gke-tcpx',
  title: 'GPUDirect-TCPX on GKE',
  summary: 'NCCL plugin, socket memory and networks of a3-highgpu-8g nodes.',
  homepage: 'https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx',
  props,
  after: ['gpu-operator'],
  claims: gpudirectClaims,
  scheduling: { system: [], accelerated: ['spec.template.spec.tolerations'] },
  images: (p) => gpudirectImages(TCPX, p),
  readiness: (p) => gpudirectReadiness(TCPX, p),
  create: (scope, id, input) => new GkeTcpx(scope, id, input),
});
