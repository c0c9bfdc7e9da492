import { CnsError, type Problem, type Source, throwProblems } from '../errors.ts';
import type { Path } from '../path.ts';
import { locator, readData } from './read-data.ts';
import { splitDocuments } from './split-documents.ts';

/** A document with a way to ask where its values stand: few of those that are read are asked. */
export interface LocatedDocument {
  readonly value: unknown;
  /** Position of a path, or of its nearest ancestor that there is. */
  locate(path: Path): Source;
}

/**
 * All documents of a YAML or JSON text, one or more.
 *
 * @throws CnsError `DOCUMENT_UNREADABLE` with every syntax error of all of them
 */
export function readDocuments(text: string, file: string): readonly LocatedDocument[] {
  const problems: Problem[] = [];
  const documents = splitDocuments(text).map(({ text: part, before }): LocatedDocument => {
    const shift = (source: Source): Source => ({ ...source, line: source.line + before });
    let at: ((path: Path) => Source) | undefined;
    const locate = (path: Path): Source => {
      at ??= locator(part, file);
      return shift(at(path));
    };
    try {
      return { value: readData(part, file), locate };
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      for (const problem of error.problems)
        problems.push({ ...problem, ...(problem.source ? { source: shift(problem.source) } : {}) });
      return { value: null, locate };
    }
  });
  throwProblems(problems);
  return documents;
}
