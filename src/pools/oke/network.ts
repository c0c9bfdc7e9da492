import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { parseCidr, placeSubnets } from '../subnets.ts';
import { firewall } from './firewall.ts';
import { common, type OkeInput } from './input.ts';
import type { OciTypes } from './resource-types.ts';
import { ROLES, type Role } from './roles.ts';

export interface OkeNetwork {
  readonly resources: readonly PlannedResource[];
  readonly vcnId: Expression;
  readonly subnetIds: Readonly<Record<Role, Expression>>;
  readonly groupIds: Readonly<Record<Role, Expression>>;
  /** Rules that must be there before a node can join, although no argument names them. */
  readonly rules: readonly string[];
}

/** Networks of the roles: half of all addresses are for pods, an eighth for nodes. */
export function okeSubnets(vcnCidr: string): Readonly<Record<Role, string>> {
  const { prefix } = parseCidr(vcnCidr);
  return placeSubnets(vcnCidr, { api: 28, workers: prefix + 3, pods: prefix + 1, lb: prefix + 8 }) as Record<
    Role,
    string
  >;
}

/**
 * A network of its own. No interface in it may have a public address, apart from the API where networks are named that may reach it;
 * nodes reach the internet through a NAT gateway, and services of Oracle through a service gateway.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengnetworkconfigexample.htm
 */
export function okeNetwork(input: OkeInput): OkeNetwork {
  const { account, tags } = input;
  const { compartmentId, oracleServices } = account;
  const part = new Part<OciTypes>('network');
  const isPublic = account.api.publicCidrs.length > 0;
  const cidrs = okeSubnets(account.vcnCidr);

  const vcn = part.add(
    'oci:Core/vcn:Vcn',
    'vcn',
    { ...common(input, 'vcn'), cidrBlocks: [account.vcnCidr], dnsLabel: 'cns' },
    account.protect ? { protect: true } : {},
  );
  const vcnId = output(vcn, 'id');
  const nat = part.add('oci:Core/natGateway:NatGateway', 'nat', { ...common(input, 'nat'), vcnId });
  const services = part.add('oci:Core/serviceGateway:ServiceGateway', 'services', {
    ...common(input, 'services'),
    vcnId,
    services: [{ serviceId: oracleServices.id }],
  });
  const privateRoutes = part.add('oci:Core/routeTable:RouteTable', 'private-routes', {
    ...common(input, 'private'),
    vcnId,
    routeRules: [
      { destination: '0.0.0.0/0', destinationType: 'CIDR_BLOCK', networkEntityId: output(nat, 'id') },
      {
        destination: oracleServices.cidr,
        destinationType: 'SERVICE_CIDR_BLOCK',
        networkEntityId: output(services, 'id'),
      },
    ],
  });
  const publicRoutes = isPublic ? internetRoutes(part, input, vcnId) : undefined;

  // A new network lets SSH in from everywhere: nothing but the security groups decides here.
  part.add('oci:Core/defaultSecurityList:DefaultSecurityList', 'no-rules', {
    manageDefaultResourceId: output(vcn, 'defaultSecurityListId'),
    compartmentId,
    ingressSecurityRules: [],
    egressSecurityRules: [],
    freeformTags: tags,
  });
  // OKE's load balancers write rules of their own into the lists of their subnet and of the nodes' subnet.
  const lists = Object.fromEntries(
    (['workers', 'lb'] as const).map((role) => {
      const list = part.add(
        'oci:Core/securityList:SecurityList',
        `${role}-list`,
        { ...common(input, role), vcnId, ingressSecurityRules: [], egressSecurityRules: [] },
        { ignoreChanges: ['ingressSecurityRules', 'egressSecurityRules'] },
      );
      return [role, output(list, 'id')];
    }),
  );
  const subnetIds = Object.fromEntries(
    ROLES.map((role) => {
      const isOpen = role === 'api' && publicRoutes !== undefined;
      const subnet = part.add('oci:Core/subnet:Subnet', `${role}-subnet`, {
        ...common(input, role),
        vcnId,
        cidrBlock: cidrs[role],
        dnsLabel: role,
        prohibitPublicIpOnVnic: !isOpen,
        routeTableId: isOpen ? publicRoutes : output(privateRoutes, 'id'),
        securityListIds: [lists[role] ?? output(vcn, 'defaultSecurityListId')],
      });
      return [role, output(subnet, 'id')];
    }),
  ) as Record<Role, Expression>;
  return { vcnId, subnetIds, ...firewall(part, input, { vcnId, cidrs }), resources: part.resources };
}

function internetRoutes(part: Part<OciTypes>, input: OkeInput, vcnId: Expression): Expression {
  const internet = part.add('oci:Core/internetGateway:InternetGateway', 'internet', {
    ...common(input, 'internet'),
    vcnId,
  });
  const routes = part.add('oci:Core/routeTable:RouteTable', 'public-routes', {
    ...common(input, 'public'),
    vcnId,
    // No route to the service gateway beside it: OCI refuses the two for all services in one table.
    routeRules: [{ destination: '0.0.0.0/0', destinationType: 'CIDR_BLOCK', networkEntityId: output(internet, 'id') }],
  });
  return output(routes, 'id');
}
