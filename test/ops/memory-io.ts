import { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { largeDocument } from '../../src/io/read-data.ts';
import { readDocuments } from '../../src/io/read-documents.ts';
import type { Io } from '../../src/ops/ports.ts';

/** The disk as a map: enough for operations that read and write whole files. */
export function memoryIo(files: Map<string, string> = new Map()): Io & { readonly files: Map<string, string> } {
  const inTree = (root: string, name: string) =>
    [...files.keys()].filter((path) => path.startsWith(`${root}/${name}/`));
  const compare = ({ root, name, files: wanted }: Parameters<Io['checkTree']>[0]) => ({
    changed: [...wanted].filter(([p, text]) => (files.get(`${root}/${name}/${p}`) ?? text) !== text).map(([p]) => p),
    missing: [...wanted.keys()].filter((p) => !files.has(`${root}/${name}/${p}`)),
    stale: inTree(root, name)
      .map((path) => path.slice(`${root}/${name}/`.length))
      .filter((p) => !wanted.has(p)),
  });
  return {
    files,
    readText(file) {
      const text = files.get(file);
      if (text === undefined) throw new CnsError({ code: 'DOCUMENT_UNREADABLE', message: `${file} is not there` });
      return text;
    },
    parseYaml,
    parseLarge: largeDocument,
    parseDocuments: readDocuments,
    isFile: (path) => files.has(path),
    isFolder: (path) => [...files.keys()].some((file) => file.startsWith(`${path}/`)),
    namesIn: (folder) =>
      [...files.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')
        .filter((name, i, all) => all.indexOf(name) === i)
        .sort(),
    readFolder: (folder) =>
      new Map(
        [...files]
          .filter(([path]) => path.startsWith(`${folder}/`))
          .map(([path, text]) => [path.slice(folder.length + 1), { text }]),
      ),
    yamlFiles: (folder) =>
      [...files.keys()]
        .filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.yaml'))
        .map((path) => path.slice(folder.length + 1))
        .sort(),
    writeFile: (path, text) => void files.set(path, text),
    writeTree(args) {
      const { changed, missing, stale } = compare(args);
      for (const path of stale) files.delete(`${args.root}/${args.name}/${path}`);
      for (const [path, text] of args.files) files.set(`${args.root}/${args.name}/${path}`, text);
      return {
        written: [...changed, ...missing].sort(),
        removed: stale,
        unchanged: args.files.size - changed.length - missing.length,
      };
    },
    checkTree: compare,
    readTreeFile: (root, name, path) => files.get(`${root}/${name}/${path}`),
    trees: (root) =>
      [...new Set([...files.keys()].filter((p) => p.startsWith(`${root}/`)).map((p) => p.split('/')[1] ?? ''))].sort(),
    treeStore: () => ({ keep: (files) => ({ files: () => files }), close: () => {} }),
    verifyTree: () => ({ ok: true, changed: [], missing: [], unlisted: [] }),
  };
}

/** The problems of what `work` throws, or a failure when it throws nothing of ours. */
export async function problemsOf(work: () => unknown) {
  try {
    await work();
  } catch (error) {
    if (error instanceof CnsError) return error.problems;
    throw error;
  }
  throw new Error('nothing was thrown');
}
