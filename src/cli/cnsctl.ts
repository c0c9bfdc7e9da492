#!/usr/bin/env node

// `cnsctl … | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

/** What is answered by the command line alone: it comes as many small modules, of which only a few are loaded. */
const LIGHT = new Set(['--help', '-h', '--version', 'help', 'completion', undefined]);
const [, , first, ...rest] = process.argv;
const light = LIGHT.has(first) || rest.some((word) => word === '--help' || word === '-h');

// Everything else is one script, because loading thirty modules costs more than reading one. From source both are the same.
const program = light ? import('./main.ts') : import('./whole.ts');

// Not process.exit: what is still in the pipe must get out.
program
  .then(({ run }) => run(process.argv))
  .then(
    (status) => {
      process.exitCode = status;
    },
    // Only a program that is not whole gets here: whatever a run meets, it reports itself.
    (error: unknown) => {
      console.error(error);
      process.exitCode = 70;
    },
  );
