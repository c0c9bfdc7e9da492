import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addClusterFlags, type ClusterFlags } from '../../src/cli/cluster-flags.ts';
import { createShell } from '../../src/cli/shell.ts';
import type { Streams } from '../../src/cli/streams.ts';
import type { ContextOptions } from '../../src/io/kube/choose-context.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cluster-flags-'));
  writeFileSync(join(cwd, 'config'), '{}');
});
afterAll(() => rmSync(cwd, { recursive: true }));

const flagsOf = (...args: string[]): ClusterFlags =>
  addClusterFlags(new Command('test')).parse(args, { from: 'user' }).opts();

function shellOf(imported: string[], asked: ContextOptions[]) {
  const streams: Streams = {
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: { KUBECONFIG: 'of-the-environment' },
    cwd,
    importModule: async (address) => {
      imported.push(address);
      return {
        connectionOf: (options: ContextOptions) => {
          asked.push(options);
          return {
            server: 'https://x',
            where: 'here',
            credentials: () => Promise.reject(new Error('none')),
            close: () => {},
          };
        },
      };
    },
  };
  return createShell(['node', 'cnsctl'], streams);
}

it('hands flags, environment and folder on, and loads what reads kubeconfigs as a module beside the program', async () => {
  const imported: string[] = [];
  const asked: ContextOptions[] = [];
  const shell = shellOf(imported, asked);
  const flags = flagsOf('--kubeconfig', 'config', '--kube-context', 'prod');
  const cluster = await shell.cluster(flags);
  expect(cluster).toMatchObject({ server: 'https://x', where: 'here' });
  expect(await shell.cluster(flags)).toBe(cluster);
  expect(asked).toEqual([{ kubeconfig: 'config', context: 'prod', env: { KUBECONFIG: 'of-the-environment' }, cwd }]);
  expect(imported).toEqual([expect.stringMatching(/^file:.*\/kubernetes\.js$/)]);
});

it('without flags says nothing of file and context', async () => {
  const asked: ContextOptions[] = [];
  await shellOf([], asked).cluster(flagsOf());
  expect(asked).toEqual([{ env: { KUBECONFIG: 'of-the-environment' }, cwd }]);
});
