import { expect, it } from 'vitest';
import { createShell } from '../../src/cli/shell.ts';
import { treeCache } from '../../src/cli/tree-cache.ts';

it('is off when the program runs from source: nothing tells whether its code changed', async () => {
  const silent = { write: () => {} };
  const shell = createShell(['node', 'cnsctl'], {
    stdout: silent,
    stderr: silent,
    env: { HOME: '/nowhere' },
    cwd: '/tmp',
  });
  expect(await treeCache(shell, {})).toBe(undefined);
});
