import { Construct } from 'constructs';
import type * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { crdsReady } from '../src/contract/readiness.ts';

/** The kinds of kgateway 2.0, all of group gateway.kgateway.dev. */
const CRDS = [
  'backends',
  'directresponses',
  'gatewayextensions',
  'gatewayparameters',
  'httplistenerpolicies',
  'trafficpolicies',
];

const props = componentProps.extend({
  /** Helm chart; its version is that of kgateway itself. No default: base.yaml names it. */
  chart: helmChartRef,
});

export type KgatewayCrdsProps = z.input<typeof props>;

/**
 * CRDs of kgateway. The chart reads no value at all: what `values` names would have no effect and is refused by the check of raw values.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://kgateway.dev/docs/
 */
export class KgatewayCrds extends Construct {
  constructor(scope: Construct, id: string, input: KgatewayCrdsProps) {
    super(scope, id);
    const { namespace, chart, values: raw } = parseProps('kgateway-crds', props, input);
    new HelmChart(this, 'Chart', { ...chart, release: 'kgateway-crds', namespace, raw, values: {} });
  }
}

export const kgatewayCrds = defineComponent({
  name: 'kgateway-crds',
  title: 'kgateway CRDs',
  summary: 'Kinds of kgateway, before its controller.',
  homepage: 'https://kgateway.dev/docs/',
  props,
  supports: '>= 2.0.5 < 2.1',
  requires: ['gateway-api-crds'],
  claims: () => ['kgateway-crds'],
  readiness: () => crdsReady(CRDS.map((name) => `${name}.gateway.kgateway.dev`)),
  create: (scope, id, input) => new KgatewayCrds(scope, id, input),
});
