import type { Io, TreeVerdict } from './ports.ts';

/** Whether a folder holds exactly the files that its checksums list names: neither changed, nor missing, nor more. */
export function verifyTree(io: Pick<Io, 'verifyTree'>, dir: string): TreeVerdict {
  return io.verifyTree(dir);
}
