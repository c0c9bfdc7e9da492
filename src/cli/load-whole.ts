import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

/** The program as the build wrote it, and the script that it runs as. */
export interface Whole {
  readonly script: Script;
  readonly run: (argv: readonly string[]) => Promise<number>;
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
    // Plugins are imported from the folder that the user works in.
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, folder);
  return { script, ...(module.exports as Pick<Whole, 'run'>) };
}

export const run = (argv: readonly string[]): Promise<number> =>
  loadWhole(dirname(fileURLToPath(import.meta.url))).run(argv);
