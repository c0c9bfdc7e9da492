import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { completionScript, SHELLS } from '../../src/cli/completion-script.ts';
import { tempDir } from './run-cli.ts';

const { cwd, remove } = tempDir();
beforeAll(() => {
  mkdirSync(join(cwd, 'clusters'));
  writeFileSync(join(cwd, 'clusters/prod.yaml'), '');
});
afterAll(remove);

/** What bash itself offers after each line. The program runs from source, as a function that bash takes for a command. */
function bash(lines: readonly (readonly string[])[]): string[] {
  const node = [
    process.execPath,
    '--import',
    resolve('node_modules/tsx/dist/loader.mjs'),
    resolve('src/cli/cnsctl.ts'),
  ];
  const script = [
    `cnsctl() { ${node.map((word) => `'${word}'`).join(' ')} "$@"; }`,
    completionScript('bash', 'cnsctl'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
    'ask() { COMP_WORDS=(cnsctl "$@"); COMP_CWORD=$#; _cnsctl; echo "${COMPREPLY[*]}"; }',
    ...lines.map((words) => `ask ${words.map((word) => `'${word}'`).join(' ')}`),
    'complete -p cnsctl',
  ].join('\n');
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: cwd },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

it('bash completes commands, clusters, flags and choices', () => {
  expect(bash([['syn'], ['synth', ''], ['synth', '--che'], ['completion', '=', 'z'], ['schema', 'Cl']])).toEqual([
    'synth',
    'prod',
    '--check',
    'zsh',
    'Cluster',
    'complete -F _cnsctl cnsctl',
  ]);
});

it.each(SHELLS)('the script for %s has the name of the program and nothing left to fill in', (shell) => {
  const script = completionScript(shell, 'eidos');
  expect(script).toContain('eidos');
  expect(script).not.toContain('NAME');
  expect(script).not.toContain('cnsctl');
});

it.each(['zsh', 'fish'])('%s reads its script without a complaint', (shell) => {
  if (spawnSync(shell, ['-c', 'true']).status !== 0) {
    console.log(`skipped: ${shell} is not installed`);
    return;
  }
  const { status, stderr } = spawnSync(shell, ['-n', '-c', completionScript(shell, 'cnsctl')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
