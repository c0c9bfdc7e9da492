import { expect, it } from 'vitest';
import { cliReference } from '../../src/cli/reference.ts';

const text = cliReference();

it('has a section for every command, and none for what is hidden', () => {
  const titles = text.match(/^## .*$/gm);
  expect(titles).toEqual(
    [
      '',
      ' init',
      ' recipe',
      ' recipe list',
      ' query',
      ' explain',
      ' synth',
      ' bundle',
      ' verify',
      ' snapshot',
      ' validate',
      ' diff',
      ' graph',
      ' infra',
      ' infra plan',
      ' infra check',
      ' config',
      ' config init',
      ' config show',
      ' schema',
      ' completion',
      ' help',
    ].map((name) => `## cnsctl${name}`),
  );
  expect(text).not.toContain('__complete');
});

it('has arguments, flags with their choices, what is required, examples and the meaning of 1', () => {
  expect(text).toContain('| `[clusters...]` | cluster names or files (default: every file in clusters/) |');
  expect(text).toContain('| `--format <format>` | how to print (default: mermaid): mermaid, dot, json |');
  expect(text).toContain('(required) |');
  expect(text).toContain('$ cnsctl synth --check\n');
  expect(text).toContain('Exit 1: with --check or --diff: a tree is stale.');
});

it('is the same every time', () => {
  expect(cliReference()).toBe(text);
});
