import { fileURLToPath } from 'node:url';
import { components as builtInComponents } from '../constructs/registry.ts';
import type { Plugin } from './contract/plugin.ts';
import { argocd } from './deploy/argocd.ts';
import { flux } from './deploy/flux.ts';
import { helm } from './deploy/helm.ts';
import { type Problem, throwProblems } from './errors.ts';
import { builtInCatalog, builtInUpstream } from './io/built-in.ts';
import { loadCatalog } from './io/load-catalog.ts';
import { joinUpstream, upstreamFrom } from './io/upstream-files.ts';
import type { Engine } from './ops/engine.ts';
import { joinCatalogs } from './recipe/catalog.ts';
import { catalogProblems } from './recipe/check-catalog.ts';

export interface EngineOptions {
  /** Packages that extend the engine, in the order that they come in. */
  readonly plugins?: readonly Plugin[];
  /** Folder of the user's own layers and leaves. */
  readonly recipes?: string;
}

/** Our own components and deployers come in through the same door as anybody's. */
const builtIn: Plugin = { name: 'cloud-native-stack', components: builtInComponents, deployers: [argocd, flux, helm] };

/**
 * The composition root: data, components and deployers of this package, of plugins and of the user, as one engine.
 *
 * @throws CnsError when two packages bring a component or deployer of one name, or when recipes do not parse
 */
export function createEngine({ plugins = [], recipes }: EngineOptions = {}): Engine {
  const all = [builtIn, ...plugins];
  const catalog = joinCatalogs([
    builtInCatalog(),
    ...plugins.flatMap((plugin) =>
      plugin.recipes ? [loadCatalog(fileURLToPath(plugin.recipes), plugin.name, 'plugin')] : [],
    ),
    ...(recipes === undefined ? [] : [loadCatalog(recipes, recipes, 'user')]),
  ]);
  // Our own recipes are held against it by a test.
  if (plugins.length > 0 || recipes !== undefined) throwProblems(catalogProblems(catalog));
  return {
    catalog,
    components: byName(
      all.flatMap((plugin) =>
        (plugin.components ?? []).map((item) => ({ plugin: plugin.name, kind: 'component', item })),
      ),
    ),
    deployers: byName(
      all.flatMap((plugin) =>
        (plugin.deployers ?? []).map((item) => ({ plugin: plugin.name, kind: 'deployer', item })),
      ),
    ),
    checks: [
      ...byName(
        all.flatMap((plugin) => (plugin.checks ?? []).map((item) => ({ plugin: plugin.name, kind: 'check', item }))),
      ).values(),
    ],
    upstream: joinUpstream([
      builtInUpstream(),
      ...plugins.flatMap(({ upstream }) => (upstream ? [upstreamFrom(fileURLToPath(upstream))] : [])),
    ]),
  };
}

function byName<T extends { readonly name: string }>(
  entries: readonly { readonly plugin: string; readonly kind: string; readonly item: T }[],
): ReadonlyMap<string, T> {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { plugin, kind, item } of entries) {
    const owner = owners.get(item.name);
    if (owner !== undefined)
      problems.push({
        code: 'COMPONENT_CONFLICT',
        path: item.name,
        message: `${plugin} brings ${kind} ${item.name}, and ${owner} brings one of that name`,
        hint: 'rename one of the two',
      });
    owners.set(item.name, plugin);
  }
  throwProblems(problems);
  return new Map(entries.map(({ item }) => [item.name, item]));
}
