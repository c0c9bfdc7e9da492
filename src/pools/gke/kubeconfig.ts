import type { Expression } from '../expression.ts';

/** A kubeconfig without credentials: whoever uses it asks Google for a token of their own. */
export const kubeconfig = (
  name: string,
  { endpoint, certificateAuthority }: { readonly endpoint: Expression; readonly certificateAuthority: Expression },
): object => ({
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
          command: 'gke-gcloud-auth-plugin',
          provideClusterInfo: true,
          interactiveMode: 'IfAvailable',
          installHint: 'gcloud components install gke-gcloud-auth-plugin',
        },
      },
    },
  ],
});
