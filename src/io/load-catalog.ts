import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CnsError, type Problem } from '../errors.ts';
import { compareText } from '../plain.ts';
import type { Catalog } from '../recipe/catalog.ts';
import type { PositionedDocument } from '../recipe/document.ts';
import type { Origin } from '../recipe/layer.ts';
import { parseCatalog } from '../recipe/parse-catalog.ts';
import { parseYaml } from './parse-yaml.ts';
import { readDocument } from './read-document.ts';

/**
 * Reads every `*.yaml` of a folder of recipes, in byte order of their paths.
 *
 * @param label how files are named in errors and in the lock, e.g. `recipes`
 * @throws CnsError with every mistake of every file
 */
export function loadCatalog(folder: string, label: string, origin: Origin): Catalog {
  return parseCatalog(loadDocuments(folder, label), origin);
}

/** The parsed YAML files of a folder. */
export function loadDocuments(folder: string, label: string): PositionedDocument[] {
  const problems: Problem[] = [];
  const documents = yamlFiles(folder, '', problems).flatMap((path) => {
    try {
      return [parseYaml(readDocument(join(folder, path)), `${label}/${path}`)];
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new CnsError(problems);
  return documents;
}

function yamlFiles(root: string, below: string, problems: Problem[]): string[] {
  return entriesOf(join(root, below), problems)
    .sort(compareText)
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`;
      const stat = lstatSync(join(root, path));
      if (stat.isSymbolicLink()) {
        problems.push({
          code: 'PATH_REFUSED',
          message: `${path} is a symbolic link`,
          hint: 'put the file itself there',
        });
        return [];
      }
      if (stat.isDirectory()) return yamlFiles(root, path, problems);
      return name.endsWith('.yaml') || name.endsWith('.yml') ? [path] : [];
    });
}

function entriesOf(folder: string, problems: Problem[]): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    problems.push({
      code: 'DOCUMENT_UNREADABLE',
      message: `${JSON.stringify(folder)} cannot be read: ${reason}`,
      hint: 'name a folder of recipes',
    });
    return [];
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EACCES: 'permission is denied',
};
