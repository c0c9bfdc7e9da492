import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file of mode 0600 that only its owner reads, at once or not at all. By way of a file of this process's own name, so that two
 * runs at once never mix.
 */
export function replacePrivate(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    rmSync(temporary, { force: true }); // of a crashed run that had the same process number
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
