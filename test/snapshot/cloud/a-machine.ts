import type { Machine } from '../../../src/contract/machine.ts';

/** A machine that has these files and no programs. */
export const aMachine = (files: Readonly<Record<string, string>> = {}): Machine => ({
  read: async (path) => {
    const text = files[path];
    return text === undefined ? { state: 'absent' } : { state: 'read', text };
  },
  list: async () => [],
  link: async () => undefined,
  run: async () => ({ state: 'absent' }),
});
