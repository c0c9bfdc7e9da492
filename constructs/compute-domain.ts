import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as z from 'zod';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { CnsError } from '../src/errors.ts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Accelerators whose nodes share memory over NVLink. */
const NVL72 = ['gb200', 'gb300', 'vr200'];

const domain = z.strictObject({
  /** Namespace of the jobs that use it: the claim template is made there. @default - that of the component */
  namespace: z.string().regex(DNS_LABEL, 'a namespace is a DNS label').optional(),
  /**
   * Nodes that must join before the domain counts as ready. 0: each node starts as it comes, which the driver recommends while
   * its IMEX daemons find each other by DNS names, its default. Always written: copies of the definition differ on whether it may be left out.
   */
  numNodes: z.int().min(0).default(0),
  /** Claim template that pods name to get a channel. @default - `<name>-channel` */
  channelTemplate: z.string().regex(DNS_LABEL, 'a DNS label').optional(),
  /** One channel a claim, or all of the node's. */
  allocationMode: z.enum(['Single', 'All']).default('Single'),
});

const props = componentProps.extend({
  /** Domains by name. A domain cannot be changed once it is there; give a changed one another name. */
  domains: z
    .record(z.string().regex(DNS_LABEL, 'a name is a DNS label'), domain)
    .refine((map) => Object.keys(map).length > 0, 'at least one domain')
    .default({ nvl72: domain.parse({}) }),
});

export type ComputeDomainProps = z.input<typeof props>;

/**
 * ComputeDomains: sets of NVL72 nodes whose pods may share GPU memory through IMEX channels.
 *
 * A pod joins by a resource claim from the domain's template; without one it sees no channel.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @throws CnsError `CONTRACT_BROKEN` on accelerators without NVLink between nodes
 * @see https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu/blob/v0.4.1/api/nvidia.com/resource/v1beta1/computedomain.go
 */
export class ComputeDomain extends Construct {
  constructor(scope: Construct, id: string, input: ComputeDomainProps) {
    super(scope, id);
    const { namespace, domains, cluster } = parseProps('compute-domain', props, input);
    if (cluster.accelerator !== '' && !NVL72.includes(cluster.accelerator))
      throw new CnsError({
        code: 'CONTRACT_BROKEN',
        message: `got accelerator ${cluster.accelerator}; ComputeDomains need NVLink between nodes: ${NVL72.join(', ')}`,
        path: 'components.compute-domain',
        hint: 'remove the component compute-domain',
      });
    for (const [name, { numNodes, channelTemplate, allocationMode, namespace: own }] of Object.entries(domains)) {
      new ApiObject(this, name, {
        apiVersion: 'resource.nvidia.com/v1beta1',
        kind: 'ComputeDomain',
        metadata: { name, namespace: own ?? namespace },
        spec: {
          numNodes,
          channel: { allocationMode, resourceClaimTemplate: { name: channelTemplate ?? `${name}-channel` } },
        },
      });
    }
  }
}

export const computeDomain = defineComponent({
  name: 'compute-domain',
  title: 'ComputeDomains',
  summary: 'Sets of NVL72 nodes whose pods share GPU memory over NVLink.',
  homepage: 'https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu',
  props,
  dependsOn: ['dra-driver-nvidia-gpu'],
  // No readiness: a domain becomes ready only once a job runs in it.
  create: (scope, id, input) => new ComputeDomain(scope, id, input),
});
