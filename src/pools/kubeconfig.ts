import { type Expression, json } from './expression.ts';

/** How `kubectl` asks the cloud's command line for a token; a kubeconfig made of it holds no credentials. */
export interface TokenCommand {
  readonly command: string;
  readonly args?: readonly (string | Expression)[];
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
  readonly provideClusterInfo?: boolean;
  readonly installHint?: string;
}

/** Where a cluster answers: `endpoint` is a URL, `certificateAuthority` is base64 of a PEM file. */
export interface ClusterAddress {
  readonly endpoint: Expression;
  readonly certificateAuthority: Expression;
}

/** A kubeconfig with one context, as JSON, which is YAML too. */
export const kubeconfig = (
  name: string,
  { endpoint, certificateAuthority }: ClusterAddress,
  token: TokenCommand,
): Expression =>
  json({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: endpoint, 'certificate-authority-data': certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
    users: [{ name, user: { exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', ...token } } }],
  });
