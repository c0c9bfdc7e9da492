import { Agent } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { applyConfigMap, type ConfigMapOutput, MAX_DATA_BYTES } from '../../../src/io/kube/apply-config-map.ts';
import { clusterClient } from '../../../src/io/kube/cluster-client.ts';
import { type ApiServerOptions, startApiServer } from './api-server.ts';
import { builtInKinds } from './described-cluster.ts';

const close: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of close.splice(0)) await end();
});

const OUTPUT: ConfigMapOutput = {
  namespace: 'gpu-operator',
  name: 'snapshot',
  format: 'yaml',
  text: 'kind: Snapshot\n',
  timestamp: '2026-03-01T10:00:00Z',
};
const PATH = '/api/v1/namespaces/gpu-operator/configmaps/snapshot';

async function start(options: ApiServerOptions = {}) {
  const server = await startApiServer(
    { version: { gitVersion: 'v1.34.2', platform: '' }, kinds: builtInKinds({}) },
    options,
  );
  const agent = new Agent({ keepAlive: true });
  const connection = {
    server: server.url,
    where: 'the test',
    credentials: async () => ({ headers: {}, agent }),
    close: () => agent.destroy(),
  };
  const cluster = clusterClient(connection, { sleep: async () => {} });
  close.push(() => cluster.close(), server.close);
  return { server, cluster };
}

it('writes the document, its format and its time, as cnsctl and without force', async () => {
  const { server, cluster } = await start();
  await applyConfigMap(cluster, OUTPUT);
  expect(server.written.get(PATH)?.data).toEqual({
    'snapshot.yaml': 'kind: Snapshot\n',
    format: 'yaml',
    timestamp: '2026-03-01T10:00:00Z',
  });
  expect(server.seen).toMatchObject([{ verb: 'patch', path: PATH, query: { fieldManager: 'cnsctl' } }]);
  expect(server.seen[0]?.query).not.toHaveProperty('force');
});

it('in another format takes the place of the one before', async () => {
  const { server, cluster } = await start();
  await applyConfigMap(cluster, OUTPUT);
  await applyConfigMap(cluster, { ...OUTPUT, format: 'json', text: '{}' });
  expect(Object.keys(server.written.get(PATH)?.data ?? {}).sort()).toEqual(['format', 'snapshot.json', 'timestamp']);
});

it('leaves what somebody else owns, and says who', async () => {
  const { server, cluster } = await start();
  server.written.set(PATH, { data: { format: 'mine', other: 'x' }, owners: { format: 'kubectl', other: 'kubectl' } });
  await expect(applyConfigMap(cluster, OUTPUT)).rejects.toThrow(
    /PATH_REFUSED\n {2}cm:\/\/gpu-operator\/snapshot was not written: \.data\.format: conflict with "kubectl" using v1/,
  );
  await applyConfigMap(cluster, { ...OUTPUT, force: true });
  expect(server.written.get(PATH)?.data).toMatchObject({ format: 'yaml', other: 'x' });
});

it('takes data up to the limit, and beyond it asks nobody', async () => {
  const { server, cluster } = await start();
  const room = MAX_DATA_BYTES - 'yaml'.length - OUTPUT.timestamp.length;
  await applyConfigMap(cluster, { ...OUTPUT, text: 'x'.repeat(room) });
  // Two bytes in UTF-8.
  const over = applyConfigMap(cluster, { ...OUTPUT, text: `${'x'.repeat(room - 1)}é` });
  await expect(over).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  await expect(over).rejects.toThrow(/has 1048577 bytes[\s\S]*--filter/);
  expect(server.seen).toHaveLength(1);
});

it.each`
  options                          | namespace         | said
  ${{ forbidden: ['configmaps'] }} | ${'gpu-operator'} | ${/verbs: \[create, patch\]} to a Role in gpu-operator/}
  ${{}}                            | ${'absent'}       | ${/hint: kubectl create namespace absent/}
`('says what to do: $said', async ({ options, namespace, said }) => {
  const { cluster } = await start(options);
  const written = applyConfigMap(cluster, { ...OUTPUT, namespace });
  await expect(written).rejects.toBeInstanceOf(CnsError);
  await expect(written).rejects.toThrow(said);
});
