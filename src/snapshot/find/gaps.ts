import { compareText } from '../../plain.ts';
import type { Snapshot } from '../document.ts';

/** Why these collectors may not have seen what is looked for. A collector that failed has not said that nothing is there. */
export function gapsOf({ collectors }: Snapshot, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const state = Object.hasOwn(collectors, name) ? collectors[name] : undefined;
    if (state === undefined) return [`there is no collector ${name} in it`];
    if (state.state === 'excluded') return [`the collector ${name} was not run`];
    if (state.state === 'failed') return [`the collector ${name} failed: ${state.why ?? 'no reason was noted'}`];
    return Object.entries(state.missing)
      .sort(([a], [b]) => compareText(a, b))
      .slice(0, 3)
      .map(([path, why]) => `${name}.${path} is missing: ${why}`);
  });
}

/** Whether a collector saw everything that it looks for. */
export const sawAll = ({ collectors, measurements }: Snapshot, name: keyof Snapshot['measurements']): boolean =>
  Object.hasOwn(collectors, name) && collectors[name]?.state === 'collected' && measurements[name] !== undefined;
