import type { PlainMap } from '../plain.ts';
import { pick } from '../plain.ts';
import { remembered } from '../remembered.ts';
import type { ClusterFile } from './cluster-file.ts';
import { locate, type PositionedDocument } from './document.ts';
import type { Layer } from './layer.ts';
import type { MergeSource } from './merge.ts';

/** What a user asks for: a cluster file, parsed, with the document that it came from and values given by flags. */
export interface ResolveInput {
  readonly cluster: ClusterFile;
  readonly document: PositionedDocument;
  /** Values of `--set`: they come last. */
  readonly flags?: { readonly components: PlainMap };
  /** Components that flags take out because another tree brings them: what they make is there. */
  readonly elsewhere?: readonly string[];
  /** Skip the leaf check: `--allow-generic`. */
  readonly allowGeneric?: boolean;
}

/** A layer as the merge takes it; one object a layer, so that merges of the same layers are recognised. */
export const asMergeSource = remembered(mergeSource);

function mergeSource(layer: Layer): MergeSource {
  const { inputs, ownership, shared, provided, bill, components } = layer.document;
  return {
    name: layer.name,
    origin: layer.origin,
    match: layer.match,
    value: given({ inputs, ownership, shared, provided, bill, components }),
    locate: (path) => locate({ file: layer.name, value: undefined, positions: layer.positions }, path),
  };
}

/** A section that a file leaves out is an empty map to its schema; it must not look as if the file had set it. */
const given = (sections: Readonly<Record<string, object>>): PlainMap =>
  Object.fromEntries(Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0));

/** The cluster file: after all layers. */
export function clusterSource({ cluster, document }: ResolveInput): MergeSource {
  const { components, ownership, inputs, shared } = cluster;
  return {
    name: document.file,
    origin: 'cluster',
    match: {},
    value: given({ inputs, ownership, components, shared: pick(shared, ['storageClass']) }),
    locate: (path) => locate(document, path),
  };
}

/** Values of flags: last. */
export function flagSource({ flags }: ResolveInput): MergeSource[] {
  if (!flags) return [];
  return [
    {
      name: '--set',
      origin: 'flag',
      match: {},
      value: { components: flags.components },
      locate: () => ({ file: '--set', line: 1, column: 1 }),
    },
  ];
}
