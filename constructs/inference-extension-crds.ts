import { Construct } from 'constructs';
import type * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { GitSource, gitSourceRef, noValues } from '../src/contract/git-source.ts';
import { crdsReady } from '../src/contract/readiness.ts';

/** The kinds of release 0.5, all of group inference.networking.x-k8s.io; 1.0 moves InferencePool to inference.networking.k8s.io. */
const CRDS = ['inferencepools', 'inferencemodels'];

const props = componentProps.extend({
  /**
   * Repository, release and folder with the CRDs. No default: base.yaml names them.
   *
   * The release must be that of the gateway: kgateway 2.0.5 is built with 0.5.1 and does not know the group of 1.0.
   */
  git: gitSourceRef,
  values: noValues,
});

export type InferenceExtensionCrdsProps = z.input<typeof props>;

/**
 * CRDs of the Gateway API inference extension: pools of model servers as backends of routes.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://gateway-api-inference-extension.sigs.k8s.io/
 */
export class InferenceExtensionCrds extends Construct {
  constructor(scope: Construct, id: string, input: InferenceExtensionCrdsProps) {
    super(scope, id);
    const { git } = parseProps('inference-extension-crds', props, input);
    new GitSource(this, 'Git', git);
  }
}

export const inferenceExtensionCrds = defineComponent({
  name: 'inference-extension-crds',
  title: 'Gateway API inference extension CRDs',
  summary: 'InferencePool and InferenceModel, before a gateway that routes to model servers.',
  homepage: 'https://gateway-api-inference-extension.sigs.k8s.io/',
  props,
  claims: () => ['inference-extension-crds'],
  readiness: () => crdsReady(CRDS.map((name) => `${name}.inference.networking.x-k8s.io`)),
  create: (scope, id, input) => new InferenceExtensionCrds(scope, id, input),
});
