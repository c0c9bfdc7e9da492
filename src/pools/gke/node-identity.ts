import { sha256 } from '../../hash.ts';
import { type Expression, join } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { GkeInput } from './input.ts';
import type { GcpTypes } from './resource-types.ts';

/** Least that a node needs: to write logs and metrics, and to pull images. Pods have identities of their own. */
const ROLES = {
  'node-logs': 'roles/logging.logWriter',
  'node-metrics': 'roles/monitoring.metricWriter',
  'node-monitoring': 'roles/monitoring.viewer',
  'node-metadata': 'roles/stackdriver.resourceMetadata.writer',
  'node-images': 'roles/artifactregistry.reader',
} as const;

/** Longest id of a service account. */
const LONGEST_ID = 30;

/** Id of the nodes' service account: the cluster's name, shortened to what is still its own. */
export function nodeAccountId(cluster: string): string {
  const whole = `${cluster}-nodes`;
  if (whole.length <= LONGEST_ID) return whole;
  const end = `-${sha256(cluster).slice(0, 6)}-nodes`;
  return `${cluster.slice(0, LONGEST_ID - end.length)}${end}`;
}

/** One service account for all nodes, instead of the project's default one, which may edit everything. */
export function gkeNodeIdentity({ account, plan }: GkeInput): {
  readonly resources: readonly PlannedResource[];
  readonly email: Expression;
  readonly grants: readonly string[];
} {
  const part = new Part<GcpTypes>('node-identity');
  const identity = part.add('gcp:serviceaccount/account:Account', 'node-account', {
    accountId: nodeAccountId(plan.cluster),
    displayName: `Nodes of cluster ${plan.cluster}`,
  });
  const email = output(identity, 'email');
  const grants = Object.entries(ROLES).map(
    ([name, role]) =>
      part.add('gcp:projects/iAMMember:IAMMember', name, {
        project: account.project,
        role,
        member: join('serviceAccount:', email),
      }).name,
  );
  return { resources: part.resources, email, grants };
}
