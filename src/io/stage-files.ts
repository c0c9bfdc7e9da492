import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isScript } from './read-entry.ts';

/**
 * Writes files into a new folder, making the folders that they need: 0755 for folders and scripts, 0644 for the rest,
 * whatever the umask.
 */
export function stageFiles(folder: string, files: Iterable<readonly [path: string, text: string]>): void {
  const made = new Set<string>();
  makeFolder(folder, made);
  for (const [path, text] of files) {
    const target = join(folder, path);
    makeFolder(dirname(target), made);
    const mode = isScript(text) ? 0o755 : 0o644;
    const handle = openSync(target, 'wx', mode);
    try {
      writeFileSync(handle, text);
      fchmodSync(handle, mode);
    } finally {
      closeSync(handle);
    }
  }
}

/** Removes such a folder. What cannot be removed is left for the next run, whose first step this is too. */
export function discardStage(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}

/** Makes a folder below one that was made here, and those between; the first one's parent must exist. */
function makeFolder(folder: string, made: Set<string>): void {
  if (made.has(folder)) return;
  if (made.size > 0) makeFolder(dirname(folder), made);
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  made.add(folder);
}
