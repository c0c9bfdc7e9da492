import './short-runs.ts';

/** The command line with everything that it may load; the build makes one module of it. */
export { run } from './main.ts';
export { serve } from './serve.ts';
export { processStreams } from './streams.ts';
