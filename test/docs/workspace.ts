import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/main.ts';
import { createEngine } from '../../src/engine.ts';
import type { Engine } from '../../src/ops/engine.ts';
import { wordsOf } from './words.ts';

export interface Result {
  readonly exit: number;
  readonly text: string;
}

export interface Workspace {
  readonly dir: string;
  /** Runs a line with the workspace as the current folder. */
  run(line: string): Promise<Result>;
  remove(): void;
}

const ROOT = process.cwd();

/** Made once: reading all recipes from their sources takes half a second. */
let builtIn: Engine | undefined;

/**
 * A copy of what a reader has: the cluster files, the examples, and the extension of the acme fixture as an installed package.
 * What one line writes, the next one finds.
 */
export function openWorkspace(): Workspace {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'docs-')));
  for (const folder of ['clusters', 'docs/examples'])
    cpSync(join(ROOT, folder), join(dir, folder), { recursive: true });
  for (const file of readdirSync(ROOT).filter((name) => /^Pulumi\..*\.yaml$/.test(name)))
    cpSync(join(ROOT, file), join(dir, file));
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }\n');
  const modules = join(dir, 'node_modules');
  mkdirSync(modules);
  cpSync(join(ROOT, 'test/fixtures/acme'), join(modules, 'acme-stack'), { recursive: true });
  symlinkSync(ROOT, join(modules, 'cloud-native-stack'));
  for (const name of ['cdk8s', 'constructs', 'zod', '@pulumi'])
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  return {
    dir,
    run: (line) => inFolder(dir, () => runLine(line, dir)),
    remove: () => rmSync(dir, { recursive: true }),
  };
}

/** In the process's own folder a path stays as it was written, and so it stands in errors: as a reader sees it. */
async function inFolder<T>(dir: string, work: () => Promise<T>): Promise<T> {
  process.chdir(dir);
  try {
    return await work();
  } finally {
    process.chdir(ROOT);
  }
}

async function engineFor(options: { readonly recipes?: string }): Promise<Engine> {
  if (options.recipes !== undefined) return createEngine(options);
  builtIn ??= createEngine();
  return builtIn;
}

async function runLine(line: string, cwd: string): Promise<Result> {
  let input = '';
  let said = '';
  let exit = 0;
  for (const [program = '', ...args] of wordsOf(line)) {
    if (program !== 'cnsctl') throw new Error(`the examples pipe into cnsctl only: ${line}`);
    const stdin = input;
    let out = '';
    exit = await run(
      ['node', program, ...args],
      {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (said += text) },
        stdin: () => stdin,
        env: { HOME: join(cwd, 'home') },
        cwd,
      },
      engineFor,
    );
    input = out;
    if (exit !== 0) break;
  }
  return { exit, text: `${input}${said}` };
}
