import { Agent } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type KubePage, KubeRefusal, type ListOptions } from '../../../src/contract/kube-api.ts';
import { CnsError } from '../../../src/errors.ts';
import type { Cluster } from '../../../src/io/kube/cluster.ts';
import { type ClientOptions, clusterClient } from '../../../src/io/kube/cluster-client.ts';
import { refusalOf } from '../../../src/io/kube/refusal.ts';
import { type ApiServer, type ApiServerOptions, startApiServer } from './api-server.ts';
import { builtInKinds, gpuNode } from './described-cluster.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes' } as const;
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${String(i).padStart(3, '0')}`);
const cluster = (count: number) => ({
  version: { gitVersion: 'v1.34.2', platform: 'linux/amd64' },
  kinds: builtInKinds({ nodes: names(count).map((name) => gpuNode(name)) }),
});

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface Started {
  readonly server: ApiServer;
  readonly client: Cluster;
  readonly waits: number[];
}

async function start(count: number, options: ApiServerOptions = {}, more: ClientOptions = {}): Promise<Started> {
  const server = await startApiServer(cluster(count), options);
  const waits: number[] = [];
  const agent = new Agent({ keepAlive: true });
  let given = 0;
  const client = clusterClient(
    {
      server: server.url,
      where: 'context "test" of /tmp/config',
      credentials: async (fresh) => {
        given += fresh ? 1 : 0;
        return { headers: { authorization: `Bearer secret-${given}` }, agent };
      },
      close: () => agent.destroy(),
    },
    { sleep: async (ms) => void waits.push(ms), ...more },
  );
  open.push(() => client.close(), server.close);
  return { server, client, waits };
}

async function pagesOf(client: Cluster, options: ListOptions = {}): Promise<KubePage[]> {
  const pages: KubePage[] = [];
  for await (const page of client.list(NODES, options)) pages.push(page);
  return pages;
}

const namesOf = (pages: readonly KubePage[]): unknown[] =>
  pages.flatMap(({ items }) => items.map(({ metadata }) => (metadata as { name: string }).name));

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('it succeeded'),
    (error: Error) => error,
  );
}

describe('lists', () => {
  it('come page by page, with what is left', async () => {
    const { client, server } = await start(5);
    const pages = await pagesOf(client, { pageSize: 2 });
    expect(pages.map(({ items, remaining, restarted }) => [items.length, remaining, restarted])).toEqual([
      [2, 3, false],
      [2, 1, false],
      [1, undefined, false],
    ]);
    expect(server.seen.map(({ query }) => query.limit)).toEqual(['2', '2', '2']);
  });

  it('are the same for every page size', async () => {
    const { client } = await start(7);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (pageSize) => {
        expect(namesOf(await pagesOf(client, { pageSize }))).toEqual(names(7));
      }),
      { numRuns: 12 },
    );
  });

  it('that expired in the middle are begun anew, and say so on that page', async () => {
    const { client } = await start(5, { faults: [{ on: /continue=/, answer: 410, times: 1 }] });
    const pages = await pagesOf(client, { pageSize: 2 });
    expect(pages.map(({ restarted }) => restarted)).toEqual([false, true, false, false]);
    expect(namesOf(pages.slice(1))).toEqual(names(5));
  });

  it('that expire again and again are refused', async () => {
    const { client, server } = await start(5, { faults: [{ on: /continue=/, answer: 410 }] });
    expect(await failureOf(pagesOf(client, { pageSize: 2 }))).toMatchObject({ status: 410, reason: 'Expired' });
    expect(server.seen).toHaveLength(6);
  });

  it('takes the empty list of a real server, which says null, for one', async () => {
    const { client } = await start(0);
    expect(await pagesOf(client, { metadataOnly: true })).toEqual([{ items: [], restarted: false }]);
  });

  it('ask for metadata only, and get it', async () => {
    const { client, server } = await start(1);
    const [page] = await pagesOf(client, { metadataOnly: true });
    expect(page?.items[0]).not.toHaveProperty('spec');
    expect(server.seen[0]?.headers.accept).toBe(
      'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json',
    );
  });

  it('hand on selectors and the namespace', async () => {
    const { client, server } = await start(1);
    await pagesOf(client, { namespace: 'a', fieldSelector: 'metadata.name=x,spec.y!=z', labelSelector: 'a in (b, c)' });
    expect(server.seen[0]).toMatchObject({
      path: '/api/v1/namespaces/a/nodes',
      query: { fieldSelector: 'metadata.name=x,spec.y!=z', labelSelector: 'a in (b, c)' },
    });
  });

  it('are asked for in halves where a page is too large, and one object that is too large is told', async () => {
    const { client, server } = await start(8, {}, { maxBytes: 4_000 });
    expect(namesOf(await pagesOf(client, { pageSize: 8 }))).toEqual(names(8));
    expect(server.seen.map(({ query }) => Number(query.limit))).toContain(4);
    const { client: tight } = await start(2, {}, { maxBytes: 100 });
    expect((await failureOf(pagesOf(tight))).message).toMatch(
      /one object of nodes: the answer has more than 100 bytes/,
    );
  });
});

describe('a server that is busy', () => {
  it('is asked again after as long as it says', async () => {
    const { client, waits } = await start(1, {
      faults: [{ on: /nodes/, answer: 429, times: 2, headers: { 'retry-after': '3' } }],
    });
    expect(namesOf(await pagesOf(client))).toEqual(names(1));
    expect(waits).toEqual([3000, 3000]);
  });

  it('is asked again later and later when it does not say, and not for ever', async () => {
    const { client, waits } = await start(1, { faults: [{ on: /nodes/, answer: 503 }] });
    expect(await failureOf(pagesOf(client))).toMatchObject({ name: 'KubeRefusal', status: 503 });
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it('is not waited for as long as it likes', async () => {
    const { client, waits } = await start(1, {
      faults: [{ on: /nodes/, answer: 429, headers: { 'retry-after': '86400' } }],
    });
    expect(await failureOf(pagesOf(client))).toMatchObject({ status: 429 });
    expect(waits).toEqual([]);
  });

  it('that cuts the connection is asked again', async () => {
    const { client } = await start(1, { faults: [{ on: /nodes/, answer: 'cut', times: 1 }] });
    expect(namesOf(await pagesOf(client))).toEqual(names(1));
  });
});

describe('what is refused', () => {
  it.each`
    forbidden    | ask                                                         | message
    ${['nodes']} | ${(client: Cluster) => pagesOf(client)}                     | ${'may not list nodes: add the rule {apiGroups: [""], resources: [nodes], verbs: [list]} to its ClusterRole'}
    ${['nodes']} | ${(client: Cluster) => pagesOf(client, { namespace: 'a' })} | ${'may not list nodes: add the rule {apiGroups: [""], resources: [nodes], verbs: [list]} to a Role in a'}
  `('says verb, resource and rule: $message', async ({ forbidden, ask, message }) => {
    const { client } = await start(1, { forbidden });
    const error = await failureOf(ask(client));
    expect(error).toBeInstanceOf(KubeRefusal);
    expect(error).toMatchObject({ status: 403, message });
  });

  it('says which path may not be read', async () => {
    const { client } = await start(1, { faults: [{ on: /version/, answer: 403 }] });
    expect((await failureOf(client.get('/version'))).message).toContain(
      '{nonResourceURLs: ["/version"], verbs: [get]}',
    );
  });

  it('knows that a kind is not there', async () => {
    const { client } = await start(1);
    const kind = { group: 'nvidia.com', version: 'v1', resource: 'clusterpolicies' };
    expect(await failureOf(client.list(kind)[Symbol.asyncIterator]().next())).toMatchObject({ status: 404 });
  });

  it('asks once with fresh credentials, and says then that they are not accepted, without them', async () => {
    const { client, server } = await start(1, { authorization: 'Bearer secret-1' });
    expect(namesOf(await pagesOf(client))).toEqual(names(1));
    expect(server.seen).toHaveLength(2);
    const { client: refused } = await start(1, { authorization: 'Bearer other' });
    const error = await failureOf(refused.get('/version'));
    expect(error.message).toMatch(/does not accept the credentials/);
    expect(error.message).not.toContain('secret');
  });
});

describe('what is no API server', () => {
  it.each`
    answer       | more                 | why
    ${'garbage'} | ${{}}                | ${/its answer is no JSON object/}
    ${302}       | ${{}}                | ${/redirect \(302\)/}
    ${'silent'}  | ${{ timeoutMs: 30 }} | ${/no whole answer in 30 ms/}
  `('$answer is told with server, context and file', async ({ answer, more, why }) => {
    const { client, server } = await start(1, { faults: [{ on: /./, answer }] }, more);
    const error = await failureOf(client.get('/version'));
    expect(error).toBeInstanceOf(CnsError);
    expect(error.message).toMatch(why);
    expect(error.message).toContain(`${server.url} (context "test" of /tmp/config)`);
  });

  it('nobody there is told at once', async () => {
    const { client, server, waits } = await start(1);
    await server.close();
    expect((await failureOf(client.get('/version'))).message).toMatch(/CLUSTER_UNREACHABLE[\s\S]*ECONNREFUSED/);
    expect(waits).toEqual([]);
  });
});

it('any answer of a server that says no is a refusal in few words', () => {
  const any = fc.oneof(fc.jsonValue(), fc.constant('x'.repeat(5_000)));
  const cause = fc.record({ reason: fc.constant('FieldManagerConflict'), field: any, message: any });
  const causes = fc.oneof(any, fc.array(cause, { maxLength: 20 }));
  const status = fc.record({ reason: any, message: any, details: fc.record({ causes }) });
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 599 }), fc.oneof(status, fc.jsonValue()), (code, body) => {
      const refusal = refusalOf(code, body, { verb: 'list', kind: NODES });
      expect(refusal).toMatchObject({ name: 'KubeRefusal', status: code });
      expect(refusal.reason.length).toBeLessThan(100);
      expect(refusal.message.length).toBeLessThan(5_000);
    }),
    { numRuns: 150 },
  );
});
