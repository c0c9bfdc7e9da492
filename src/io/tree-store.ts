import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptTree, TreeStore } from '../ops/ports.ts';

/** What is kept in memory. Unit: characters. */
const IN_MEMORY = 4 * 1024 * 1024;

export interface TreeStoreOptions {
  /** Unit: characters. @default 4 Mi, about 20 trees */
  readonly inMemory?: number;
  /** Folder for the file that the rest goes to. @default - that of the system for temporary files */
  readonly folder?: string;
}

/**
 * Keeps the first trees in memory and the rest in one temporary file, which only this user can read and which is made when it is
 * needed.
 */
export function openTreeStore({ inMemory = IN_MEMORY, folder = tmpdir() }: TreeStoreOptions = {}): TreeStore {
  let room = inMemory;
  let spool: Spool | undefined;
  return {
    keep(files) {
      const texts = [...files.values()];
      const size = texts.reduce((sum, text) => sum + text.length, 0);
      if (size <= room) {
        room -= size;
        return { files: () => files };
      }
      room = 0;
      spool ??= openSpool(folder);
      return spool.append([...files.keys()], texts);
    },
    close() {
      spool?.close();
      spool = undefined;
    },
  };
}

interface Spool {
  append(paths: readonly string[], texts: readonly string[]): KeptTree;
  close(): void;
}

function openSpool(folder: string): Spool {
  const own = mkdtempSync(join(folder, 'cnsctl-'));
  const handle = openSync(join(own, 'trees'), 'wx+', 0o600);
  // Where an open file may be removed it goes at once, so that not even a crash leaves it behind.
  remove(own);
  let end = 0;
  let room = Buffer.alloc(0);
  return {
    append(paths, texts) {
      // UTF-8 takes three bytes a unit at most.
      const most = texts.reduce((sum, text) => sum + 3 * text.length, 0);
      if (room.length < most) room = Buffer.allocUnsafeSlow(most);
      let size = 0;
      const lengths = texts.map((text) => {
        const length = room.write(text, size);
        size += length;
        return length;
      });
      const start = end;
      writeAll(handle, room.subarray(0, size), start);
      end += size;
      return { files: () => new Map(slices(readAll(handle, start, size), paths, lengths)) };
    },
    close() {
      closeSync(handle);
      remove(own);
    },
  };
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Windows keeps an open file.
  }
}

function writeAll(handle: number, bytes: Buffer, start: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done, bytes.length - done, start + done);
}

function readAll(handle: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const count = readSync(handle, bytes, done, length - done, start + done);
    if (count === 0) throw new Error('the temporary file of trees became shorter');
    done += count;
  }
  return bytes;
}

function* slices(bytes: Buffer, paths: readonly string[], lengths: readonly number[]): Iterable<[string, string]> {
  let at = 0;
  for (const [i, path] of paths.entries()) {
    const end = at + (lengths[i] ?? 0);
    yield [path, bytes.toString('utf8', at, end)];
    at = end;
  }
}
