import type { Collected, Context } from '../../contract/collector.ts';
import { formatPath, type Path } from '../../path.ts';
import { compareText } from '../../plain.ts';

/** Something that should be there and could not be had. */
export interface Miss {
  readonly path: Path;
  readonly why: string;
}

/** What is written down while a machine is read: what is missing and why, and where the rest was read. Order does not matter. */
export class Notes {
  readonly #misses: Miss[] = [];
  readonly #sources = new Map<string, Context>();

  miss(path: Path, why: string): void {
    this.#misses.push({ path, why });
  }

  /** Takes over what a parser missed, below `path`. */
  missAll(misses: readonly Miss[], path: Path = []): void {
    for (const miss of misses) this.miss([...path, ...miss.path], miss.why);
  }

  from(path: Path, source: string, unit?: string): void {
    this.#sources.set(formatPath(path), unit === undefined ? { source } : { source, unit });
  }

  /** Several reasons for one path become one text. */
  get missing(): Collected<unknown>['missing'] {
    const reasons = new Map<string, Set<string>>();
    for (const { path, why } of this.#misses) {
      const key = formatPath(path);
      reasons.set(key, (reasons.get(key) ?? new Set()).add(why));
    }
    return sorted([...reasons].map(([path, all]) => [path, [...all].toSorted(compareText).join('; ')]));
  }

  get context(): Collected<unknown>['context'] {
    return sorted([...this.#sources]);
  }
}

const sorted = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b)));

/** What a tool said, as JSON and short enough for a message. */
export function quoted(said: unknown): string {
  if (typeof said === 'string') return JSON.stringify(said.length > 80 ? `${said.slice(0, 77)}...` : said);
  const text = JSON.stringify(said) ?? '';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
