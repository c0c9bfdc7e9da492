import { describe, expect, it } from 'vitest';
import type { CloudData } from '../../../src/snapshot/data/cloud.ts';
import { aws, azure, type CloudServer, gcp, oci } from './clouds.ts';
import { collectAt, collectFrom } from './collect-from.ts';
import { loopback } from './loopback.ts';

const CLOUDS: readonly { readonly provider: string; readonly server: CloudServer; readonly data: CloudData }[] = [
  {
    provider: 'aws',
    server: aws(),
    data: {
      provider: 'aws',
      from: 'metadata',
      instanceId: 'i-0123456789abcdef0',
      instanceType: 'p5.48xlarge',
      region: 'us-east-2',
      zone: 'us-east-2a',
      capacity: 'capacity-block',
      image: 'ami-0abcdef1234567890',
      fabric: { placementGroup: 'gpu-group', partitionNumber: '3', availabilityZoneId: 'use2-az1' },
      cluster: { service: 'eks', name: 'prod', location: 'us-east-2', details: {} },
    },
  },
  {
    provider: 'gcp',
    server: gcp(),
    data: {
      provider: 'gcp',
      from: 'metadata',
      instanceId: '4520031799277581759',
      instanceType: 'a3-megagpu-8g',
      region: 'us-central1',
      zone: 'us-central1-a',
      capacity: 'spot',
      image: 'projects/gke-node-images/global/images/gke-1342-cos-121',
      fabric: { cluster: 'c-1', block: 'b-2', subblock: 's-3', host: 'h-4', physicalHost: '/b-2/s-3/h-4' },
      cluster: { service: 'gke', name: 'prod', location: 'us-central1', details: {} },
    },
  },
  {
    provider: 'azure',
    server: azure(),
    data: {
      provider: 'azure',
      from: 'metadata',
      instanceId: '02aab8a4-74ef-476e-8182-f6d2ba4166a6',
      instanceType: 'Standard_ND96isr_H100_v5',
      region: 'westeurope',
      zone: 'westeurope-1',
      capacity: 'spot',
      image: 'microsoft-aks:aks:ubuntu-2404:1.2.3',
      fabric: {
        physicalZone: 'westeurope-az3',
        placementGroupId: 'f67c14ab-e92c-408c-ae2d-da15866ec79a',
        platformFaultDomain: '2',
        vmScaleSetName: 'aks-gpu-vmss',
      },
      cluster: {
        service: 'aks',
        name: 'prod',
        location: 'westeurope',
        details: { orchestrator: 'Kubernetes:1.34.2' },
      },
    },
  },
  {
    provider: 'oci',
    server: oci(),
    data: {
      provider: 'oci',
      from: 'metadata',
      instanceId: 'ocid1.instance.oc1.us-chicago-1.abc',
      instanceType: 'BM.GPU.H100.8',
      region: 'us-chicago-1',
      zone: 'kWVD:US-CHICAGO-1-AD-3',
      image: 'ocid1.image.oc1.us-chicago-1.img',
      fabric: {
        hpcIslandId: 'ocid1.hpcisland.oc1..i',
        networkBlockId: 'ocid1.computenetworkblock.oc1..n',
        localBlockId: 'ocid1.computelocalblock.oc1..l',
        gpuMemoryFabricId: 'ocid1.computegpumemoryfabric.oc1..g',
        rackId: 'rack-7',
        faultDomain: 'FAULT-DOMAIN-1',
      },
      cluster: {
        service: 'oke',
        name: 'prod',
        location: 'us-chicago-1',
        details: {
          clusterId: 'ocid1.cluster.oc1.us-chicago-1.clu',
          nodeVersion: 'v1.34.1',
          nodePoolId: 'ocid1.nodepool.oc1.us-chicago-1.pool',
        },
      },
    },
  },
];

