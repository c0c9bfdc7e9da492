import { describe, expect, it } from 'vitest';
import { aws, oci } from './clouds.ts';
import { collectFrom } from './collect-from.ts';

const nobody = () => ({ status: 404 });
const ALL = { provider: 'aws', instanceType: 'p5.48xlarge', region: 'us-east-2', zone: 'us-east-2a', capacity: 'spot' };

describe('where no metadata service is', () => {
  it('what was given stands in', async () => {
    const { data, missing, context } = await collectFrom(nobody, { given: { ...ALL, cluster: 'prod', other: 'x' } });
    expect(data).toEqual({
      ...ALL,
      from: 'given',
      fabric: {},
      cluster: { service: 'eks', name: 'prod', details: {} },
    });
    expect(missing).toEqual({});
    expect(new Set(Object.values(context).map(({ source }) => source))).toEqual(new Set(['given']));
  });

  it('a region alone is enough to be given', async () => {
    const { data } = await collectFrom(nobody, { given: { region: 'here' } });
    expect(data).toEqual({ from: 'given', region: 'here', fabric: {} });
  });

  it('what was given is no longer missing on a machine of a cloud that cannot be asked', async () => {
    const files = { '/sys/class/dmi/id/sys_vendor': 'Amazon EC2\n' };
    const { missing } = await collectFrom(nobody, { files, given: { ...ALL, cluster: 'prod' } });
    expect(Object.keys(missing).sort()).toEqual(['image', 'instanceId']);
  });
});

describe('where one is', () => {
  it('what it does not say is filled in', async () => {
    const { data, missing, context } = await collectFrom(oci(), {
      given: { capacity: 'reserved', region: 'us-chicago-1' },
    });
    expect([data.from, data.capacity, missing.capacity]).toEqual(['metadata', 'reserved', undefined]);
    expect(context.capacity).toEqual({ source: 'given' });
    expect(context.region?.source).not.toBe('given');
  });

  it('a cluster that it does not name is filled in, with the rest of it kept', async () => {
    const { data } = await collectFrom(aws({ 'user-data': null }), { given: { cluster: 'prod' } });
    expect(data.cluster).toEqual({ service: 'eks', name: 'prod', details: {} });
  });

  it('every contradiction is told', async () => {
    const given = { provider: 'gcp', instanceType: 'p5.4xlarge', region: 'us-east-2', cluster: 'other' };
    await expect(collectFrom(aws(), { given })).rejects.toMatchObject({
      name: 'CollectFailure',
      transient: false,
      message:
        'provider was given as gcp, and the metadata service of aws says aws; instanceType was given as p5.4xlarge, and the metadata service of aws says p5.48xlarge; cluster was given as other, and the metadata service of aws says prod',
    });
  });
});

it.each([
  [{ provider: 'amazon' }, 'provider was given as "amazon"; allowed: aws, gcp, azure, oci'],
  [{ capacity: 'ondemand' }, 'did you mean on-demand?'],
  [{ region: '' }, 'region was given as ""'],
  [{ cluster: 'prod' }, 'the cluster prod was given without its cloud'],
])('%j is refused', async (given, message) => {
  await expect(collectFrom(nobody, { given: given as Record<string, string> })).rejects.toThrow(message);
});
