import { describe, expect, it } from 'vitest';
import { signAws } from '../../../../src/snapshot/cloud/aws/sigv4.ts';
import { aws, SECRETS } from '../clouds.ts';
import { collectFrom } from '../collect-from.ts';
import type { Answer, Asked } from '../loopback.ts';

const CLUSTER = {
  cluster: {
    name: 'prod',
    version: '1.34',
    platformVersion: 'eks.7',
    status: 'ACTIVE',
    accessConfig: { authenticationMode: 'API' },
    upgradePolicy: { supportType: 'STANDARD' },
    endpoint: 'https://ABC.gr7.us-east-2.eks.amazonaws.com',
    certificateAuthority: { data: 'c2VjcmV0' },
  },
};

/** As EKS: whoever is not signed by the role of the node is refused. */
const eks =
  (answer: Answer = { body: JSON.stringify(CLUSTER) }) =>
  ({ headers }: Asked): Answer =>
    headers.authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${SECRETS.accessKey}/20260706/us-east-2/eks/`)
      ? answer
      : { status: 403, headers: { 'x-amzn-errortype': 'InvalidSignatureException:' }, body: '{"message":"secret"}' };

describe('DescribeCluster', () => {
  it('is asked once, signed for this time, region and service with the role of the node', async () => {
    const { api, apiUrl } = await collectFrom(aws(), { api: eks() });
    expect(api).toHaveLength(1);
    const { method, path, headers } = api[0] ?? { method: '', path: '', headers: {} };
    const expected = signAws({
      method,
      url: `${apiUrl}${path}`,
      region: 'us-east-2',
      service: 'eks',
      // The metadata service's own time.
      date: '20260706T050403Z',
      credentials: {
        accessKeyId: SECRETS.accessKey,
        secretAccessKey: SECRETS.secretKey,
        sessionToken: SECRETS.sessionToken,
      },
    });
    expect([method, path]).toEqual(['GET', '/us-east-2/amazonaws.com/clusters/prod']);
    expect(headers).toMatchObject(expected);
  });

  it('gives the version and what else is kept of its answer', async () => {
    const { data, missing } = await collectFrom(aws(), { api: eks() });
    expect(data.cluster).toEqual({
      service: 'eks',
      name: 'prod',
      location: 'us-east-2',
      version: '1.34',
      details: { platformVersion: 'eks.7', status: 'ACTIVE', authenticationMode: 'API', supportType: 'STANDARD' },
    });
    expect(missing).toEqual({});
  });

  it('goes to the domain of the partition', async () => {
    const { api } = await collectFrom(aws({ 'meta-data/services/domain': 'amazonaws.com.cn' }), { api: eks() });
    expect(api[0]?.path).toBe('/us-east-2/amazonaws.com.cn/clusters/prod');
  });

  it.each([
    [
      'refused',
      {
        status: 403,
        headers: { 'x-amzn-errortype': 'AccessDeniedException:http://x/' },
        body: '{"message":"arn:aws:sts::123456789012:assumed-role/node-role"}',
      },
      'status 403, AccessDeniedException',
    ],
    ['a page of HTML', { body: '<html>' }, 'not in the format'],
    ['another cluster', { body: JSON.stringify({ cluster: { name: 'other', version: '1.20' } }) }, 'not in the format'],
    ['broken', { status: 500 }, 'status 500'],
  ])('that is %s leaves the version missing, with the permission that would help', async (_, answer, why) => {
    const { data, missing } = await collectFrom(aws(), { api: eks(answer) });
    expect(data.cluster).toEqual({ service: 'eks', name: 'prod', location: 'us-east-2', details: {} });
    expect(missing['cluster.version']).toContain(why);
    expect(missing['cluster.version']).toContain('eks:DescribeCluster');
    expect(missing['cluster.version']).not.toContain('123456789012');
  });

  it.each([
    ['no role', { 'meta-data/iam/security-credentials/': null }],
    ['a role that is no name', { 'meta-data/iam/security-credentials/': '../../x' }],
    ['no credentials', { 'meta-data/iam/security-credentials/node-role': null }],
    [
      'credentials without a token',
      { 'meta-data/iam/security-credentials/node-role': '{"AccessKeyId":"A","SecretAccessKey":"B"}' },
    ],
    ['a domain that is none', { 'meta-data/services/domain': 'evil.example.com/x' }],
  ])('is not asked with %s', async (_, paths) => {
    const { api, missing } = await collectFrom(aws(paths), { api: eks() });
    expect(api).toEqual([]);
    expect(missing['cluster.version']).toBeTypeOf('string');
  });
});

describe('the name of the cluster', () => {
  it('is the tag that EKS gives, before what user data says', async () => {
    const { data, context } = await collectFrom(aws({ 'meta-data/tags/instance/eks:cluster-name': 'tagged' }));
    expect(data.cluster?.name).toBe('tagged');
    expect(context['cluster.name']?.source).toBe('GET /latest/meta-data/tags/instance/eks:cluster-name');
  });

  it('is absent on an instance that is in no cluster, and nothing is missing', async () => {
    const { data, missing, api } = await collectFrom(aws({ 'user-data': null }), { api: eks() });
    expect([data.cluster, missing, api]).toEqual([undefined, {}, []]);
  });
});

it.each([
  ['on-demand', 'on-demand'],
  ['spot', 'spot'],
  ['scheduled', 'reserved'],
  ['capacity-block', 'capacity-block'],
])('life cycle %s is capacity %s', async (lifeCycle, capacity) => {
  const { data } = await collectFrom(aws({ 'meta-data/instance-life-cycle': lifeCycle }));
  expect(data.capacity).toBe(capacity);
});

it('a life cycle that has no name here is missing, with the word that came', async () => {
  const { data, missing } = await collectFrom(aws({ 'meta-data/instance-life-cycle': 'constructor' }));
  expect([data.capacity, missing.capacity]).toEqual([undefined, 'constructor is a way to pay that has no name here']);
});
