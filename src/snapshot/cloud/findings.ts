import type { Context } from '../../contract/collector.ts';
import { formatPath, type Path } from '../../path.ts';
import type { CloudFacts } from './service.ts';

/** Gathers what a cloud says, where each value was read, and what it did not say. */
export class Findings {
  readonly missing: Record<string, string> = {};
  readonly context: Record<string, Context> = {};

  /** A value and where it was read; where there is none, why it is missed, unless it is rightly absent. */
  take<T>(path: Path, value: T | undefined, source: string, why?: string): T | undefined {
    const at = formatPath(path);
    if (value !== undefined) this.context[at] = { source };
    else if (why !== undefined) this.missing[at] = why;
    return value;
  }

  /** The values that there are. */
  taken(prefix: Path, rows: readonly (readonly [string, string | undefined, string])[]): Record<string, string> {
    return Object.fromEntries(
      rows.flatMap(([key, said, source]) => {
        const value = this.take([...prefix, key], said, source);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  lack(path: Path, why: string): void {
    this.missing[formatPath(path)] = why;
  }

  facts(data: CloudFacts['data']): CloudFacts {
    return { data, missing: this.missing, context: this.context };
  }
}
