import type { PatchOperation } from '../../diff/json-patch.ts';

/** A JSON Patch with one operation a line. */
export function patchText(operations: readonly PatchOperation[]): string {
  if (operations.length === 0) return '[]\n';
  return `[\n${operations.map((operation) => `  ${JSON.stringify(operation)}`).join(',\n')}\n]\n`;
}
