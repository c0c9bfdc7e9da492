import { readFileSync } from 'node:fs';
import type { Catalog } from '../recipe/catalog.ts';
import type { Layer } from '../recipe/layer.ts';

type Positions = Record<string, readonly [number, number]>;

/** The built-in recipes as JSON with positions: parsing their YAML takes longer than everything else together. */
export function writeCompiled(catalog: Catalog): string {
  const layers = catalog.layers.map(({ positions, ...layer }) => ({
    ...layer,
    positions: Object.fromEntries(positions),
  }));
  return `${JSON.stringify({ ...catalog, layers })}\n`;
}

/** Reads what `writeCompiled` wrote. Positions become maps when an error or an explanation asks for them. */
export function readCompiled(file: string): Catalog {
  const { layers, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Catalog, 'layers'> & {
    layers: (Omit<Layer, 'positions'> & { positions: Positions })[];
  };
  return { ...rest, layers: layers.map(lazyPositions) };
}

function lazyPositions({ positions, ...layer }: Omit<Layer, 'positions'> & { positions: Positions }): Layer {
  let map: ReadonlyMap<string, readonly [number, number]> | undefined;
  return Object.defineProperty(layer as Layer, 'positions', {
    enumerable: true,
    get: () => {
      map ??= new Map(Object.entries(positions));
      return map;
    },
  });
}
