import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartSource } from '../../src/synth/upstream.ts';

/**
 * The git folder of a repository among clones: `<clones>/<owner>+<name>`, bare or not, or a folder `repo` below it.
 *
 * @throws Error naming the folder that is not there
 */
export function cloneOf({ repository }: ChartSource, clones: string, name?: string): string {
  const folder = join(clones, name ?? repository.replace('https://github.com/', '').replace('/', '+'));
  const found = [join(folder, 'repo'), folder].find((path) => existsSync(path));
  if (!found) throw new Error(`no clone of ${repository} at ${folder}`);
  return found;
}

/** Text of a file at a source's ref. */
export const readAt = (git: string, { ref, path }: ChartSource, file: string): string =>
  execFileSync('git', ['-C', git, 'show', `${ref}:${path}/${file}`], { maxBuffer: 2 ** 28 }).toString();
