import type { Clock } from '../contract/clock.ts';
import { type Collected, CollectFailure, type Collector, type Surroundings } from '../contract/collector.ts';
import { CnsError } from '../errors.ts';
import { attempt } from './attempt.ts';

/** What came of one collector. */
export type Outcome =
  | { readonly state: 'collected'; readonly collected: Collected<unknown>; readonly ended: Date }
  | { readonly state: 'failed'; readonly why: string; readonly hint?: string }
  | { readonly state: 'excluded' };

export interface RunOptions {
  /** Every collector that there is. */
  readonly collectors: readonly Collector[];
  /** Names of those to run. The others are not touched. */
  readonly chosen: ReadonlySet<string>;
  /** What all of them may use. */
  readonly surroundings: Pick<Surroundings, 'machine' | 'ask' | 'cluster' | 'given'>;
  readonly clock: Clock;
  /** Limit of one attempt in place of a collector's own. Unit: milliseconds. */
  readonly timeoutMs?: number;
  /** Stop everything at the first that fails. */
  readonly failFast: boolean;
  /** Told when a collector begins, says how far it came, and ends. */
  readonly onProgress?: (name: string, text: string) => void;
}

/** Of one collector, the first attempt included. */
const ATTEMPTS = 3;

/**
 * Runs the chosen collectors, each as soon as those that it reads have ended, all others at the same time.
 *
 * One whose predecessor failed or was not chosen runs without it: what it then cannot tell, it says itself.
 *
 * @throws CnsError `DEPENDENCY_CYCLE` for collectors that wait for each other
 */
export async function runCollectors(options: RunOptions): Promise<ReadonlyMap<string, Outcome>> {
  const { collectors, chosen, failFast, onProgress = () => {} } = options;
  refuseRings(collectors);
  const stop = new AbortController();
  const running = new Map<string, Promise<Outcome>>();
  const start = (name: string): Promise<Outcome> => {
    const before = running.get(name);
    if (before !== undefined) return before;
    const collector = collectors.find((one) => one.name === name);
    const outcome =
      collector === undefined || !chosen.has(name)
        ? Promise.resolve<Outcome>({ state: 'excluded' })
        : runAfter(
            collector,
            (collector.after ?? []).map((other) => [other, start(other)] as const),
          );
    running.set(name, outcome);
    return outcome;
  };
  const runAfter = async (
    collector: Collector,
    others: readonly (readonly [string, Promise<Outcome>])[],
  ): Promise<Outcome> => {
    const before: Record<string, unknown> = {};
    for (const [name, promise] of others) {
      const outcome = await promise;
      if (outcome.state === 'collected') before[name] = outcome.collected.data;
    }
    const outcome = await runOne(collector, { ...options, before, signal: stop.signal });
    if (outcome.state === 'failed' && failFast) stop.abort();
    onProgress(collector.name, outcome.state === 'collected' ? 'done' : 'failed');
    return outcome;
  };
  for (const { name } of collectors) void start(name);
  const outcomes = new Map<string, Outcome>();
  for (const { name } of collectors) outcomes.set(name, await start(name));
  return outcomes;
}

function refuseRings(collectors: readonly Collector[]): void {
  const after = new Map(collectors.map(({ name, after: others = [] }) => [name, others]));
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name))
      throw new CnsError({
        code: 'DEPENDENCY_CYCLE',
        message: `collectors wait for each other: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`,
        hint: 'take one name out of `after`',
      });
    for (const other of after.get(name) ?? []) visit(other, [...path, name]);
  };
  for (const { name } of collectors) visit(name, []);
}

interface RunOne extends RunOptions {
  readonly before: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

async function runOne(
  collector: Collector,
  { surroundings, clock, timeoutMs = collector.timeoutMs, before, signal, onProgress = () => {} }: RunOne,
): Promise<Outcome> {
  const { name } = collector;
  if (signal.aborted) return { state: 'failed', why: STOPPED };
  onProgress(name, '');
  const once = (limit: AbortSignal): Promise<Collected<unknown>> =>
    collector.collect({ ...surroundings, before, signal: limit, progress: (text) => onProgress(name, text) });
  try {
    const collected = await attempt(once, { clock, timeoutMs, attempts: ATTEMPTS, signal });
    const data = collector.schema.parse(collected.data);
    return { state: 'collected', collected: { ...collected, data }, ended: clock.now() };
  } catch (error) {
    return { state: 'failed', ...reasonOf(error, signal.aborted) };
  }
}

/** Why a collector has nothing that was stopped because another one failed. */
export const STOPPED = 'stopped, because another collector failed';

function reasonOf(error: unknown, stopped: boolean): { readonly why: string; readonly hint?: string } {
  if (error instanceof CollectFailure) {
    if (stopped && !error.transient && error.message === 'was stopped') return { why: STOPPED };
    return { why: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  if (error instanceof CnsError) {
    const [first] = error.problems;
    const why = error.problems
      .map(({ message, source }) => (source ? `${source.file}: ${message}` : message))
      .join('; ');
    return { why, ...(first?.hint === undefined ? {} : { hint: first.hint }) };
  }
  // A collector must not take the others down with it; what it stumbled over is said as it is.
  return { why: `stumbled, which is a bug: ${error instanceof Error ? error.message : String(error)}` };
}
