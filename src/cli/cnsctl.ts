#!/usr/bin/env node
import { run } from './main.ts';

// `cnsctl … | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// Not process.exit: what is still in the pipe must get out.
process.exitCode = await run(process.argv);
