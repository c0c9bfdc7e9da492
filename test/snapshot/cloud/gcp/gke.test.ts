import { describe, expect, it } from 'vitest';
import { gcp, SECRETS } from '../clouds.ts';
import { collectFrom } from '../collect-from.ts';
import type { Answer, Asked } from '../loopback.ts';

const CLUSTER = {
  name: 'prod',
  location: 'us-central1',
  currentMasterVersion: '1.34.1-gke.2037001',
  currentNodeVersion: '1.34.1-gke.1829001',
  status: 'RUNNING',
  releaseChannel: { channel: 'REGULAR' },
  autopilot: { enabled: true },
};

const gke =
  (answer: Answer = { body: JSON.stringify(CLUSTER) }) =>
  ({ headers }: Asked): Answer =>
    headers.authorization === `Bearer ${SECRETS.googleToken}` ? answer : { status: 401 };

describe('clusters.get', () => {
  it('is asked with the token of the node, for the fields that are kept', async () => {
    const { data, missing, api } = await collectFrom(gcp(), { api: gke() });
    expect(api.map(({ path }) => path)).toEqual([
      '/v1/projects/my-project/locations/us-central1/clusters/prod?fields=name,location,currentMasterVersion,currentNodeVersion,status,releaseChannel(channel),autopilot(enabled)',
    ]);
    expect(data.cluster).toEqual({
      service: 'gke',
      name: 'prod',
      location: 'us-central1',
      version: '1.34.1-gke.2037001',
      details: { channel: 'REGULAR', nodeVersion: '1.34.1-gke.1829001', status: 'RUNNING', autopilot: 'true' },
    });
    expect(missing).toEqual({});
  });

  it.each([
    ['refused', { status: 403, body: '{"error":{"message":"secret"}}' }, 'status 403'],
    ['HTML', { body: '<html>' }, 'not in the format'],
    ['another cluster', { body: '{"name":"other","currentMasterVersion":"1.20"}' }, 'not in the format'],
  ])('that answers with %s leaves the version missing, with the permission that would help', async (_, answer, why) => {
    const { data, missing } = await collectFrom(gcp(), { api: gke(answer) });
    expect(data.cluster?.version).toBeUndefined();
    expect(missing['cluster.version']).toContain(why);
    expect(missing['cluster.version']).toContain('container.clusters.get');
  });

  it.each([
    ['no service account', { 'instance/service-accounts/default/token': null }],
    ['a token of two lines', { 'instance/service-accounts/default/token': '{"access_token":"a\\nb"}' }],
    ['no location', { 'instance/attributes/cluster-location': null }],
    ['a project that is none', { 'project/project-id': '../x' }],
  ])('is not asked with %s', async (_, paths) => {
    const { api, missing } = await collectFrom(gcp(paths), { api: gke() });
    expect(api).toEqual([]);
    expect(missing['cluster.version']).toBeTypeOf('string');
  });
});

it('a machine in no cluster misses nothing', async () => {
  const { data, missing, api } = await collectFrom(gcp({ 'instance/attributes/cluster-name': null }), { api: gke() });
  expect([data.cluster, missing, api]).toEqual([undefined, {}, []]);
});

it.each`
  model                  | preemptible | capacity       | why
  ${'STANDARD'}          | ${'FALSE'}  | ${'on-demand'} | ${undefined}
  ${'SPOT'}              | ${'TRUE'}   | ${'spot'}      | ${undefined}
  ${null}                | ${'TRUE'}   | ${'spot'}      | ${undefined}
  ${null}                | ${'FALSE'}  | ${'on-demand'} | ${undefined}
  ${'RESERVATION_BOUND'} | ${'FALSE'}  | ${'reserved'}  | ${undefined}
  ${'FLEX_START'}        | ${'FALSE'}  | ${undefined}   | ${'FLEX_START is a way to pay that has no name here'}
  ${null}                | ${null}     | ${undefined}   | ${'the metadata does not say'}
`('$model and preemptible $preemptible is $capacity', async ({ model, preemptible, capacity, why }) => {
  const { data, missing } = await collectFrom(
    gcp({ 'instance/scheduling/provisioning-model': model, 'instance/scheduling/preemptible': preemptible }),
  );
  expect([data.capacity, missing.capacity]).toEqual([capacity, why]);
});

it('a machine whose place Google does not tell has no fabric', async () => {
  const none = { 'instance/attributes/physical_host_topology': null, 'instance/attributes/physical_host': null };
  const { data, missing } = await collectFrom(gcp(none), { api: gke() });
  expect([data.fabric, missing]).toEqual([{}, {}]);
});
