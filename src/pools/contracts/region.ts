import { valueAt } from '../../path.ts';
import type { Contract, ContractInput } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';
import { tree, valuesOf } from './tree/read.ts';

/** What zone names of a region begin with, by service. Zones of other services do not tell their region. */
const ZONES: Readonly<Record<string, (region: string) => string>> = {
  /** @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html `us-east-2` has `use2-az1` */
  eks: (region) => {
    const [, place = '', directions = '', number = ''] = /^([a-z]+)-(.+)-(\d+)$/.exec(region) ?? [];
    const letters = directions.replaceAll(/gov|north|south|east|west|central/g, ([first = '']) => first);
    return `${place}${letters.replaceAll('-', '')}${number}-`;
  },
  /** @see https://docs.cloud.google.com/compute/docs/regions-zones `us-central1` has `us-central1-a` */
  gke: (region) => `${region}-`,
};

/** One region for cluster, nodes and everything of the tree that talks to the cloud. */
export const region: Contract = {
  id: 'region',
  about:
    'Cloud resources, their zones and the components that talk to the cloud are all in the region of the cluster file.',
  halves: [
    'region of the provider, zones of subnets and pools',
    'inputs.region, aws-ebs-csi-driver: controller.region',
  ],
  source:
    'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html, https://docs.cloud.google.com/compute/docs/regions-zones',
  check(input) {
    const { region: wanted, service } = input.plan;
    if (wanted === undefined) return [];
    const { region: provider, zones } = made(input);
    const prefix = ZONES[service]?.(wanted);
    const own = said('inputs.region', wanted);
    const ebs = valueAt(valuesOf(input, 'aws-ebs-csi-driver'), ['controller', 'region']);
    return [
      ...(provider && provider.value !== wanted
        ? [
            broken({
              path: 'inputs.region',
              pool: provider,
              tree: own,
              because: 'images and volumes of the tree are those of the other region',
              hint: 'give both halves one region',
            }),
          ]
        : []),
      ...zones
        .filter(({ value }) => prefix !== undefined && !value.startsWith(prefix))
        .map((zone) =>
          broken({
            path: 'inputs.region',
            pool: zone,
            tree: own,
            because: `zones of this region begin with ${prefix}`,
            hint: 'give zones of the region, or another inputs.region',
          }),
        ),
      ...(typeof ebs === 'string' && ebs !== wanted
        ? [
            broken({
              path: 'components.aws-ebs-csi-driver',
              pool: provider ?? own,
              tree: said('aws-ebs-csi-driver: controller.region', ebs),
              because: 'the driver would make volumes where no node is',
              hint: 'leave controller.region to inputs.region',
            }),
          ]
        : []),
    ];
  },
};

/** Partition of a region of AWS. */
const partitionOf = (name: string): string =>
  name.startsWith('cn-') ? 'aws-cn' : name.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

/** Everything of AWS that the tree names is in the partition that the nodes are in: there is no way from one to another. */
export const registryPartition: Contract = {
  id: 'registry-partition',
  about: "Registries and resources of AWS that the tree names are in the partition of the nodes' region.",
  halves: [
    'region of the GPU pool',
    'image registries (…dkr.ecr…) and ARNs in chart values and objects, inputs.partition',
  ],
  source:
    'https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html, https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
  check(input) {
    const { region: own, partition, service } = input.plan;
    if (service !== 'eks' || own === undefined) return [];
    const pool = said('region of the nodes', own);
    const wanted = partitionOf(own);
    return [
      ...(partition === wanted
        ? []
        : [
            broken({
              path: 'inputs.partition',
              pool,
              tree: said('inputs.partition', partition),
              because: `this region is in partition ${wanted}`,
              hint: `set inputs.partition to ${wanted}`,
            }),
          ]),
      ...tree(input)
        .awsNames.map((name) => ({ name, there: partitionNamed(name.value) }))
        .filter(({ there }) => there !== undefined && there !== wanted)
        .map(({ name, there }) =>
          broken({
            path: `components.${componentOf(input, name.at)}`,
            pool,
            tree: name,
            because: `nodes in partition ${wanted} cannot reach what is in partition ${there}`,
            hint: `name a registry or resource in partition ${wanted}`,
          }),
        ),
    ];
  },
};

/** Partition of an ARN or of a registry such as `602401143452.dkr.ecr.us-east-2.amazonaws.com/eks/…`. Behind a mirror it does not matter. */
function partitionNamed(text: string): string | undefined {
  const [, arn, host] =
    /^arn:(aws[a-z-]*):|^(?:[a-z]+:\/\/)?\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/.exec(text) ?? [];
  return arn ?? (host === undefined ? undefined : partitionOf(host));
}

const componentOf = ({ units }: ContractInput, at: string): string =>
  units.find(({ component }) => at.startsWith(`${component}:`))?.component ?? '';
