import type { Bundle, KubeObject } from '../contract/manifests.ts';
import type { Readiness } from '../contract/readiness.ts';
import { compareText } from '../plain.ts';
import { groupOf, kindKey, kindOf } from './object-kind.ts';

/** How a controller knows that an object of a kind works. One rule, two languages: Lua for Argo CD, CEL for Flux. */
export interface HealthRule {
  readonly apiVersion: string;
  readonly kind: string;
  /** A field with a word in it, e.g. `status.state`. */
  readonly field?: { readonly path: string; readonly ready: readonly string[]; readonly failed: readonly string[] };
  /** A condition whose status must be True. `falseFails`: False is an end, not a wait. */
  readonly condition?: { readonly type: string; readonly falseFails: boolean };
  /** A condition with a reason that says that no waiting will help. */
  readonly failedBy?: { readonly type: string; readonly reason: string };
  /** Component whose chart makes such an object, so that nothing in the bundle shows it. */
  readonly chartOf?: string;
  /** It becomes ready only once nodes have joined: nobody waits for that. */
  readonly needsNodes?: boolean;
}

const ready = (type: string, falseFails = true): Pick<HealthRule, 'condition'> => ({ condition: { type, falseFails } });
const state = (path: string, good: string, ...failed: string[]): Pick<HealthRule, 'field'> => ({
  field: { path, ready: [good], failed },
});

/** Words of nodewright's status, operator/api/v1alpha1; paused and disabled are the wish of whoever set them. */
const NODE_TUNING = {
  field: { path: 'status.status', ready: ['complete', 'paused', 'disabled'], failed: ['erroring', 'blocked'] },
  needsNodes: true,
} as const;

/**
 * Kinds that components bring and that neither Argo CD 3.4 nor kstatus understands.
 *
 * ClusterPolicy sets its Error condition also while it only waits for operands (controllers/clusterpolicy_controller.go at
 * v26.3.3), so its reason decides. A ComputeDomain is ready once a workload runs in it, which is none of our business.
 */
const RULES: readonly HealthRule[] = [
  {
    apiVersion: 'nvidia.com/v1',
    kind: 'ClusterPolicy',
    ...state('status.state', 'ready'),
    failedBy: { type: 'Error', reason: 'ReconcileFailed' },
    needsNodes: true,
  },
  { apiVersion: 'nvidia.com/v1alpha1', kind: 'NVIDIADriver', ...state('status.state', 'ready'), needsNodes: true },
  {
    apiVersion: 'mellanox.com/v1alpha1',
    kind: 'NicClusterPolicy',
    ...state('status.state', 'ready', 'error'),
    needsNodes: true,
  },
  ...['MacvlanNetwork', 'HostDeviceNetwork', 'IPoIBNetwork'].map((kind) => ({
    apiVersion: 'mellanox.com/v1alpha1',
    kind,
    ...state('status.state', 'ready', 'error'),
  })),
  { apiVersion: 'nodewright.nvidia.com/v1alpha1', kind: 'NodeWright', ...NODE_TUNING },
  { apiVersion: 'skyhook.nvidia.com/v1alpha1', kind: 'Skyhook', ...NODE_TUNING },
  {
    apiVersion: 'resource.nvidia.com/v1beta1',
    kind: 'ComputeDomain',
    field: { path: 'status.status', ready: ['Ready', 'NotReady'], failed: [] },
    needsNodes: true,
  },
  { apiVersion: 'kai.scheduler/v1', kind: 'Config', ...ready('Ready', false), chartOf: 'kai-scheduler' },
  {
    apiVersion: 'nvidia.com/v1alpha1',
    kind: 'DynamoGraphDeployment',
    ...state('status.state', 'successful', 'failed'),
    needsNodes: true,
  },
  ...['ClusterQueue', 'LocalQueue', 'AdmissionCheck'].map((kind) => ({
    apiVersion: 'kueue.x-k8s.io/v1beta1',
    kind,
    ...ready('Active', false),
  })),
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', ...ready('Accepted') },
];

const RULE_OF = new Map(RULES.map((rule) => [kindKey(kindOf(rule)), rule]));

/** Custom kinds that Argo CD 3.4 judges by itself (resource_customizations at v3.4.4), among those that GPU clusters have. */
const KNOWN_TO_ARGO_CD = new Set([
  'cert-manager.io/Certificate',
  'cert-manager.io/ClusterIssuer',
  'cert-manager.io/Issuer',
  'external-secrets.io/ClusterSecretStore',
  'external-secrets.io/ExternalSecret',
  'external-secrets.io/SecretStore',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/HTTPRoute',
  'karpenter.k8s.aws/EC2NodeClass',
  'karpenter.sh/NodePool',
  'keda.sh/ScaledJob',
  'keda.sh/ScaledObject',
  'monitoring.coreos.com/Prometheus',
  'opentelemetry.io/OpenTelemetryCollector',
]);

/** The rules for the kinds that this very bundle brings, by kind; those of components that are not in the table come from their readiness. */
export function healthRules(bundle: Bundle): HealthRule[] {
  const rules = new Map<string, HealthRule>();
  const brought = [...bundle.units.flatMap((u) => Object.values(u.objects).flat()), ...readinessOf(bundle)];
  for (const thing of brought) {
    const key = kindKey(kindOf(thing));
    if (KNOWN_TO_ARGO_CD.has(key)) continue;
    const row = RULE_OF.get(key);
    if (row) rules.set(key, rules.get(key) ?? { ...row, apiVersion: thing.apiVersion });
  }
  for (const row of RULES) {
    const brings = bundle.units.some(({ component, release }) => release && component === row.chartOf);
    if (brings) rules.set(kindKey(kindOf(row)), rules.get(kindKey(kindOf(row))) ?? row);
  }
  for (const { apiVersion, kind, field, needsNodes } of readinessOf(bundle)) {
    const key = kindKey({ group: groupOf(apiVersion), kind });
    if (!field || rules.has(key) || KNOWN_TO_ARGO_CD.has(key)) continue;
    const { path, failed = [] } = field;
    rules.set(key, {
      apiVersion,
      kind,
      field: { path, ready: [field.ready], failed },
      ...(needsNodes ? { needsNodes } : {}),
    });
  }
  return [...rules].toSorted(([a], [b]) => compareText(a, b)).map(([, rule]) => rule);
}

/** Whether nobody may wait for this object: its component says so, or its kind always needs nodes. */
export function needsNodes(bundle: Bundle): (object: KubeObject) => boolean {
  const named = new Set(
    readinessOf(bundle)
      .filter((r) => r.needsNodes)
      .map(readinessKey),
  );
  return (object) =>
    RULE_OF.get(kindKey(kindOf(object)))?.needsNodes === true || named.has(readinessKey(identityOf(object)));
}

const readinessOf = (bundle: Bundle): Readiness[] => bundle.units.flatMap((unit) => unit.readiness);

/** An object as a readiness names it. */
export const identityOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Identity => ({
  apiVersion,
  kind,
  name,
  namespace,
});

type Identity = Omit<Readiness, 'field' | 'needsNodes'>;

/** Text that is equal for equal objects. */
export function readinessKey({ apiVersion, kind, name, namespace = '' }: Identity): string {
  return `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;
}
