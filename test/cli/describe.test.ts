import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { descriptionOf, fullName } from '../../src/cli/describe.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';
import { runCli } from './run-cli.ts';

const silent = { write: () => {} };
const program = buildProgram(createShell(['node', 'cnsctl'], { stdout: silent, stderr: silent, env: {}, cwd: '.' }));
const all = (command: Command): Command[] => [command, ...command.createHelp().visibleCommands(command).flatMap(all)];
const commands = all(program).map((command) => [fullName(command), command] as const);

describe.each(commands)('%s', (name, command) => {
  it('has help with a description, two examples or more, and exit codes', async () => {
    const { status, out } = await runCli([...name.split(' ').slice(1), '--help'], { cwd: '.' });
    expect(status).toBe(0);
    expect(out).toContain(`Usage: ${name}`);
    expect(command.description().length).toBeGreaterThan(20);
    expect(out.match(/^ {2}\$ .+/gm)?.length ?? 0).toBeGreaterThanOrEqual(2);
    expect(out).toContain('Exit codes:\n  0   ');
  });

  it('has examples of itself whose commands and flags exist', () => {
    const lines = descriptionOf(command)?.examples.map(({ line }) => line) ?? [];
    expect(lines.every((line) => line.includes(name))).toBe(true);
    for (const part of lines
      .flatMap((line) => line.split(/[|()]/))
      .map((one) => one.trim())
      .filter((one) => one.startsWith('cnsctl '))) {
      const [used, flags] = parsed(part);
      const known = used
        .createHelp()
        .visibleOptions(used)
        .flatMap(({ long, short }) => [long, short]);
      expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
    }
  });

  it('has flags that say what they are', () => {
    const options = command.createHelp().visibleOptions(command);
    expect(options.filter(({ description }) => description === '').map(({ flags }) => flags)).toEqual([]);
  });
});

function parsed(line: string): [Command, string[]] {
  const words = line.split(' ').slice(1);
  let command = program;
  for (const word of words) {
    const below = command.commands.find((one) => one.name() === word);
    if (!below) break;
    command = below;
  }
  return [command, words.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, ''))];
}
