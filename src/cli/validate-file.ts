import { CnsError } from '../errors.ts';
import type { Shell } from './shell.ts';

export interface ValidateFileFlags {
  readonly schema: string;
  readonly output?: string;
  readonly format?: string;
}

/** `cnsctl validate FILE --schema v1`. @throws CnsError `USAGE`: this build has no schemas of documents */
export async function validateFile(_: Shell, files: readonly string[], { schema }: ValidateFileFlags): Promise<void> {
  throw new CnsError({
    code: 'USAGE',
    message: `${files.length === 0 ? 'no file is named' : `${files.join(', ')} cannot be held against schema ${schema}`}: this build has none`,
    hint: 'use --recipe and --snapshot',
  });
}
