import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { emitGkeNetworks, gkeNetworks } from './gke-fabric/networks.ts';
import { nodeDaemon, pause, pauseImage, pinnedImage, privileged } from './gke-fabric/node-daemon.ts';

/** Plugin image and accelerators of each architecture: A3 Ultra and A4 are x86, A4X is Grace. */
const BY_ARCHITECTURE = {
  amd64: {
    image: 'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib:v1.1.1',
    accelerators: ['nvidia-h200-141gb', 'nvidia-b200'],
  },
  arm64: {
    image: 'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib-arm64:v1.1.0',
    accelerators: ['nvidia-gb200'],
  },
} as const;

const props = componentProps.extend({
  /** NCCL gIB plugin for RoCE. @default - the release for the cluster's architecture */
  pluginImage: pinnedImage.optional(),
  pauseImage,
  /** Values of the label `cloud.google.com/gke-accelerator`. @default - H200 and B200, or GB200 on Arm */
  accelerators: z.array(z.string()).min(1).optional(),
  /** RDMA networks, and the second gVNIC with `deviceMode: NetDevice`. @default - none; they are made elsewhere, or DRANET replaces them */
  networks: gkeNetworks,
});

export type GkeRdmaProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * RDMA over RoCE on GKE A3 Ultra, A4 and A4X: the NCCL gIB plugin on every node.
 *
 * Jobs mount `/home/kubernetes/bin/gib` and source the plugin's own settings; NCCL of their image must be one that it supports.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-rdma
 */
export class GkeRdma extends Construct {
  constructor(scope: Construct, id: string, input: GkeRdmaProps) {
    super(scope, id);
    const parsed = parseProps('gke-rdma', props, input);
    const { namespace, cluster } = parsed;
    nodeDaemon(this, 'Installer', {
      name: 'nccl-rdma-installer',
      namespace,
      accelerators: parsed.accelerators ?? BY_ARCHITECTURE[cluster.architecture].accelerators,
      architecture: cluster.architecture,
      cluster,
      initContainers: [
        privileged(
          'install-plugin',
          imageOf(parsed),
          [
            'set -e',
            'sh /scripts/container_entry.sh install',
            'cp -a /var/lib/gib/. /host/gib/',
            'cp -a /var/lib/gib/lib64/. /host/lib64/',
          ],
          { libraries: '/host/lib64', gib: '/host/gib' },
        ),
      ],
      containers: [pause(parsed.pauseImage)],
      hostPaths: { libraries: '/home/kubernetes/bin/nvidia/lib64', gib: '/home/kubernetes/bin/gib' },
    });
    emitGkeNetworks(this, parsed.networks, 'RDMA');
  }
}

const imageOf = ({ pluginImage, cluster }: Parsed): string =>
  pluginImage ?? BY_ARCHITECTURE[cluster.architecture].image;

export const gkeRdma = defineComponent({
  name: 'gke-rdma',
  title: 'RDMA on GKE',
  summary: 'NCCL gIB plugin and RDMA networks of A3 Ultra, A4 and A4X nodes.',
  homepage: 'https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom',
  props,
  after: ['gpu-operator'],
  claims: () => ['gke-fabric'],
  scheduling: { system: [], accelerated: ['spec.template.spec.tolerations'] },
  images: (p) =>
    [imageOf(p), p.pauseImage].map((image) => ({
      image,
      architectures: [p.cluster.architecture],
      nodeSide: true,
      source: 'https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-rdma',
    })),
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'nccl-rdma-installer', namespace, needsNodes: true },
  ],
  create: (scope, id, input) => new GkeRdma(scope, id, input),
});
