import { CollectFailure } from '../../contract/collector.ts';
import { KubeRefusal } from '../../contract/kube-api.ts';
import { CnsError } from '../../errors.ts';
import { compareText } from '../../plain.ts';

/** What a collector of a cluster could not have: part of its data → why. One part may be refused for several reasons. */
export class Refusals {
  readonly #why = new Map<string, Set<string>>();

  add(part: string, why: string): void {
    const reasons = this.#why.get(part) ?? new Set();
    this.#why.set(part, reasons.add(why));
  }

  /** As `missing` of a collector. */
  missing(): Readonly<Record<string, string>> {
    const parts = [...this.#why].sort(([a], [b]) => compareText(a, b));
    return Object.fromEntries(parts.map(([part, reasons]) => [part, [...reasons].sort(compareText).join('; ')]));
  }

  /**
   * What `read` gives; `otherwise` where the server has no such kind (404), which is no fault, and where it is not allowed (401, 403),
   * which is noted.
   *
   * @throws CollectFailure when nothing more is to be had: a server that is busy, or gone
   */
  async read<T>(part: string, otherwise: T, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof KubeRefusal) || ![401, 403, 404].includes(error.status)) throw asFailure(error);
      if (error.status !== 404) this.add(part, error.message);
      return otherwise;
    }
  }
}

/** An error of an API server as a collector tells it. What is a bug stays as it is. */
export function asFailure(error: unknown): unknown {
  if (error instanceof KubeRefusal)
    return new CollectFailure(error.message, { transient: error.status >= 500 || [410, 429].includes(error.status) });
  if (error instanceof CnsError && error.code === 'CLUSTER_UNREACHABLE') {
    const [problem] = error.problems;
    return new CollectFailure(problem?.message ?? error.message, {
      transient: true,
      ...(problem?.hint === undefined ? {} : { hint: problem.hint }),
    });
  }
  return error;
}
