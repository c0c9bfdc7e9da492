import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { Nvsentinel, type NvsentinelProps, nvsentinel } from '../../constructs/nvsentinel.ts';
import { HelmChart, type HelmRelease } from '../../src/contract/helm-chart.ts';
import { parsePath, valueAt } from '../../src/path.ts';

const pin = { repository: 'oci://ghcr.io/nvidia', name: 'nvsentinel', version: 'v1.19.0' };
type Props = Partial<NvsentinelProps>;

const release = (props: Props = {}): HelmRelease => {
  const chart = new Chart(new App(), 'nvs');
  new Nvsentinel(chart, 'nvs', { namespace: 'nvsentinel', chart: pin, ...props });
  const found = HelmChart.in(chart);
  if (!found) throw new Error('no Helm release was recorded');
  return found.record;
};
const value = (path: string, props?: Props): unknown => valueAt(release(props).values, parsePath(path) ?? []);

const mongo = { provider: 'mongodb' as const, uriSecret: 'mongo' };
const acting = (more: object = {}) => ({
  enabled: true,
  datastore: mongo,
  csp: { provider: 'generic' as const },
  ...more,
});

it.each<[string, unknown, Props, unknown]>([
  ['global.image.tag', 'v1.19.0', { chart: { ...pin, version: 'v1.19.1' } }, 'v1.19.1'],
  ['global.dryRun', true, { remediation: { dryRun: false } }, false],
  ['global.dcgm.mode', 'operator-service', { dcgm: { mode: 'embedded-mode' } }, 'embedded-mode'],
  [
    'global.dcgm.service',
    { endpoint: 'nvidia-dcgm.gpu-operator.svc', port: 5555 },
    { cluster: { namespaces: { 'gpu-operator': 'nvidia' } } },
    { endpoint: 'nvidia-dcgm.nvidia.svc', port: 5555 },
  ],
  ['global.dcgm.service.port', 5555, { dcgm: { port: 5556 } }, 5556],
  ['global.dcgm.service.endpoint', 'nvidia-dcgm.gpu-operator.svc', { dcgm: { endpoint: 'dcgm.x' } }, 'dcgm.x'],
  [
    'global.dcgm.externalHostengine',
    undefined,
    { dcgm: { mode: 'external-hostengine' } },
    { endpoint: 'localhost', port: 5555 },
  ],
  ['global.imagePullSecrets', undefined, { cluster: { pullSecrets: ['ghcr'] } }, [{ name: 'ghcr' }]],
  ['global.systemNodeSelector', undefined, { cluster: { systemNodes: { selector: { a: 'b' } } } }, { a: 'b' }],
  [
    'global.systemNodeTolerations',
    [],
    { cluster: { systemNodes: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } } },
    [{ key: 'dedicated', operator: 'Exists' }],
  ],
  ['global.gpuHealthMonitor.enabled', true, { monitors: { gpu: false } }, false],
  ['global.syslogHealthMonitor.enabled', true, { monitors: { syslog: false } }, false],
  ['global.nicHealthMonitor.enabled', false, { monitors: { nic: true } }, true],
  ['global.labeler.enabled', true, { labeler: false }, false],
  ['global.metadataCollector.enabled', true, { metadataCollector: { enabled: false } }, false],
  [
    'metadata-collector.runtimeClassName',
    'nvidia',
    { metadataCollector: { runtimeClassName: 'nvidia-cdi' } },
    'nvidia-cdi',
  ],
  ['labeler.assumeDriverInstalled', false, { cluster: { ownership: { driver: 'provider' } } }, true],
  ['networkPolicy.enabled', false, { networkPolicy: true }, true],
  ['podMonitor.enabled', false, { cluster: { components: ['prometheus-operator-crds'] } }, true],
  ['podMonitor.enabled', false, { podMonitor: { enabled: true } }, true],
  ['podMonitor.interval', '30s', { podMonitor: { intervalSeconds: 60 } }, '60s'],
  [
    'platformConnector.resources.requests',
    { cpu: '200m', memory: '512Mi' },
    { platformConnector: { requests: { cpu: '100m', memory: '256Mi' } } },
    { cpu: '100m', memory: '256Mi' },
  ],
  [
    'platformConnector.resources.limits',
    { cpu: '200m', memory: '512Mi' },
    { platformConnector: { limits: { cpu: '1', memory: '1Gi' } } },
    { cpu: '1', memory: '1Gi' },
  ],
  ...['faultQuarantine', 'nodeDrainer', 'faultRemediation', 'janitor', 'janitorProvider'].map(
    (name): [string, unknown, Props, unknown] => [`global.${name}.enabled`, false, { remediation: acting() }, true],
  ),
  [
    'global.datastore',
    undefined,
    { remediation: acting() },
    {
      provider: 'mongodb',
      connection: { database: 'HealthEventsDatabase' },
      credentialsFromSecret: { name: 'mongo' },
    },
  ],
  [
    'global.datastore',
    undefined,
    { remediation: acting({ datastore: { provider: 'postgresql', host: 'db', username: 'nvs' } }) },
    {
      provider: 'postgresql',
      connection: { host: 'db', port: 5432, database: 'nvsentinel', username: 'nvs', sslmode: 'verify-full' },
    },
  ],
  ['fault-quarantine.circuitBreaker.percentage', undefined, { remediation: acting({ circuitBreakerPercent: 10 }) }, 10],
  ['node-drainer.evictionTimeoutInSeconds', undefined, { remediation: acting() }, '60'],
  ['node-drainer.deleteAfterTimeoutMinutes', undefined, { remediation: acting({ deleteAfterTimeoutMinutes: 5 }) }, 5],
  [
    'node-drainer.userNamespaces',
    undefined,
    { remediation: acting({ drain: { '*': 'AllowCompletion', batch: 'Immediate' } }) },
    [
      { name: '*', mode: 'AllowCompletion' },
      { name: 'batch', mode: 'Immediate' },
    ],
  ],
  [
    'node-drainer.systemNamespaces',
    undefined,
    { remediation: acting(), cluster: { namespaces: { nodewright: 'nodewright', a: 'gpu-operator' } } },
    '^(gpu-operator|kube-system|nodewright|nvsentinel)$',
  ],
  ['fault-remediation.tolerations', undefined, { remediation: acting() }, []],
  [
    'janitor.config.cspProviderHost',
    undefined,
    { namespace: 'health', remediation: acting() },
    'janitor-provider.health.svc.cluster.local:50051',
  ],
  [
    'janitor-provider.csp',
    undefined,
    {
      cluster: { region: 'eu-west-1' },
      remediation: acting({ csp: { provider: 'aws', accountId: '1', iamRoleName: 'r' } }),
    },
    { provider: 'aws', aws: { accountId: '1', iamRoleName: 'r', region: 'eu-west-1' } },
  ],
  [
    'janitor-provider.csp',
    undefined,
    {
      cluster: { region: 'westeurope' },
      remediation: acting({
        csp: { provider: 'azure', subscriptionId: 's', resourceGroup: 'g', clientId: 'c' },
      }),
    },
    { provider: 'azure', azure: { subscriptionId: 's', resourceGroup: 'g', clientId: 'c', location: 'westeurope' } },
  ],
])('%s is %j, and follows its prop', (path, standard, props, other) => {
  expect(value(path)).toEqual(standard);
  expect(value(path, props)).toEqual(other);
});

