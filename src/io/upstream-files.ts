import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartIndex, FieldSchema, KindIndex, Upstream } from '../synth/upstream.ts';

/**
 * The upstream index read from a folder, each file once and only when it is asked for. A definition may stand there as a text of JSON,
 * as the build writes them: of hundreds a run asks for a few.
 */
export function upstreamFrom(folder: string): Upstream {
  const cache = new Map<string, unknown>();
  const read = <T>(path: string): T | undefined => {
    if (!cache.has(path)) {
      const file = join(folder, path);
      cache.set(path, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
    }
    return cache.get(path) as T | undefined;
  };
  const safe = (part: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(part);
  return {
    chart: (name, version) =>
      safe(name) && safe(version) ? read<ChartIndex>(`charts/${name}@${version}.json`) : undefined,
    kind: (apiVersion, kind) => {
      const [version = '', group = 'core'] = apiVersion.split('/').toReversed();
      return [version, group, kind].every(safe) ? read<KindIndex>(`kinds/${group}/${kind}_${version}.json`) : undefined;
    },
    charts: () =>
      (existsSync(join(folder, 'charts')) ? readdirSync(join(folder, 'charts')) : []).sort().map((file) => ({
        name: file.slice(0, file.indexOf('@')),
        version: file.slice(file.indexOf('@') + 1, -'.json'.length),
      })),
    definition: (name) => {
      const all = read<Record<string, FieldSchema | string>>('definitions.json') ?? {};
      const found = Object.hasOwn(all, name) ? all[name] : undefined;
      if (typeof found !== 'string') return found;
      const parsed = JSON.parse(found) as FieldSchema;
      all[name] = parsed;
      return parsed;
    },
  };
}

/** The first index that knows a chart or kind answers for it. */
export function joinUpstream(indexes: readonly Upstream[]): Upstream {
  const first = <T>(ask: (index: Upstream) => T | undefined): T | undefined => {
    for (const index of indexes) {
      const answer = ask(index);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  return {
    chart: (name, version) => first((index) => index.chart(name, version)),
    kind: (apiVersion, kind) => first((index) => index.kind(apiVersion, kind)),
    charts: () => indexes.flatMap((index) => index.charts()),
    definition: (name) => first((index) => index.definition(name)),
  };
}