describe('a node of a cloud, whose service answers at the address of all four', () => {
  it.each(CLOUDS)('$provider: everything that its metadata says', async ({ server, data }) => {
    const { data: found, missing, context } = await collectFrom(server);
    expect(found).toEqual(data);
    expect(Object.keys(missing)).toEqual(
      data.provider === 'oci' ? ['capacity', 'cluster.version'] : ['cluster.version'],
    );
    // Every value of the data was read somewhere.
    const paths = ['provider', 'instanceId', 'instanceType', 'region', 'zone', 'image', 'cluster.name'];
    for (const path of [...paths, ...Object.keys(data.fabric).map((key) => `fabric.${key}`)])
      expect(Object.keys(context)).toContain(path);
  });

  it('never asks version 1 of AWS or OCI', async () => {
    const { asked } = await collectFrom(aws());
    const reads = asked.filter(({ path }) => path.startsWith('/latest/') && path !== '/latest/api/token');
    expect(reads.length).toBeGreaterThan(3);
    expect(reads.every(({ headers }) => headers['x-aws-ec2-metadata-token'] !== undefined)).toBe(true);
    expect(asked.some(({ path }) => path.startsWith('/opc/v1'))).toBe(false);
  });
});

describe('nobody is believed who is no cloud', () => {
  const html = '<html><body>Please log in</body></html>';
  const IMPOSTORS: readonly (readonly [string, CloudServer])[] = [
    ['a captive portal that answers HTML', () => ({ body: html, headers: { 'content-type': 'text/html' } })],
    ['a portal that redirects', () => ({ status: 302, headers: { location: 'http://portal.example.com/' } })],
    ['a server of empty answers', () => ({})],
    ['a server of JSON that is no map', () => ({ body: '[]' })],
    ['a server of empty maps', () => ({ body: '{}' })],
    ['an echo of what was asked', ({ headers }) => ({ headers: { ...headers } as Record<string, string>, body: 'x' })],
    ['errors', () => ({ status: 500, body: html })],
    [
      'EC2 as OpenStack imitates it: no tokens',
      ({ path }) => (path === '/latest/meta-data/instance-id' ? { body: 'i-0123456789abcdef0' } : { status: 404 }),
    ],
    [
      'a token without an EC2 identity',
      aws({ 'dynamic/instance-identity/document': '{"instanceId":"vm-1","region":"x"}' }),
    ],
    [
      'Google without its header in the answer',
      ({ path }) => (path.endsWith('/zone') ? { body: 'projects/1/zones/us-central1-a' } : { status: 404 }),
    ],
    ['Google with a zone that is none', gcp({ 'instance/zone': html })],
    ['Azure without ids', azure({ azEnvironment: 'AzurePublicCloud', vmSize: 'x' })],
    ['OCI without an OCID', oci({ id: 'i-1', shape: 'BM.GPU.H100.8' })],
  ];
  it.each(IMPOSTORS)('%s', async (_, server) => {
    const { data, missing } = await collectFrom(server);
    expect({ data, missing }).toEqual({ data: { from: 'none', fabric: {} }, missing: {} });
  });

  it('two clouds at once are refused', async () => {
    const [one, two] = [await loopback(aws()), await loopback(gcp())];
    try {
      const all = { aws: one.url, gcp: two.url, azure: one.url, oci: one.url };
      await expect(collectAt(all)).rejects.toMatchObject({
        name: 'CollectFailure',
        message: 'metadata services of two clouds answered: aws, gcp',
      });
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });
});

describe('silence', () => {
  it('of three clouds takes one limit: all are asked before any has answered', async () => {
    const server = gcp();
    let waiting = 0;
    let most = 0;
    const imds = await loopback(
      () => undefined,
      () => {
        waiting += 1;
        most = Math.max(most, waiting);
      },
    );
    const google = await loopback(server);
    try {
      const all = { aws: imds.url, gcp: google.url, azure: imds.url, oci: imds.url };
      const { data } = await collectAt(all, { probeMs: 60 });
      expect(data.provider).toBe('gcp');
      // One question each, all open together: nobody was asked again after a limit.
      expect([most, imds.asked.length]).toEqual([3, 3]);
    } finally {
      await Promise.all([imds.close(), google.close()]);
    }
  });

  it('of all four is no cloud, and nothing is missing', async () => {
    const { data, missing, asked } = await collectFrom(() => undefined, { probeMs: 60 });
    expect({ data, missing }).toEqual({ data: { from: 'none', fabric: {} }, missing: {} });
    expect(asked).toHaveLength(4);
  });

  it('of a port that refuses is no cloud', async () => {
    const gone = await loopback(() => ({}));
    await gone.close();
    const { data } = await collectAt({ aws: gone.url, gcp: gone.url, azure: gone.url, oci: gone.url });
    expect(data).toEqual({ from: 'none', fabric: {} });
  });

  it('after a first answer leaves out what was not answered, and says so', async () => {
    const server = gcp({ 'instance/machine-type': null, 'instance/image': null });
    const { data, missing } = await collectFrom(server);
    expect([data.instanceType, data.image]).toEqual([undefined, undefined]);
    expect(missing).toMatchObject({ instanceType: 'status 404', image: 'status 404' });
  });

  it('is no slow answer: one that comes within the limit is taken', async () => {
    const server = oci();
    const imds = await loopback(
      () => undefined,
      (request, response) => {
        const headers = request.headers as Record<string, string | undefined>;
        const { status = 200, body = '' } = server({ method: 'GET', path: request.url ?? '', headers, body: '' });
        setTimeout(() => response.writeHead(status).end(body), 25);
      },
    );
    try {
      const { data } = await collectAt({ aws: imds.url, gcp: imds.url, azure: imds.url, oci: imds.url });
      expect([data.provider, data.instanceType]).toEqual(['oci', 'BM.GPU.H100.8']);
    } finally {
      await imds.close();
    }
  });

  it('of an answer that begins and never ends is no cloud', async () => {
    const imds = await loopback(
      () => undefined,
      (_, response) => {
        response.writeHead(200, { 'metadata-flavor': 'Google', 'x-aws-ec2-metadata-token-ttl-seconds': '60' });
        response.write('{"id":"ocid1.instance.oc1.x.y",');
      },
    );
    try {
      const all = { aws: imds.url, gcp: imds.url, azure: imds.url, oci: imds.url };
      const { data, missing } = await collectAt(all, { probeMs: 60 });
      expect({ data, missing }).toEqual({ data: { from: 'none', fabric: {} }, missing: {} });
    } finally {
      await imds.close();
    }
  });

  it('once the time of the collector is over, no API is asked', async () => {
    const over = AbortSignal.abort();
    for (const server of [aws(), gcp(), azure()]) {
      const { api, missing } = await collectFrom(server, { signal: over });
      expect(api).toEqual([]);
      expect(Object.keys(missing).some((path) => path.startsWith('cluster'))).toBe(true);
    }
  });
});

describe('the firmware', () => {
  const DMI = '/sys/class/dmi/id/';
  const EC2 = { [`${DMI}sys_vendor`]: 'Amazon EC2\n' };

  it('names a cloud that cannot be asked: then its values are missing, not absent', async () => {
    const { data, missing } = await collectFrom(() => ({ status: 403 }), { files: EC2 });
    expect(data).toEqual({ from: 'none', fabric: {} });
    expect(missing.instanceType).toContain('sys_vendor Amazon EC2');
    expect(missing.instanceType).toContain('PUT /latest/api/token: status 403');
    expect(missing.instanceType).toContain('hop limit of 2');
    expect(Object.keys(missing)).toContain('provider');
  });

  it.each([
    [
      'Google',
      gcp(),
      EC2,
      'a metadata service of gcp answered, and the firmware of the machine says sys_vendor Amazon EC2',
    ],
    ['Amazon', aws(), { [`${DMI}chassis_asset_tag`]: 'OracleCloud.com' }, 'which is oci'],
  ])('of another cloud than %s makes it doubtful', async (_, server, files, message) => {
    await expect(collectFrom(server, { files })).rejects.toThrow(message);
  });

  it.each([
    [aws(), EC2],
    [gcp(), { [`${DMI}product_name`]: 'Google Compute Engine' }],
    [azure(), { [`${DMI}chassis_asset_tag`]: '7783-7084-3265-9085-8269-3286-77' }],
    [oci(), { [`${DMI}chassis_asset_tag`]: 'OracleCloud.com' }],
    [aws(), { [`${DMI}sys_vendor`]: 'QEMU' }],
  ])('that agrees, or names no cloud, changes nothing (%#)', async (server, files) => {
    const [plain, hinted] = [await collectFrom(server), await collectFrom(server, { files })];
    expect(hinted.data).toEqual(plain.data);
  });
});
