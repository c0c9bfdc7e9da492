import { expect, it } from 'vitest';
import { createShell } from '../../src/cli/shell.ts';
import { smallEngine } from '../ops/small-engine.ts';

const silent = { write: () => {} };
const shellOf = (
  script: string | undefined,
  env: Readonly<Record<string, string>> = {},
  make = async () => smallEngine,
) =>
  createShell(
    ['node', ...(script === undefined ? [] : [script])],
    { stdout: silent, stderr: silent, env, cwd: '/tmp' },
    make,
  );

it.each([
  ['/usr/bin/cnsctl', 'cnsctl'],
  ['/x/node_modules/.bin/eidos', 'eidos'],
  ['/x/eidos.mjs', 'eidos'],
  ['/x/lib/cli/cnsctl.cjs', 'cnsctl'],
  ['/x/other.js', 'cnsctl'],
  [undefined, 'cnsctl'],
])('called as %s it is %s', (script, name) => {
  expect(shellOf(script).name).toBe(name);
});

it('makes an engine once, however often it is asked for', async () => {
  let made = 0;
  const shell = shellOf('cnsctl', { HOME: '/nowhere' }, async () => {
    made++;
    return smallEngine;
  });
  await Promise.all([shell.engine({}), shell.engine({})]);
  await shell.engine({});
  expect(made).toBe(1);
  await shell.engine({ recipes: 'mine' });
  expect(made).toBe(2);
});
