import type { HealthRule } from './health-rules.ts';

/** An entry of `healthCheckExprs` of a Flux Kustomization. */
export interface HealthCheckExpression {
  readonly apiVersion: string;
  readonly kind: string;
  readonly failed?: string;
  readonly current: string;
}

/**
 * The rule as CEL for Flux; undefined where kstatus knows by itself (condition Ready).
 *
 * Flux compares observedGeneration before it evaluates, asks `failed` before `current`, and takes an object without status as
 * not ready yet.
 *
 * @see https://github.com/fluxcd/pkg runtime/cel/status_evaluator.go
 */
export function healthCel({
  apiVersion,
  kind,
  field,
  condition,
  failedBy,
}: HealthRule): HealthCheckExpression | undefined {
  const failures: string[] = [];
  if (failedBy)
    failures.push(
      holds(`c.type == ${cel(failedBy.type)} && c.status == 'True' && c.reason == ${cel(failedBy.reason)}`),
    );
  if (field) {
    const oneOf = (words: readonly string[]): string =>
      `${present(field.path)} && ${field.path} in [${words.map(cel).join(', ')}]`;
    if (field.failed.length > 0) failures.push(oneOf(field.failed));
    return { apiVersion, kind, ...failed(failures), current: oneOf(field.ready) };
  }
  if (!condition || condition.type === 'Ready') return undefined;
  if (condition.falseFails) failures.push(holds(`c.type == ${cel(condition.type)} && c.status == 'False'`));
  return {
    apiVersion,
    kind,
    ...failed(failures),
    current: holds(`c.type == ${cel(condition.type)} && c.status == 'True'`),
  };
}

const failed = (failures: readonly string[]): { failed?: string } =>
  failures.length > 0 ? { failed: failures.map((f) => (failures.length > 1 ? `(${f})` : f)).join(' || ') } : {};

const holds = (test: string): string => `has(status.conditions) && status.conditions.exists(c, ${test})`;

/** `has(status.a) && has(status.a.b)`: the first key stands for the object itself and cannot be asked for. */
const present = (path: string): string =>
  path
    .split('.')
    .slice(1)
    .map((_, i, keys) => `has(${[path.split('.')[0], ...keys.slice(0, i + 1)].join('.')})`)
    .join(' && ');

const cel = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
