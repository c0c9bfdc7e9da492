import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';
import { pagePaths } from './page.ts';

const silent = { write: () => {} };
const program = buildProgram(createShell(['node', 'cnsctl'], { stdout: silent, stderr: silent, env: {}, cwd: '.' }));

/** Commands that the prose names between backticks: placeholders may stand in them, so they are parsed and not run. */
const inlineCommands = (path: string): string[] =>
  [
    ...readFileSync(path, 'utf8')
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/`(cnsctl [^`]+)`/g),
  ].flatMap(([, line = '']) => line.replaceAll('\n', ' '));

/** What is wrong with a line: a command or a flag that the program does not have. */
function faultsOf(line: string): string[] {
  let command: Command = program;
  const faults: string[] = [];
  for (const word of line.split(' ').slice(1)) {
    const below = command.commands.find((one) => one.name() === word);
    if (below) command = below;
    else if (word.startsWith('--')) {
      const flags = [...command.options, ...program.options].flatMap(({ long, short }) => [long, short]);
      if (!flags.includes(word.replace(/=.*$/, ''))) faults.push(`${line}: no flag ${word}`);
    } else if (command === program) faults.push(`${line}: no command ${word}`);
  }
  return faults;
}

it.each(pagePaths())('the commands in the prose of %s exist', (path) => {
  expect(inlineCommands(path).flatMap(faultsOf)).toEqual([]);
});

it('the examples of the command line reference exist', () => {
  const text = readFileSync('docs/reference/cli.md', 'utf8');
  const lines = [...text.matchAll(/^\$ (.*)$/gm)].flatMap(([, line = '']) => line.match(/cnsctl [^|()]+/g) ?? []);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.flatMap((line) => faultsOf(line.trim()))).toEqual([]);
});

it('a command or flag that does not exist is found', () => {
  expect(faultsOf('cnsctl synthesize')).toEqual(['cnsctl synthesize: no command synthesize']);
  expect(faultsOf('cnsctl synth --chek')).toEqual(['cnsctl synth --chek: no flag --chek']);
  expect(faultsOf('cnsctl recipe list --service eks')).toEqual([]);
});
