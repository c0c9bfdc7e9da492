import type { FileContent } from '../contract/deployer.ts';
import { toYaml, toYamlDocuments } from './yaml.ts';

/** The texts of a laid out tree: objects by the one printer, a list of them as one file of documents. */
export function printTree(files: ReadonlyMap<string, FileContent>): ReadonlyMap<string, string> {
  return new Map([...files].map(([path, content]) => [path, printed(content)]));
}

function printed(content: FileContent): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? toYamlDocuments(content) : toYaml(content);
}
