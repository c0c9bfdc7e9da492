import { expect, it } from 'vitest';
import { JobSet, type JobSetProps, jobset } from '../../constructs/jobset.ts';
import { valueAt } from '../../src/path.ts';
import { problemOf } from './problem-of.ts';
import { releaseOf } from './release-of.ts';

type Extra = Partial<JobSetProps>;
const base = {
  namespace: 'jobset-system',
  chart: { repository: 'oci://registry.k8s.io/jobset/charts', name: 'jobset', version: '0.12.0' },
} as const;
const build = (extra: Extra = {}) => releaseOf((scope) => new JobSet(scope, 'X', { ...base, ...extra })).release;
const at = (extra: Extra, path: string) => valueAt(build(extra).values, path.split('.'));
const dedicated = { key: 'dedicated', operator: 'Exists' as const };
const monitored = { components: ['prometheus-operator-crds'] };
const image = 'registry.k8s.io/jobset/jobset';

it.each<[Extra, string, unknown, unknown]>([
  [{ replicas: 2 }, 'controller.replicas', 1, 2],
  [{ replicas: 2 }, 'controller.podDisruptionBudget.enabled', false, true],
  [{ leaderElection: false }, 'controller.leaderElection.enable', true, false],
  [{ requests: { cpu: '1' } }, 'controller.resources.requests', { cpu: '500m', memory: '128Mi' }, { cpu: '1' }],
  [{ limits: { memory: '8Gi' } }, 'controller.resources.limits', { cpu: '2', memory: '4Gi' }, { memory: '8Gi' }],
  [{ apiClient: { queriesPerSecond: 50 } }, 'controller.clientConnection.qps', 500, 50],
  [{ apiClient: { burst: 100 } }, 'controller.clientConnection.burst', 500, 100],
  [{ certificates: 'cert-manager' }, 'certManager.enable', false, true],
  [
    { certificates: 'cert-manager', cluster: { issuer: { name: 'ca' } } },
    'certManager.issuerRef',
    undefined,
    { kind: 'ClusterIssuer', name: 'ca' },
  ],
  [{ cluster: { issuer: { name: 'ca' } } }, 'certManager.issuerRef', undefined, undefined],
  [{ serviceMonitor: true }, 'prometheus.enable', false, true],
  [{ cluster: monitored }, 'prometheus.enable', false, true],
  [{ cluster: monitored, serviceMonitor: false }, 'prometheus.enable', false, false],
  [{ cluster: monitored }, 'prometheus.prometheusNamespace', undefined, 'monitoring'],
  [
    { cluster: { ...monitored, namespaces: { 'kube-prometheus-stack': 'obs' } } },
    'prometheus.prometheusNamespace',
    undefined,
    'obs',
  ],
  [
    { cluster: monitored, certificates: 'cert-manager', prometheusClientSecret: 's' },
    'prometheus.prometheusClientCertSecretName',
    undefined,
    's',
  ],
  [{ cluster: { systemNodes: { selector: { a: 'b' } } } }, 'controller.nodeSelector', undefined, { a: 'b' }],
  [{ cluster: { systemNodes: { tolerations: [dedicated] } } }, 'controller.tolerations', [], [dedicated]],
  [{ cluster: { registryMirror: 'm.example' } }, 'image.repository', image, `m.example/${image}`],
  [{ cluster: { pullSecrets: ['p'] } }, 'image.pullSecrets', undefined, [{ name: 'p' }]],
  [{ chart: { ...base.chart, version: '0.12.1' } }, 'image.tag', 'v0.12.0', 'v0.12.1'],
])('%j sets %s', (extra, path, normal, changed) => {
  expect(at({}, path)).toEqual(normal);
  expect(at(extra, path)).toEqual(changed);
});

it.each<[Extra, string]>([
  [
    { certificates: 'certmanager' as 'cert-manager' },
    'PROPS_INVALID at components.jobset.certificates\n  got "certmanager"; allowed: internal, cert-manager\n  hint: did you mean cert-manager?',
  ],
  [
    { values: { image: { tag: 'main' } } },
    'VALUE_OWNED at values.image.tag\n  the construct of jobset sets image.tag itself\n  hint: set chart.version instead',
  ],
])('refuses %j', (extra, message) => {
  expect(problemOf(() => build(extra))).toBe(message);
});

it('waits for its controller and its CRD', () => {
  expect(jobset.readiness?.(jobset.props.parse(base)).map(({ name }) => name)).toEqual([
    'jobset-controller',
    'jobsets.jobset.x-k8s.io',
  ]);
});
