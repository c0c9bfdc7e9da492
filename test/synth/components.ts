import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { z } from 'zod';
import { traced } from '../../src/contract/attribution.ts';
import { type Component, componentProps, parseProps } from '../../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../../src/contract/helm-chart.ts';
import { phase } from '../../src/contract/phase.ts';

const plain = componentProps.extend({ claims: z.array(z.string()).default([]) });

/** A component that makes one ConfigMap, and claims what its props say. */
export function simple(name: string, more: Partial<Component> = {}): Component {
  return {
    name,
    title: name,
    summary: `${name}.`,
    homepage: 'https://example.com',
    props: plain,
    claims: (props) => (props as z.output<typeof plain>).claims,
    create: (scope, id, input) => {
      const { namespace } = parseProps(name, plain, input);
      const own = new Construct(scope, id);
      new ApiObject(own, 'Map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
      return own;
    },
    ...more,
  };
}

const withChart = componentProps.extend({
  chart: helmChartRef,
  driver: z.strictObject({ version: z.string().default('580') }).prefault({}),
});

/** A component with a chart, an object before it and one after. */
export const charted: Component = {
  name: 'charted',
  title: 'Charted',
  summary: 'charted.',
  homepage: 'https://example.com',
  props: withChart,
  supports: '>= 1.0 < 2',
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => {
    const p = parseProps('charted', withChart, input);
    const own = new Construct(scope, id);
    const by = traced(p);
    new ApiObject(phase(own, 'before'), 'Quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: p.namespace },
    });
    new HelmChart(own, 'Chart', {
      ...p.chart,
      release: 'charted',
      namespace: p.namespace,
      values: { driver: { version: by((q) => q.driver.version) } },
      raw: p.values,
    });
    new ApiObject(phase(own, 'after'), 'Policy', {
      apiVersion: 'x.dev/v1',
      kind: 'Policy',
      metadata: { name: 'p' },
      spec: { b: 1, a: 2 },
    });
    return own;
  },
};

export const CHART = { repository: 'https://charts.example.com', name: 'charted', version: '1.2.3' };
