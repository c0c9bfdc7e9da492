import { join } from '../expression.ts';
import type { EksControlPlane } from './control-plane.ts';
import type { EksInput } from './input.ts';

/** Asks the AWS command line for a token at each use: it holds none. */
export function kubeconfig(
  { plan, region }: EksInput,
  { clusterName, endpoint, certificateAuthority }: EksControlPlane,
): object {
  const name = plan.cluster;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: endpoint, 'certificate-authority-data': certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1beta1',
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', join(clusterName), '--region', region],
          },
        },
      },
    ],
  };
}
