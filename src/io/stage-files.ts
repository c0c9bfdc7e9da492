import { chmodSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isScript } from './read-entry.ts';

/**
 * Writes files into a new folder, making the folders that they need: 0755 for folders and scripts, 0644 for the rest,
 * whatever the umask.
 */
export function stageFiles(folder: string, files: Iterable<readonly [path: string, text: string]>): void {
  mkdirSync(folder, FOLDER);
  // Where the umask leaves this mode alone it leaves the others alone too: a call less for every file.
  const setMode = (lstatSync(folder).mode & 0o777) === FOLDER.mode ? () => {} : chmodSync;
  setMode(folder, FOLDER.mode);
  const made = new Set([folder]);
  const makeFolder = (path: string): void => {
    if (made.has(path)) return;
    makeFolder(dirname(path));
    mkdirSync(path, FOLDER);
    setMode(path, FOLDER.mode);
    made.add(path);
  };
  for (const [path, text] of files) {
    const target = join(folder, path);
    makeFolder(dirname(target));
    const mode = isScript(text) ? 0o755 : 0o644;
    writeFileSync(target, text, { flag: 'wx', mode });
    setMode(target, mode);
  }
}

const FOLDER = { mode: 0o755 };

/** Removes such a folder. What cannot be removed is left for the next run, whose first step this is too. */
export function discardStage(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}
