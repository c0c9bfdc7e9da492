import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { crdsReady } from '../src/contract/readiness.ts';

/** The resources of group monitoring.coreos.com in operator v0.93, by the chart's own keys. */
const CRDS = [
  'alertmanagerconfigs',
  'alertmanagers',
  'podmonitors',
  'probes',
  'prometheusagents',
  'prometheuses',
  'prometheusrules',
  'scrapeconfigs',
  'servicemonitors',
  'thanosrulers',
] as const;

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  /** CRDs that somebody else brings already; the rest is installed. @default - all are installed */
  without: z.array(z.enum(CRDS)).default([]),
  /** The CRDs, and with them every monitor and rule, outlive the release. */
  keep: z.boolean().default(true),
});

export type PrometheusOperatorCrdsProps = z.input<typeof props>;

/**
 * CRDs of the Prometheus operator, apart from the operator: everything that makes a ServiceMonitor comes after them.
 *
 * They pass the size of a client-side apply annotation, so they must be applied server-side.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-operator-crds
 */
export class PrometheusOperatorCrds extends Construct {
  constructor(scope: Construct, id: string, input: PrometheusOperatorCrdsProps) {
    super(scope, id);
    const parsed = parseProps('prometheus-operator-crds', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'prometheus-operator-crds',
      namespace,
      raw,
      values: {
        crds: {
          annotations: by((p) => (p.keep ? { 'helm.sh/resource-policy': 'keep' } : undefined)),
          ...Object.fromEntries(CRDS.map((name) => [name, { enabled: by((p) => !p.without.includes(name)) }])),
        },
      },
    });
  }
}

export const prometheusOperatorCrds = defineComponent({
  name: 'prometheus-operator-crds',
  title: 'Prometheus operator CRDs',
  summary: 'ServiceMonitor, PodMonitor and rule kinds, before everything that is monitored.',
  homepage: 'https://prometheus-operator.dev/docs/api-reference/api/',
  props,
  supports: '>= 31.0 < 32.0',
  claims: () => ['prometheus-operator-crds'],
  readiness: ({ without }) =>
    crdsReady(CRDS.filter((name) => !without.includes(name)).map((name) => `${name}.monitoring.coreos.com`)),
  create: (scope, id, input) => new PrometheusOperatorCrds(scope, id, input),
});
