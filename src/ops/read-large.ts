import type { PositionedDocument } from '../recipe/document.ts';
import { type Io, SNAPSHOT_BYTES } from './ports.ts';

/**
 * Reads a document that may be a snapshot of a large cluster; `-` is the standard input.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE`, `LIMIT_EXCEEDED`
 */
export const readLarge = (io: Pick<Io, 'readText' | 'parseLarge'>, file: string): PositionedDocument =>
  io.parseLarge(io.readText(file, { maxBytes: SNAPSHOT_BYTES }), file === '-' ? 'standard input' : file);
