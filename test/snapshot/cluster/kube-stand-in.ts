import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Collected, Collector, Surroundings } from '../../../src/contract/collector.ts';
import type { KubeApi, KubeObjectData, KubePage } from '../../../src/contract/kube-api.ts';
import { KubeRefusal } from '../../../src/contract/kube-api.ts';
import { type DescribedCluster, selected } from '../../io/kube/described-cluster.ts';

export interface StandInOptions {
  readonly pageSize?: number;
  /** Resources whose list expires once, after the first page. */
  readonly expires?: readonly string[];
  readonly forbidden?: readonly string[];
  /** What every list ends with. */
  readonly fails?: Error;
  /** Order in which the server gives objects. @default - as they are described */
  readonly order?: (count: number) => readonly number[];
}

/** An API server without a network: for laws that are tried many times. */
export function kubeStandIn({ version, kinds }: DescribedCluster, options: StandInOptions = {}): KubeApi {
  const groups = [...new Set(kinds.map(({ group }) => group))].filter((group) => group !== '');
  return {
    server: 'https://stand-in',
    async get(path): Promise<KubeObjectData> {
      await sleepFor(0);
      if (options.forbidden?.includes(path)) throw new KubeRefusal(403, 'Forbidden', `may not get ${path}`);
      if (path === '/version') return { ...version };
      if (path === '/apis')
        return {
          groups: groups.map((name) => ({
            name,
            versions: kinds.filter(({ group }) => group === name).map((kind) => ({ version: kind.version })),
          })),
        };
      const here = kinds.filter((kind) => `/apis/${kind.group}/${kind.version}` === path);
      return { resources: here.map(({ resource }) => ({ name: resource })) };
    },
    async *list({ group, version: served, resource }, { fieldSelector } = {}): AsyncGenerator<KubePage> {
      if (options.fails) throw options.fails;
      if (options.forbidden?.includes(resource)) throw new KubeRefusal(403, 'Forbidden', `may not list ${resource}`);
      const kind = kinds.find((one) => one.group === group && one.version === served && one.resource === resource);
      if (kind === undefined) throw new KubeRefusal(404, 'NotFound', `no ${resource}`);
      const objects = selected(kind.objects, fieldSelector);
      const order = options.order?.(objects.length) ?? [...objects.keys()];
      const items = order.flatMap((i): KubeObjectData[] => (objects[i] ? [objects[i]] : []));
      const size = options.pageSize ?? 500;
      if (options.expires?.includes(resource)) yield { items: items.slice(0, size), restarted: false };
      for (let at = 0; at === 0 || at < items.length; at += size)
        yield {
          items: items.slice(at, at + size),
          restarted: at === 0 && options.expires?.includes(resource) === true,
        };
    },
  };
}

/** Runs a collector of clusters against an API, and holds what it found against its schema. */
export async function collectFrom<Data>(
  collector: Collector<Data>,
  api: KubeApi,
  more: Partial<Surroundings> = {},
): Promise<Collected<Data>> {
  const never = (): never => {
    throw new Error('a collector of clusters reads no machine');
  };
  const collected = await collector.collect({
    machine: { read: never, list: never, link: never, run: never },
    ask: never,
    cluster: async () => api,
    before: {},
    given: {},
    signal: new AbortController().signal,
    progress: () => {},
    ...more,
  });
  collector.schema.parse(collected.data);
  return collected;
}
