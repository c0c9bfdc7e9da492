import type { Expression } from '../expression.ts';
import { output, type Part } from '../resource.ts';
import { common, type OkeInput } from './input.ts';
import type { OciTypes } from './resource-types.ts';
import { ROLES, type Role } from './roles.ts';

/** IANA numbers, as OCI wants them. */
const PROTOCOLS = { all: 'all', icmp: '1', tcp: '6', udp: '17' } as const;

/** The other end of a connection: a role, a network, Oracle's services, or everything. */
type Peer = Role | { readonly network: string; readonly name: string } | 'services' | 'anywhere';

interface Rule {
  readonly at: Role;
  readonly direction: 'from' | 'to';
  readonly peer: Peer;
  readonly protocol: keyof typeof PROTOCOLS;
  /** One port, or first and last. @default - all */
  readonly ports?: readonly [first: number, last?: number];
  readonly why: string;
}

/** Fragmentation needed: path discovery fails without it, and large packets hang. */
const PATH_DISCOVERY = { type: 3, code: 4 };
const NODE_PORTS = [30_000, 32_767] as const;

/**
 * Who may talk to whom, with pods that have addresses of the network. Replies need no rule.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengnetworkconfig.htm#securitylistconfig ports and peers
 */
const RULES: readonly Rule[] = [
  { at: 'api', direction: 'from', peer: 'workers', protocol: 'tcp', ports: [6443], why: 'nodes to the API' },
  { at: 'api', direction: 'from', peer: 'workers', protocol: 'tcp', ports: [12250], why: 'nodes to the control plane' },
  { at: 'api', direction: 'from', peer: 'pods', protocol: 'tcp', ports: [6443], why: 'pods to the API' },
  { at: 'api', direction: 'from', peer: 'pods', protocol: 'tcp', ports: [12250], why: 'pods to the control plane' },
  { at: 'api', direction: 'from', peer: 'workers', protocol: 'icmp', why: 'path discovery' },
  { at: 'api', direction: 'to', peer: 'services', protocol: 'tcp', why: 'services of Oracle' },
  { at: 'api', direction: 'to', peer: 'workers', protocol: 'tcp', ports: [10250], why: 'kubelets' },
  { at: 'api', direction: 'to', peer: 'workers', protocol: 'icmp', why: 'path discovery' },
  { at: 'api', direction: 'to', peer: 'pods', protocol: 'tcp', why: 'webhooks and aggregated APIs in pods' },
  { at: 'workers', direction: 'from', peer: 'workers', protocol: 'all', why: 'pods on the network of their node' },
  { at: 'workers', direction: 'from', peer: 'pods', protocol: 'all', why: 'pods to nodes' },
  { at: 'workers', direction: 'from', peer: 'api', protocol: 'tcp', ports: [10250], why: 'kubelets' },
  { at: 'workers', direction: 'from', peer: 'anywhere', protocol: 'icmp', why: 'path discovery' },
  { at: 'workers', direction: 'to', peer: 'anywhere', protocol: 'all', why: 'images, services, other nodes' },
  { at: 'pods', direction: 'from', peer: 'workers', protocol: 'all', why: 'nodes to pods' },
  { at: 'pods', direction: 'from', peer: 'pods', protocol: 'all', why: 'pods to pods' },
  { at: 'pods', direction: 'from', peer: 'api', protocol: 'tcp', why: 'webhooks and aggregated APIs' },
  { at: 'pods', direction: 'from', peer: 'anywhere', protocol: 'icmp', why: 'path discovery' },
  { at: 'pods', direction: 'to', peer: 'anywhere', protocol: 'all', why: 'the API, other pods, the internet' },
  { at: 'lb', direction: 'to', peer: 'workers', protocol: 'tcp', ports: NODE_PORTS, why: 'node ports' },
  { at: 'lb', direction: 'to', peer: 'workers', protocol: 'udp', ports: NODE_PORTS, why: 'node ports' },
  { at: 'lb', direction: 'to', peer: 'workers', protocol: 'tcp', ports: [10256], why: 'health of kube-proxy' },
  { at: 'lb', direction: 'to', peer: 'workers', protocol: 'icmp', why: 'path discovery' },
];

/** A security group a role, and its rules. */
export function firewall(
  part: Part<OciTypes>,
  input: OkeInput,
  { vcnId, cidrs }: { readonly vcnId: Expression; readonly cidrs: Readonly<Record<Role, string>> },
): { readonly groupIds: Readonly<Record<Role, Expression>>; readonly rules: readonly string[] } {
  const { adminCidrs, api, oracleServices } = input.account;
  const groupIds = Object.fromEntries(
    ROLES.map((role) => {
      const group = part.add('oci:Core/networkSecurityGroup:NetworkSecurityGroup', `${role}-group`, {
        ...common(input, role),
        vcnId,
      });
      return [role, output(group, 'id')];
    }),
  ) as Record<Role, Expression>;
  const ends = {
    services: { of: oracleServices.cidr, type: 'SERVICE_CIDR_BLOCK' },
    anywhere: { of: '0.0.0.0/0', type: 'CIDR_BLOCK' },
  };
  const end = (peer: Peer) =>
    typeof peer === 'object'
      ? { of: peer.network, type: 'CIDR_BLOCK' }
      : peer === 'services' || peer === 'anywhere'
        ? ends[peer]
        : { of: groupIds[peer], type: 'NETWORK_SECURITY_GROUP' };
  const rules = [
    ...RULES,
    ...loadBalancers({ network: cidrs.lb, name: 'lb' }),
    ...admins([...adminCidrs, ...api.publicCidrs]),
  ].map((rule) => {
    const { of, type } = end(rule.peer);
    return part.add('oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule', nameOf(rule), {
      networkSecurityGroupId: groupIds[rule.at],
      description: rule.why,
      ...(rule.direction === 'from'
        ? { direction: 'INGRESS', source: of, sourceType: type }
        : { direction: 'EGRESS', destination: of, destinationType: type }),
      protocol: PROTOCOLS[rule.protocol],
      stateless: false,
      ...(rule.protocol === 'icmp' ? { icmpOptions: PATH_DISCOVERY } : {}),
      ...portsOf(rule),
    }).name;
  });
  return { groupIds, rules };
}

/** By their subnet: OKE gives load balancers no security group unless a Service asks for one. */
const loadBalancers = (peer: Peer): Rule[] => [
  { at: 'workers', direction: 'from', peer, protocol: 'tcp', ports: NODE_PORTS, why: 'node ports' },
  { at: 'workers', direction: 'from', peer, protocol: 'udp', ports: NODE_PORTS, why: 'node ports' },
  { at: 'workers', direction: 'from', peer, protocol: 'tcp', ports: [10256], why: 'health of kube-proxy' },
];

const admins = (networks: readonly string[]): Rule[] =>
  [...new Set(networks)].map((network) => ({
    at: 'api',
    direction: 'from',
    peer: { network, name: network.replace('/', '-') },
    protocol: 'tcp',
    ports: [6443],
    why: 'administrators',
  }));

function portsOf({ ports, protocol }: Rule): object {
  if (!ports || (protocol !== 'tcp' && protocol !== 'udp')) return {};
  const [min, max = min] = ports;
  return { [`${protocol}Options`]: { destinationPortRange: { min, max } } };
}

/** E.g. `api-from-workers-tcp-6443`. */
const nameOf = ({ at, direction, peer, protocol, ports }: Rule): string =>
  [at, direction, typeof peer === 'object' ? peer.name : peer, protocol, ...(ports ?? [])].join('-');
