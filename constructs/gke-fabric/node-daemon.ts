import type { Construct } from 'constructs';
import * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';
import { type KubeProps, kubeObject } from '../../src/contract/kube-object.ts';
import { mirrored } from '../../src/contract/mirror.ts';

type PodSpec = NonNullable<NonNullable<KubeProps<'DaemonSet'>['spec']>['template']['spec']>;
export type Container = NonNullable<PodSpec['initContainers']>[number];

/** An image that stays: a tag other than latest, or a digest. */
export const pinnedImage = z
  .string()
  .regex(
    /^[^\s@]+(:(?!latest$)[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64}|:[\w][\w.-]*@sha256:[0-9a-f]{64})$/,
    'an image with a tag or digest; latest moves',
  );

/** Keeps the pod alive once the work is done. Digest as GKE's own daemons use it. */
export const pauseImage = pinnedImage.default(
  'gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
);

interface NodeDaemon {
  readonly name: string;
  readonly namespace: string;
  /** Values of the label `cloud.google.com/gke-accelerator`. */
  readonly accelerators: readonly string[];
  readonly architecture?: 'amd64' | 'arm64';
  readonly cluster: ClusterContext;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  /** Volume name → folder of the host. */
  readonly hostPaths: Readonly<Record<string, string>>;
}

/** A DaemonSet that prepares the host of GKE GPU nodes: host network and processes, privileged containers. */
export function nodeDaemon(scope: Construct, id: string, daemon: NodeDaemon): void {
  const { name, namespace, accelerators, architecture, cluster, containers, initContainers, hostPaths } = daemon;
  const labels = { 'app.kubernetes.io/name': name };
  const arch = architecture ? [{ key: 'kubernetes.io/arch', operator: 'In', values: [architecture] }] : [];
  const own = ({ image, ...rest }: Container): Container => ({ ...rest, image: mirroredImage(cluster, image ?? '') });
  kubeObject(scope, id, 'DaemonSet', {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: 'system-node-critical',
          hostNetwork: true,
          hostPID: true,
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  {
                    matchExpressions: [
                      { key: 'cloud.google.com/gke-accelerator', operator: 'In', values: accelerators },
                      ...arch,
                    ],
                  },
                ],
              },
            },
          },
          tolerations: cluster.gpuNodes.tolerations,
          ...(cluster.pullSecrets.length > 0
            ? { imagePullSecrets: cluster.pullSecrets.map((secret) => ({ name: secret })) }
            : {}),
          ...(initContainers ? { initContainers: initContainers.map(own) } : {}),
          containers: containers.map(own),
          volumes: Object.entries(hostPaths).map(([volume, path]) => ({
            name: volume,
            hostPath: { path, ...(path.startsWith('/home/') ? { type: 'DirectoryOrCreate' } : {}) },
          })),
        },
      },
    },
  });
}

/** Hosts are part of the names here: `docker.io` is never left out. */
const mirroredImage = (cluster: ClusterContext, image: string): string => mirrored(cluster, image) ?? image;

export const pause = (image: string): Container => ({
  name: 'pause',
  image,
  resources: { requests: { cpu: '10m', memory: '16Mi' } },
});

/** Runs a shell text in a privileged container. */
export const privileged = (
  name: string,
  image: string,
  script: readonly string[],
  mounts: Record<string, string>,
): Container => ({
  name,
  image,
  command: ['/bin/sh', '-c'],
  args: [`${script.join('\n')}\n`],
  securityContext: { privileged: true },
  resources: { requests: { cpu: '150m' } },
  volumeMounts: Object.entries(mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
});
