import { documentKind } from '../diff/document-kind.ts';
import type { SideName } from '../diff/report.ts';
import type { TreeContent, TreeFiles } from '../diff/tree.ts';
import { CnsError, type Problem, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { isPlainMap } from '../plain.ts';
import type { PositionedDocument } from '../recipe/document.ts';
import type { FolderFile, Io } from './ports.ts';
import { readLarge } from './read-large.ts';

/** What is compared: one document, or all files of a folder. */
export type Side = SideName &
  ({ readonly value: unknown; readonly document: PositionedDocument } | { readonly files: TreeFiles });

/**
 * Reads one side: a file, a folder, or `-` for the standard input.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` (for a name that is not there, with the nearest), `LIMIT_EXCEEDED`, `PATH_REFUSED`
 */
export function readSide(io: Io, path: string): Side {
  if (path !== '-' && io.isFolder(path)) return { name: path, kind: 'tree', files: readTree(io, path) };
  if (path !== '-') requireFile(io, path);
  const document = readLarge(io, path);
  return { name: document.file, kind: kindName(document.value), value: document.value, document };
}

function kindName(value: unknown): string {
  const kind = documentKind(value);
  if (kind !== 'Kubernetes') return kind === 'other' ? 'document' : kind;
  return isPlainMap(value) && typeof value.kind === 'string' ? value.kind : kind;
}

/** The reader says why a file cannot be read; of one that is not there a name nearby is worth more. */
function requireFile(io: Io, path: string): void {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(path) ?? [];
  const there = io.namesIn(folder === '' ? '.' : folder);
  const hint = there.includes(name) ? undefined : didYouMean(name, there);
  if (hint !== undefined)
    throw new CnsError({
      code: 'DOCUMENT_UNREADABLE',
      message: `${JSON.stringify(path)} cannot be read: it does not exist`,
      hint,
    });
}

/** @throws CnsError with the problems of every file */
function readTree(io: Io, folder: string): TreeFiles {
  const problems: Problem[] = [];
  const files = new Map<string, TreeContent>();
  for (const [path, file] of io.readFolder(folder)) {
    try {
      files.set(path, contentOf(io, `${folder.replace(/\/$/, '')}/${path}`, file));
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems);
    }
  }
  throwProblems(problems);
  return files;
}

function contentOf(io: Io, path: string, file: FolderFile): TreeContent {
  if (!('text' in file)) return file;
  if (!/\.(ya?ml|json)$/.test(path)) return { lines: linesOf(file.text) };
  return { documents: io.parseDocuments(file.text, path).map(({ value }) => value) };
}

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');
