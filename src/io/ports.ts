import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CnsError } from '../errors.ts';
import type { Io } from '../ops/ports.ts';
import { compareText } from '../plain.ts';
import { checkTree } from './check-tree.ts';
import { parseYaml } from './parse-yaml.ts';
import { largeDocument } from './read-data.ts';
import { documentText, readDocument } from './read-document.ts';
import { readDocuments } from './read-documents.ts';
import { readEntry } from './read-entry.ts';
import { readFolder } from './read-folder.ts';
import { TREE_INDEX } from './tree-index.ts';
import { withDiskProblems } from './tree-problems.ts';
import { openTreeStore } from './tree-store.ts';
import { verifyTree } from './verify-tree.ts';
import { writeTree } from './write-tree.ts';

export interface PortsOptions {
  /** Folder that relative paths are below. */
  readonly cwd: string;
  /** Reads the standard input to its end. Unit of the limit: bytes. */
  readonly stdin: (maxBytes?: number) => string;
}

/** The disk as operations see it. */
export function diskPorts({ cwd, stdin }: PortsOptions): Io {
  // In the process's own folder a path stays as it was written, and so it stands in errors.
  const at = (path: string): string => (cwd === process.cwd() ? path : resolve(cwd, path));
  return {
    readText: (file, limits) => (file === '-' ? stdin(limits?.maxBytes) : readDocument(at(file), limits)),
    parseYaml,
    parseLarge: largeDocument,
    parseDocuments: readDocuments,
    isFile: (path) => statSync(at(path), { throwIfNoEntry: false })?.isFile() ?? false,
    isFolder: (path) => statSync(at(path), { throwIfNoEntry: false })?.isDirectory() ?? false,
    namesIn: (folder) => namesIn(at(folder), () => true),
    readFolder: (folder) => readFolder(at(folder)),
    yamlFiles: (folder) => namesIn(at(folder), (entry) => entry.isFile()).filter((name) => /\.ya?ml$/.test(name)),
    writeFile: (path, text, { replace = false } = {}) => writeOne(at(path), path, text, replace),
    writeTree: ({ root, ...rest }) => writeTree({ root: at(root), ...rest }),
    checkTree: ({ root, ...rest }) => checkTree({ root: at(root), ...rest }),
    readTreeFile(root, name, path) {
      const entry = readEntry(join(at(root), name, path));
      return entry.kind === 'file' ? entry.bytes.toString('utf8') : undefined;
    },
    trees: (root) =>
      namesIn(at(root), (entry) => entry.isDirectory()).filter((name) =>
        lstatSync(join(at(root), name, TREE_INDEX), { throwIfNoEntry: false })?.isFile(),
      ),
    verifyTree: (dir) => verifyTree(at(dir)),
    treeStore: () => openTreeStore(),
  };
}

type Entry = ReturnType<typeof entriesIn>[number];

const entriesIn = (folder: string) => readdirSync(folder, { withFileTypes: true });

function namesIn(folder: string, keep: (entry: Entry) => boolean): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return entriesIn(folder)
    .filter(keep)
    .map(({ name }) => name)
    .sort(compareText);
}

function writeOne(path: string, shown: string, text: string, replace: boolean): void {
  const refuse = (message: string, hint: string): never => {
    throw new CnsError({ code: 'PATH_REFUSED', path: shown, message: `${shown} ${message}`, hint });
  };
  withDiskProblems(shown, () => {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there?.isSymbolicLink()) refuse('is a symbolic link', 'name the file itself');
    if (there?.isDirectory()) refuse('is a folder', 'name a file in it');
    if (there && !there.isFile()) refuse('is no file', 'print to the standard output and redirect it');
    if (there && !replace) refuse('is there already', 'give another path, or --force to replace it');
    mkdirSync(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    try {
      writeFileSync(temporary, text, { flag: 'wx' });
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

/** A pipe is read like a file: with a limit, as UTF-8. Unit of the limit: bytes. */
export function readStdin(maxBytes = 5 * 1024 * 1024): string {
  const bytes = readFileSync(0);
  if (bytes.length > maxBytes)
    throw new CnsError({
      code: 'LIMIT_EXCEEDED',
      message: `the standard input has ${bytes.length} bytes; the limit is ${maxBytes}`,
    });
  return documentText(bytes, 'the standard input');
}
