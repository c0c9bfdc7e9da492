import { overlap, parseCidr, placeSubnets } from '../subnets.ts';

/** Prefix lengths of the subnets. Azure keeps five addresses of each; the GPU subnet has room for a whole pool of 1,000 nodes. */
export const SUBNETS = { gpu: 22, system: 24 } as const;

/**
 * Networks that AKS uses itself.
 *
 * @see https://learn.microsoft.com/azure/aks/concepts-network-cni-overview#aks-cni-networking-prerequisites
 */
const RESERVED = ['169.254.0.0/16', '172.30.0.0/16', '172.31.0.0/16', '192.0.2.0/24'];

interface Networks {
  readonly vnetCidr: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** What AKS or the subnets cannot live with. Text that is no network is left to others. */
export function networkProblems({ vnetCidr, podCidr, serviceCidr }: Networks): { path: string; message: string }[] {
  const networks = Object.entries({ vnetCidr, podCidr, serviceCidr }).flatMap(([path, text]) => {
    const prefix = prefixOf(text);
    return prefix === undefined ? [] : [{ path, text, prefix }];
  });
  const outside = (path: string, from: number, to: number, why: string) =>
    networks
      .filter((network) => network.path === path && (network.prefix < from || network.prefix > to))
      .map(({ text }) => ({ path, message: `got ${text}; want /${from} to /${to}: ${why}` }));
  return [
    ...networks.flatMap(({ path, text }) =>
      RESERVED.filter((reserved) => overlap(text, reserved)).map((reserved) => ({
        path,
        message: `${text} meets ${reserved}, which AKS uses itself`,
      })),
    ),
    ...outside('vnetCidr', 8, 21, 'the subnets of GPU nodes and system nodes must fit'),
    ...outside('podCidr', 8, 24, 'each node takes a /24'),
    // A range for services must be smaller than /12, says the page on overlay networks.
    ...outside('serviceCidr', 13, 28, 'AKS takes no larger one, and DNS needs an address in it'),
  ];
}

/** How many nodes the pods' network has a /24 for. */
export const nodesOfPods = (podCidr: string): number => 2 ** (24 - parseCidr(podCidr).prefix);

/** Address of cluster DNS: not among the first of the range, since the very first is that of the API. */
export const dnsAddress = (serviceCidr: string): string =>
  placeSubnets(serviceCidr, { first: 29, dns: 32 }).dns?.split('/')[0] ?? '';

function prefixOf(text: string): number | undefined {
  try {
    return parseCidr(text).prefix;
  } catch {
    return undefined;
  }
}
