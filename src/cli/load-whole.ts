import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type { Streams } from './streams.ts';

/** The program as the build wrote it, and the script that it runs as. */
export interface Whole {
  readonly script: Script;
  readonly run: typeof import('./whole.ts').run;
  readonly processStreams: typeof import('./whole.ts').processStreams;
  readonly serve: typeof import('./whole.ts').serve;
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

/** Those of the process. Scripts cannot import modules, which plugins are, so this module does it for them. */
export const streamsOf = (whole: Whole): Streams => ({
  ...whole.processStreams(),
  importModule: (address) => import(address),
});

/** Runs a command line. */
export function run(argv: readonly string[]): Promise<number> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const whole = loadWhole(folder);
  return whole.run(argv, {
    ...streamsOf(whole),
    // Asked for when it is needed: few runs are long.
    startThread(options) {
      const { Worker } = createRequire(import.meta.url)('node:worker_threads') as typeof import('node:worker_threads');
      // Small new spaces: with those of a whole process, memory grows by a third and nothing is faster. Unit: MiB.
      const resourceLimits = { maxYoungGenerationSizeMb: 24 };
      return new Worker(join(folder, 'maker.cjs'), { workerData: options, resourceLimits });
    },
  });
}