it('tolerates everything, because its daemons must see every node', () => {
  expect(value('global.tolerations')).toEqual([{ operator: 'Exists' }]);
  expect(() => release({ values: { global: { tolerations: [] } } })).toThrow(
    'VALUE_OWNED at values.global.tolerations\n  the construct of nvsentinel sets global.tolerations itself\n  hint: remove it: the construct fixes global.tolerations',
  );
});

it.each([
  ['platformConnector', 'platform-connectors'],
  ['gpu-health-monitor', 'gpu-health-monitor'],
  ['syslog-health-monitor', 'syslog-health-monitor'],
  ['labeler', 'labeler'],
  ['metadata-collector', 'metadata-collector'],
  ['janitor', 'janitor'],
  ['janitor.config.controllers.gpuReset.resetJob', 'gpu-reset'],
])('%s comes from the mirror', (path, name) => {
  expect(
    value(`${path}.image.repository`, { remediation: acting(), cluster: { registryMirror: 'm.example.com' } }),
  ).toBe(`m.example.com/ghcr.io/nvidia/nvsentinel/${name}`);
});

it('sets up an external MongoDB with an image from the mirror', () => {
  expect(
    value('global.datastore.setupJob.image.repository', {
      remediation: acting(),
      cluster: { registryMirror: 'm.example.com' },
    }),
  ).toBe('m.example.com/ghcr.io/rtsp/docker-mongosh');
});

it.each<[Props, string[]]>([
  [{}, ['labeler', 'platform-connectors', 'gpu-health-monitor-dcgm-4.x']],
  [{ labeler: false, monitors: { gpu: false } }, ['platform-connectors']],
  [
    { remediation: acting(), monitors: { gpu: false } },
    [
      'labeler',
      'fault-quarantine',
      'node-drainer',
      'fault-remediation',
      'janitor',
      'janitor-provider',
      'platform-connectors',
    ],
  ],
])('with %j it is ready when its modules are', (props, names) => {
  const parsed = nvsentinel.props.parse({ namespace: 'nvsentinel', chart: pin, ...props });
  expect(nvsentinel.readiness?.(parsed).map(({ name }) => name)).toEqual(names);
  expect(nvsentinel.images?.(parsed).every(({ architectures }) => architectures.includes('arm64'))).toBe(true);
});

it.each<[Props, string]>([
  [
    { remediation: { enabled: true } },
    'PROPS_INVALID at components.nvsentinel.remediation.datastore\n  is missing: remediation keeps its events in a database\nPROPS_INVALID at components.nvsentinel.remediation.csp\n  is missing: remediation reboots and replaces machines by the cloud',
  ],
  [
    { remediation: acting(), cluster: { components: ['nvsentinel'] } },
    "PROPS_INVALID at components.nvsentinel.remediation.enabled\n  got true: the janitor's certificates need the component cert-manager",
  ],
  [
    { remediation: { circuitBreakerPercent: 0 } },
    'PROPS_INVALID at components.nvsentinel.remediation.circuitBreakerPercent',
  ],
  [
    { values: { networkPolicy: { enabled: true } } },
    'VALUE_OWNED at values.networkPolicy.enabled\n  the construct of nvsentinel sets networkPolicy.enabled itself\n  hint: set networkPolicy instead',
  ],
])('refuses %j', (props, message) => {
  expect(() => release(props)).toThrow(message);
});
