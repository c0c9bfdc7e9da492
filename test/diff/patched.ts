import { applyPatch } from 'rfc6902';
import type { PatchOperation } from '../../src/diff/json-patch.ts';

/**
 * What `rfc6902` makes of a document. It changes no root in place, so the document stands under a key, which every pointer then begins
 * with.
 *
 * @throws Error for an operation that it refuses
 */
export function patched(document: unknown, operations: readonly PatchOperation[]): unknown {
  const holder = { root: structuredClone(document) };
  const below = operations.map((one) => ({ ...structuredClone(one), path: `/root${one.path}` }));
  for (const fault of applyPatch(holder, below)) if (fault !== null) throw fault;
  return holder.root;
}
