import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { loadWhole, streamsOf } from './load-whole.ts';
import type { Port } from './thread-maker.ts';

/** The program of a thread that makes clusters. A rejection ends the thread, and is told to the one that started it. */
const whole = loadWhole(dirname(fileURLToPath(import.meta.url)));
void whole.serve(parentPort as Port, workerData, streamsOf(whole));
