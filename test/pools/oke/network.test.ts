import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { okeSubnets } from '../../../src/pools/oke/network.ts';
import { ROLES } from '../../../src/pools/oke/roles.ts';
import { overlap } from '../../../src/pools/subnets.ts';
import { named } from '../named.ts';
import { ofType, okeCompiled } from './compiled.ts';

const rulesOf = (compiled: ReturnType<typeof okeCompiled>) =>
  ofType(compiled, 'NetworkSecurityGroupSecurityRule').map(
    ({ args }) =>
      args as {
        readonly direction: string;
        readonly networkSecurityGroupId: { readonly of: string };
        readonly source?: string | { readonly of: string };
        readonly destination?: string | { readonly of: string };
        readonly protocol: string;
        readonly tcpOptions?: { readonly destinationPortRange: { readonly min: number; readonly max: number } };
      },
  );

it('places the networks of the roles apart, inside the network, whatever its size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 20 }), fc.integer({ min: 0, max: 15 }), (prefix, block) => {
      const network = `10.${block * 16}.0.0/${prefix}`;
      const cidrs = Object.entries(okeSubnets(network));
      expect(cidrs.map(([role]) => role).sort()).toEqual([...ROLES].sort());
      for (const [i, [, a]] of cidrs.entries()) {
        expect(overlap(network, a)).toBe(true);
        for (const [, b] of cidrs.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      }
      expect(okeSubnets(network).pods).toMatch(new RegExp(`/${prefix + 1}$`));
    }),
  );
});

describe('node-pools.md 6.2: the network', () => {
  const compiled = okeCompiled();

  it('has a subnet and a security group a role, and no interface with a public address', () => {
    for (const role of ROLES) {
      expect(named(compiled, `${role}-subnet`).args).toMatchObject({
        prohibitPublicIpOnVnic: true,
        routeTableId: { of: 'private-routes' },
      });
      expect(named(compiled, `${role}-group`).args).toMatchObject({ vcnId: { of: 'vcn' } });
    }
    expect(ofType(compiled, 'InternetGateway')).toEqual([]);
  });

  it('reaches the internet through NAT, and services of Oracle through their own gateway', () => {
    expect(named(compiled, 'private-routes').args.routeRules).toMatchObject([
      { destination: '0.0.0.0/0', networkEntityId: { of: 'nat' } },
      { destination: 'all-ord-services-in-oracle-services-network', networkEntityId: { of: 'services' } },
    ]);
  });

  it('takes the rules of a new network away, which let SSH in, and leaves lists to load balancers where they write', () => {
    expect(named(compiled, 'no-rules').args).toMatchObject({
      manageDefaultResourceId: { of: 'vcn', $output: 'defaultSecurityListId' },
      ingressSecurityRules: [],
      egressSecurityRules: [],
    });
    expect(named(compiled, 'no-rules').options.ignoreChanges).toBeUndefined();
    for (const role of ['workers', 'lb']) {
      expect(named(compiled, `${role}-subnet`).args.securityListIds).toMatchObject([{ of: `${role}-list` }]);
      expect(named(compiled, `${role}-list`).options.ignoreChanges).toEqual([
        'ingressSecurityRules',
        'egressSecurityRules',
      ]);
    }
    for (const role of ['api', 'pods'])
      expect(named(compiled, `${role}-subnet`).args.securityListIds).toMatchObject([{ of: 'vcn' }]);
  });

  it('lets nothing in from everywhere but messages of path discovery', () => {
    const open = rulesOf(compiled).filter(({ direction, source }) => direction === 'INGRESS' && source === '0.0.0.0/0');
    expect(open.length).toBeGreaterThan(0);
    for (const { protocol } of open) expect(protocol).toBe('1');
  });

  it.each`
    from         | to           | port
    ${'workers'} | ${'api'}     | ${6443}
    ${'workers'} | ${'api'}     | ${12250}
    ${'pods'}    | ${'api'}     | ${6443}
    ${'pods'}    | ${'api'}     | ${12250}
    ${'api'}     | ${'workers'} | ${10250}
  `('lets $from reach port $port of $to', ({ from, to, port }) => {
    const found = rulesOf(compiled).filter(
      ({ direction, networkSecurityGroupId, source, tcpOptions }) =>
        direction === 'INGRESS' &&
        networkSecurityGroupId.of === `${to}-group` &&
        typeof source === 'object' &&
        source.of === `${from}-group` &&
        tcpOptions?.destinationPortRange.min === port,
    );
    expect(found).toHaveLength(1);
  });

  it('has each rule before the cluster and its nodes, although no argument names one', () => {
    const rules = ofType(compiled, 'NetworkSecurityGroupSecurityRule').map(({ name }) => name);
    for (const name of ['cluster', 'system-nodes', 'gpu-nodes'])
      expect(named(compiled, name).options.dependsOn).toEqual(expect.arrayContaining(rules));
  });
});

describe('a public API', () => {
  const compiled = okeCompiled({ account: { api: { publicCidrs: ['203.0.113.0/24', '198.51.100.7/32'] } } });

  it('opens its own subnet, for exactly the networks that are named', () => {
    expect(named(compiled, 'api-subnet').args).toMatchObject({
      prohibitPublicIpOnVnic: false,
      routeTableId: { of: 'public-routes' },
    });
    expect(named(compiled, 'workers-subnet').args.prohibitPublicIpOnVnic).toBe(true);
    const named6443 = rulesOf(compiled).filter(
      ({ networkSecurityGroupId, source }) =>
        networkSecurityGroupId.of === 'api-group' && typeof source === 'string' && source.includes('/'),
    );
    expect(named6443.map(({ source }) => source)).toEqual(['203.0.113.0/24', '198.51.100.7/32']);
    for (const { tcpOptions } of named6443) expect(tcpOptions?.destinationPortRange).toEqual({ min: 6443, max: 6443 });
  });

  it('never has the gateway of services and that of the internet in one table, which OCI refuses', () => {
    expect(named(compiled, 'public-routes').args.routeRules).toHaveLength(1);
  });
});

it('lets administrators reach the private endpoint from the networks that they name', () => {
  const compiled = okeCompiled({ account: { adminCidrs: ['192.168.0.0/24'] } });
  expect(named(compiled, 'api-from-192.168.0.0-24-tcp-6443').args).toMatchObject({
    networkSecurityGroupId: { of: 'api-group' },
    source: '192.168.0.0/24',
    sourceType: 'CIDR_BLOCK',
  });
  expect(named(compiled, 'api-subnet').args.prohibitPublicIpOnVnic).toBe(true);
  expect(compiled.checks.join('\n')).not.toContain('account.adminCidrs');
});
