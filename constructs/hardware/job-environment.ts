import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';
import { kubeObject } from '../../src/contract/kube-object.ts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Props that every hardware component has. */
export const hardwareProps = {
  /** Namespaces of jobs: each gets the ConfigMap. @default - the component's own */
  namespaces: z.array(z.string().regex(DNS_LABEL, 'a namespace is a DNS label')).min(1).optional(),
  /** Variables to add or change; null takes one away. */
  environment: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'a variable name'), z.string().nullable()).default({}),
};

/**
 * A ConfigMap whose keys are environment variables, in each namespace: jobs take them with `envFrom`.
 *
 * What the user gives comes last; null takes a variable away.
 */
export function publishEnvironment(
  scope: Construct,
  name: string,
  namespaces: readonly string[],
  variables: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): void {
  const merged = Object.entries({ ...variables, ...changes }).filter(
    (pair): pair is [string, string] => pair[1] !== null,
  );
  const data = Object.fromEntries(merged.sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const namespace of namespaces) {
    kubeObject(scope, `Environment-${namespace}`, 'ConfigMap', { metadata: { name, namespace }, data });
  }
}

/** Node labels from the widest group of nodes to the node, for KAI's topology-aware scheduling; only where KAI is in the cluster. */
export function publishTopology(
  scope: Construct,
  name: string,
  levels: readonly string[],
  cluster: ClusterContext,
): void {
  if (!cluster.components.includes('kai-scheduler')) return;
  // Cluster-scoped: no namespace.
  new ApiObject(scope, 'Topology', {
    apiVersion: 'kai.scheduler/v1alpha1',
    kind: 'Topology',
    metadata: { name },
    spec: { levels: levels.map((nodeLabel) => ({ nodeLabel })) },
  });
}

/** Label keys of a topology, widest first. The last one is the node itself. */
export const topologyLevels = z.array(z.string().min(1)).min(1).max(16);
