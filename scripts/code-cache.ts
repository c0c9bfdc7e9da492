import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadWhole } from '../src/cli/load-whole.ts';

/**
 * Writes V8's code cache of the built program, after running what users run most: functions that ran are in it compiled.
 *
 * Run by the build in a process of its own, so that nothing of the build is in it.
 */
const [folder = 'lib/cli'] = process.argv.slice(2);
const { run, script } = loadWhole(resolve(folder));
const scratch = mkdtempSync(join(tmpdir(), 'code-cache-'));
const write = process.stdout.write;
process.stdout.write = () => true;
const status = await run(['node', 'cnsctl', 'synth', '--output-dir', scratch]);
process.stdout.write = write;
rmSync(scratch, { recursive: true });
if (status !== 0) throw new Error(`the program ended with ${status} while its code cache was made`);
// Whole at once: another process may be starting.
writeFileSync(join(folder, 'whole.cache.new'), script.createCachedData());
renameSync(join(folder, 'whole.cache.new'), join(folder, 'whole.cache'));
