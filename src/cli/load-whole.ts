import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** The program as the build wrote it, and the script that it runs as. */
export interface Whole {
  readonly script: Script;
  readonly run: typeof import('./whole.ts').run;
  readonly processStreams: typeof import('./whole.ts').processStreams;
}

/**
 * Loads the program as one script with V8's code cache beside it, which holds its functions compiled: a third of a short run is
 * compiling otherwise.
 *
 * The cache is of the Node that built it. V8 refuses one of another version or source by itself, and then compiles as always.
 */
export function loadWhole(folder: string): Whole {
  const file = join(folder, 'whole.cjs');
  const cache = join(folder, 'whole.cache');
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
  });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, folder);
  return { script, ...(module.exports as Omit<Whole, 'script'>) };
}

/** Runs a command line. Scripts cannot import modules, which plugins are, so this module does it for them. */
export function run(argv: readonly string[]): Promise<number> {
  const whole = loadWhole(dirname(fileURLToPath(import.meta.url)));
  return whole.run(argv, { ...whole.processStreams(), importModule: (address) => import(address) });
}
