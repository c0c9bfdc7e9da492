import { type Expression, join, shown } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { hasRdma, type OkeInput } from './input.ts';
import type { OciTypes } from './resource-types.ts';

/** What IAM must allow in one compartment. */
interface Grant {
  readonly name: string;
  readonly why: string;
  readonly compartmentId: string;
  readonly statements: readonly (string | Expression)[];
}

export interface OkePolicies {
  readonly resources: readonly PlannedResource[];
  /** What somebody else must have allowed, one sentence each. */
  readonly checks: readonly string[];
}

/**
 * What OKE and the nodes of a managed pool are allowed: the key of the account, and nothing that the plan does not use. Before the cluster.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengpolicyconfig.htm keys
 * @see https://blogs.oracle.com/cloud-infrastructure/oke-node-pool-authorization-path-update the pool itself asks since August 2026
 */
export function okePolicies(input: OkeInput): OkePolicies {
  const { account, mode, plan } = input;
  const { compartmentId, images, capacity, kms } = account;
  const keyCompartment = kms.compartmentId ?? compartmentId;
  const isFrom = (type: string): string =>
    `request.principal.type = '${type}', request.principal.compartment.id = '${compartmentId}'`;
  const isKey = `target.key.id = '${kms.keyId}'`;
  const ofThePool: readonly Grant[] = [
    {
      name: 'image-policy',
      why: 'The GPU image',
      compartmentId: images.compartmentId ?? compartmentId,
      statements: ['{INSTANCE_IMAGE_INSPECT, INSTANCE_IMAGE_READ}'],
    },
    ...(hasRdma(input)
      ? [
          {
            name: 'fabric-policy',
            why: 'The compute cluster of the GPU nodes',
            compartmentId,
            // https://github.com/oracle-quickstart/oci-hpc-oke terraform/iam.tf (August 2026)
            statements: ['{COMPUTE_CLUSTER_LAUNCH_INSTANCE}'],
          },
        ]
      : []),
    ...(plan.gpu.capacity === 'reserved'
      ? [
          {
            name: 'capacity-policy',
            why: 'Reserved capacity',
            compartmentId: capacity.compartmentId ?? compartmentId,
            // https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengmakingcapacityreservations.htm
            statements: ['use compute-capacity-reservations'],
          },
        ]
      : []),
  ].map((grant) => ({
    ...grant,
    statements: grant.statements.map(
      (what) => `Allow any-user to ${what} in compartment id ${grant.compartmentId} where ALL {${isFrom('nodepool')}}`,
    ),
  }));
  return made(input, [
    {
      name: 'key-policy',
      why: 'The key of secrets and disks',
      compartmentId: keyCompartment,
      statements: [
        `Allow any-user to use keys in compartment id ${keyCompartment} where ALL {${isFrom('cluster')}, ${isKey}}`,
        `Allow any-user to use key-delegates in compartment id ${keyCompartment} where ALL {${isFrom('nodepool')}, ${isKey}}`,
        `Allow service blockstorage to use keys in compartment id ${keyCompartment} where ${isKey}`,
      ],
    },
    ...(mode === 'managed' ? ofThePool : []),
  ]);
}

/**
 * What self-managed nodes are allowed: to join this cluster, and to have their disks encrypted. Who they are tells a tag, not the
 * compartment: other machines in it stay outside.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengdynamicgrouppolicyforselfmanagednodes.htm
 */
export function okeNodePolicies(input: OkeInput, clusterId: Expression): OkePolicies {
  const { account, mode, plan } = input;
  if (mode === 'managed') return { resources: [], checks: [] };
  const { compartmentId, kms, nodeTag, policies, tenancyId } = account;
  const matchingRule = `ALL {instance.compartment.id = '${compartmentId}', tag.${nodeTag}.value = '${plan.cluster}'}`;
  const part = new Part<OciTypes>('policies');
  const group =
    policies === 'create'
      ? output(
          part.add('oci:Identity/dynamicGroup:DynamicGroup', 'nodes', {
            // Dynamic groups live in the root compartment.
            compartmentId: tenancyId,
            description: `Self-managed nodes of cluster ${plan.cluster}`,
            matchingRule,
            freeformTags: input.tags,
          }),
          'id',
        )
      : '<dynamic group>';
  const keyCompartment = kms.compartmentId ?? compartmentId;
  const { resources, checks } = made(input, [
    {
      name: 'join-policy',
      why: 'Joining the cluster',
      compartmentId,
      statements: [
        join(
          'Allow dynamic-group id ',
          group,
          ` to {CLUSTER_JOIN} in compartment id ${compartmentId} where target.cluster.id = '`,
          clusterId,
          "'",
        ),
      ],
    },
    {
      name: 'node-key-policy',
      why: 'The key of disks',
      compartmentId: keyCompartment,
      statements: [
        join(
          'Allow dynamic-group id ',
          group,
          ` to use key-delegates in compartment id ${keyCompartment} where target.key.id = '${kms.keyId}'`,
        ),
      ],
    },
  ]);
  return {
    resources: [...part.resources, ...resources],
    checks: [...(policies === 'create' ? [] : [`a dynamic group has the rule: ${matchingRule}`]), ...checks],
  };
}

/** As policies, or as sentences where somebody else makes them. */
function made({ account, plan, tags }: OkeInput, grants: readonly Grant[]): OkePolicies {
  if (account.policies === 'existing')
    return {
      resources: [],
      checks: grants.flatMap(({ statements }) => statements.map((statement) => `IAM says: ${shown(statement)}`)),
    };
  const part = new Part<OciTypes>('policies');
  for (const { name, why, compartmentId, statements } of grants)
    part.add('oci:Identity/policy:Policy', name, {
      compartmentId,
      description: `${why}, for cluster ${plan.cluster}`,
      statements,
      freeformTags: tags,
    });
  return { resources: part.resources, checks: [] };
}
