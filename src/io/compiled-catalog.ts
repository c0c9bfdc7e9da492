import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../recipe/catalog.ts';
import type { Layer } from '../recipe/layer.ts';

type Positions = Readonly<Record<string, readonly [number, number]>>;

/** The files of a compiled catalog in a folder: the positions apart, since only errors and explanations ask for them. */
const filesIn = (folder: string) => ({
  recipes: join(folder, 'recipes.json'),
  positions: join(folder, 'recipes-positions.json'),
});

/** Writes the built-in recipes as JSON: parsing their YAML takes longer than everything else together. */
export function writeCompiled(folder: string, catalog: Catalog): void {
  const files = filesIn(folder);
  const layers = catalog.layers.map(({ positions: _, ...layer }) => layer);
  writeFileSync(files.recipes, `${JSON.stringify({ ...catalog, layers })}\n`);
  const positions = catalog.layers.map((layer) => Object.fromEntries(layer.positions));
  writeFileSync(files.positions, `${JSON.stringify(positions)}\n`);
}

/** Reads what `writeCompiled` wrote. */
export function readCompiled(folder: string): Catalog {
  const files = filesIn(folder);
  const { layers, ...rest } = JSON.parse(readFileSync(files.recipes, 'utf8')) as Omit<Catalog, 'layers'> & {
    readonly layers: readonly Omit<Layer, 'positions'>[];
  };
  let known: readonly Positions[] | undefined;
  const positionsOf = (index: number): Positions => {
    known ??= JSON.parse(readFileSync(files.positions, 'utf8')) as readonly Positions[];
    return known[index] ?? {};
  };
  return { ...rest, layers: layers.map((layer, index) => withPositions(layer, () => positionsOf(index))) };
}

function withPositions(layer: Omit<Layer, 'positions'>, read: () => Positions): Layer {
  let map: Layer['positions'] | undefined;
  return Object.defineProperty(layer as Layer, 'positions', {
    enumerable: true,
    get: () => {
      map ??= new Map(Object.entries(read()));
      return map;
    },
  });
}
