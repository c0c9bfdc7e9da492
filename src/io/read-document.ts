import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { CnsError, type ErrorCode } from '../errors.ts';

export interface ReadDocumentOptions {
  /** Unit: bytes. @default 5 MiB */
  readonly maxBytes?: number;
}

/**
 * The text of a file that the user named: UTF-8, without a byte order mark.
 *
 * A file over the limit is refused by its size, before it is read; one that grows meanwhile, or that has no size (as in
 * /proc), as soon as the limit is passed. Only regular files are opened, so a pipe or a terminal never blocks.
 *
 * @throws CnsError DOCUMENT_UNREADABLE (missing, no permission, not a file, not UTF-8: with the byte's offset), LIMIT_EXCEEDED
 */
export function readDocument(file: string, { maxBytes = 5 * 1024 * 1024 }: ReadDocumentOptions = {}): string {
  return documentText(readRegular(file, maxBytes), file);
}

/**
 * Bytes as text: UTF-8, without a byte order mark.
 *
 * @throws CnsError DOCUMENT_UNREADABLE with the offset of the first byte that is no UTF-8
 */
export function documentText(bytes: Buffer, file: string): string {
  if (!isUtf8(bytes)) throw notUtf8(file, bytes);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString('utf8', start);
}

/** The offset of the first byte that starts no whole UTF-8 character; only for bytes that are not all UTF-8. */
function firstInvalidByte(bytes: Buffer): number {
  // Decoding puts U+FFFD for what is invalid, so that encoding again differs there first, or within that character.
  const again = Buffer.from(bytes.toString('utf8'));
  let offset = 0;
  while (offset < bytes.length && bytes[offset] === again[offset]) offset++;
  while (((again[offset] ?? 0) & 0xc0) === 0x80) offset--;
  return offset;
}

function readRegular(file: string, maxBytes: number): Buffer {
  let handle: number | undefined;
  try {
    const before = statSync(file);
    if (!before.isFile()) throw unreadable(file, `it is ${kindOf(before)}`, 'name a file');
    if (before.size > maxBytes) throw tooLarge(file, `${before.size} bytes`, maxBytes);
    // NONBLOCK: should the file have been replaced with a pipe since, opening it does not wait for a writer.
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const opened = fstatSync(handle);
    if (!opened.isFile()) throw unreadable(file, `it is ${kindOf(opened)}`, 'name a file');
    return readUpTo(handle, file, opened.size, maxBytes);
  } catch (error) {
    if (error instanceof CnsError) throw error;
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw unreadable(file, ...reason, error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function readUpTo(handle: number, file: string, expected: number, maxBytes: number): Buffer {
  // One more than expected, so that the end of the file is seen without a second buffer.
  let buffer = Buffer.alloc(Math.min(expected, maxBytes) + 1);
  let length = 0;
  for (;;) {
    const count = readSync(handle, buffer, length, buffer.length - length, null);
    length += count;
    if (count === 0) return buffer.subarray(0, length);
    if (length > maxBytes) throw tooLarge(file, `more than ${maxBytes} bytes`, maxBytes);
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(Math.max(length * 2, 64 * 1024), maxBytes + 1));
    }
  }
}

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ['it does not exist', 'check the path; it is relative to the folder the program runs in'],
  ENOTDIR: ['a part of its path is a file, not a folder', 'check the path'],
  EACCES: ['permission is denied', 'make it readable for this user'],
  EPERM: ['permission is denied', 'make it readable for this user'],
  ELOOP: ['its symbolic links go in a circle', 'name the file itself'],
  ENAMETOOLONG: ['its name is too long for this file system', 'check the path'],
  ENXIO: ['it is a socket or a device', 'name a file'],
  EINVAL: ['its path is not one that a file can have', 'check the path'],
  ERR_INVALID_ARG_VALUE: ['its path has a NUL character', 'check the path'],
};

function kindOf(stat: ReturnType<typeof statSync> & {}): string {
  if (stat.isDirectory()) return 'a folder';
  return stat.isFIFO() ? 'a pipe' : 'a socket or a device';
}

function notUtf8(file: string, bytes: Buffer): CnsError {
  const offset = firstInvalidByte(bytes);
  const before = bytes.subarray(0, offset);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  const line = before.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  const utf16 = offset === 0 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  return new CnsError({
    code: 'DOCUMENT_UNREADABLE',
    message: `${file} is not UTF-8: byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')} at offset ${offset}`,
    hint: utf16 ? 'it is UTF-16; save it as UTF-8' : 'save it as UTF-8',
    source: { file, line, column: before.toString('utf8', lineStart).length + 1 },
  });
}

function tooLarge(file: string, size: string, maxBytes: number): CnsError {
  return problem('LIMIT_EXCEEDED', `${file} has ${size}; the limit is ${maxBytes}`, 'split the file');
}

function unreadable(file: string, reason: string, hint: string, cause?: unknown): CnsError {
  return problem('DOCUMENT_UNREADABLE', `${JSON.stringify(file)} cannot be read: ${reason}`, hint, cause);
}

function problem(code: ErrorCode, message: string, hint: string, cause?: unknown): CnsError {
  return new CnsError({ code, message, hint }, { cause });
}
