import type { ChartIndex, KindIndex, Upstream } from '../../src/synth/upstream.ts';

const source = { repository: 'https://example.com', ref: 'v1', path: 'x' };
const anything = { type: 'object', preserveUnknown: true } as const;
const strings = { type: 'object', additionalProperties: { type: 'string' } } as const;

/** Two charts and four kinds: enough for every check, and small enough to read. */
export function fakeUpstream(more: { readonly kubeVersion?: string } = {}): Upstream {
  const kind = (apiVersion: string, name: string, namespaced: boolean, fields = {}): KindIndex => ({
    apiVersion,
    kind: name,
    namespaced,
    source,
    schema: {
      type: 'object',
      properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: anything, ...fields },
    },
  });
  const kinds = [
    kind('v1', 'ConfigMap', true, { data: strings }),
    kind('v1', 'Secret', true, { data: strings, stringData: strings }),
    kind('v1', 'Namespace', false),
    kind('v1', 'ResourceQuota', true, { spec: anything }),
    kind('x.dev/v1', 'Policy', false, { spec: anything }),
    kind('x.dev/v1beta1', 'Policy', false, { spec: anything }),
  ];
  const charts: ChartIndex[] = [
    {
      chart: 'charted',
      version: '1.2.3',
      source,
      ...more,
      paths: {
        driver: { version: 'read string', enabled: 'read boolean' },
        replicas: 'read number',
        tolerations: 'open',
        env: 'open',
      },
    },
  ];
  return {
    chart: (name, version) => charts.find((c) => c.chart === name && c.version === version),
    kind: (apiVersion, name) => kinds.find((k) => k.apiVersion === apiVersion && k.kind === name),
    charts: () => charts.map(({ chart, version }) => ({ name: chart, version })),
    definition: () => undefined,
  };
}
