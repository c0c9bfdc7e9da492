import { Construct } from 'constructs';
import type * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { GitSource, gitSourceRef, noValues } from '../src/contract/git-source.ts';
import { crdsReady } from '../src/contract/readiness.ts';

/** The kinds of the standard channel, which the folder's kustomization lists. */
const CRDS = ['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants'];

const props = componentProps.extend({
  /** Repository, release and folder with the CRDs. No default: base.yaml names them. */
  git: gitSourceRef,
  values: noValues,
});

export type GatewayApiCrdsProps = z.input<typeof props>;

/**
 * Gateway API CRDs of the standard channel. One copy and one channel in a cluster: GKE brings its own.
 *
 * Some pass the size of a client-side apply annotation, so they must be applied server-side.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://gateway-api.sigs.k8s.io/guides/
 */
export class GatewayApiCrds extends Construct {
  constructor(scope: Construct, id: string, input: GatewayApiCrdsProps) {
    super(scope, id);
    const { git } = parseProps('gateway-api-crds', props, input);
    new GitSource(this, 'Git', git);
  }
}

export const gatewayApiCrds = defineComponent({
  name: 'gateway-api-crds',
  title: 'Gateway API CRDs',
  summary: 'Gateway, HTTPRoute and GRPCRoute, before every gateway controller.',
  homepage: 'https://gateway-api.sigs.k8s.io/',
  props,
  claims: () => ['gateway-api-crds'],
  readiness: () => crdsReady(CRDS.map((name) => `${name}.gateway.networking.k8s.io`)),
  create: (scope, id, input) => new GatewayApiCrds(scope, id, input),
});
