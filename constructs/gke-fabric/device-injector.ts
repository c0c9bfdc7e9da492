import type { Construct } from 'constructs';
import * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';
import { nodeDaemon, pinnedImage } from './node-daemon.ts';

/**
 * NRI device injector: gives devices to the side-car of a pod by annotation, without making it privileged.
 *
 * Needs NRI in containerd, which GKE turns on from 1.29.
 */
export const deviceInjector = z.strictObject({
  enabled: z.boolean().default(true),
  /** @see https://github.com/GoogleCloudPlatform/container-engine-accelerators/blob/master/nri_device_injector/nri-device-injector.yaml */
  image: pinnedImage.default(
    'gcr.io/gke-release/nri-device-injector@sha256:6e79483d52abdc28454bf186320b10a56b0f117a10e8d65d5c74dbb821a76970',
  ),
});

export function emitDeviceInjector(
  scope: Construct,
  { image, enabled }: z.output<typeof deviceInjector>,
  where: { readonly namespace: string; readonly accelerators: readonly string[]; readonly cluster: ClusterContext },
): void {
  if (!enabled) return;
  nodeDaemon(scope, 'DeviceInjector', {
    ...where,
    name: 'device-injector',
    containers: [
      {
        name: 'device-injector',
        image,
        securityContext: { privileged: true },
        resources: { requests: { cpu: '150m' } },
        volumeMounts: [
          { name: 'dev', mountPath: '/dev' },
          { name: 'nri', mountPath: '/var/run/nri' },
        ],
      },
    ],
    hostPaths: { dev: '/dev', nri: '/var/run/nri' },
  });
}
