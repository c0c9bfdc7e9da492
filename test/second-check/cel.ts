import { readFileSync } from 'node:fs';
import { schemaFile, type Typed } from './schemas.ts';

interface Rule {
  /** Place in the object, e.g. `.spec.listeners[].tls`. */
  readonly path: string;
  readonly rule: string;
  readonly message?: string;
}

/** A map of an object, as far as the rules look into it. */
interface Self {
  readonly [key: string]: unknown;
  readonly name?: string;
  readonly nodeLabel?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly hostname?: string;
  readonly provider?: string;
  readonly tls?: { readonly mode?: string };
  readonly startupPolicy?: { readonly startupPolicyOrder?: string };
  readonly replicatedJobs?: readonly Self[];
}

const map = (check: (self: Self) => boolean) => (self: unknown) => check(self as Self);
const list = (check: (items: readonly Self[]) => boolean) => (self: unknown) => check(self as readonly Self[]);
const has = (self: Self, key: string): boolean => self[key] !== undefined;
const count = (self: Self, keys: readonly string[]): number => keys.filter((key) => has(self, key)).length;
const unique = (keys: readonly unknown[]): boolean => new Set(keys).size === keys.length;

/** The rules that hold for something we emit, in TypeScript, by their own text. One that applies and has no row here is an error. */
const EVALUATED: Readonly<Record<string, (self: unknown) => boolean>> = {
  '[has(self.torch), has(self.mpi), has(self.jax), has(self.xgboost),has(self.flux)].filter(x, x).size() <= 1': map(
    (s) => count(s, ['torch', 'mpi', 'jax', 'xgboost', 'flux']) <= 1,
  ),
  "!(has(self.startupPolicy) && self.startupPolicy.startupPolicyOrder == 'InOrder' && self.replicatedJobs.exists(x, has(x.dependsOn)))":
    map(
      (s) =>
        s.startupPolicy?.startupPolicyOrder !== 'InOrder' || !s.replicatedJobs?.some((job) => has(job, 'dependsOn')),
    ),
  "!has(self.serviceAccountName) || (has(self.provider) && (self.provider == 'azure' || self.provider == 'aws'))": map(
    (s) => !has(s, 'serviceAccountName') || ['azure', 'aws'].includes(s.provider ?? ''),
  ),
  '(has(self.chart) && !has(self.chartRef)) || (!has(self.chart) && has(self.chartRef))': map(
    (s) => count(s, ['chart', 'chartRef']) === 1,
  ),
  'size(self.filter(i, size(self.filter(j, j.nodeLabel == i.nodeLabel)) > 1)) == 0': list((levels) =>
    unique(levels.map((level) => level.nodeLabel)),
  ),
  "size(self.filter(i, i.nodeLabel == 'kubernetes.io/hostname')) == 0 || self[size(self) - 1].nodeLabel == 'kubernetes.io/hostname'":
    list((levels) => levels.slice(0, -1).every((level) => level.nodeLabel !== 'kubernetes.io/hostname')),
  '[has(self.kube),has(self.selfManaged)].filter(x,x==true).size() == 1': map(
    (s) => count(s, ['kube', 'selfManaged']) === 1,
  ),
  "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)": list((listeners) =>
    listeners.every((l) => !['HTTP', 'TCP', 'UDP'].includes(l.protocol ?? '') || !has(l, 'tls')),
  ),
  "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)": list(
    (listeners) =>
      listeners.every((l) => l.protocol !== 'HTTPS' || !l.tls || ['', 'Terminate'].includes(l.tls.mode ?? '?')),
  ),
  "self.all(l, (l.protocol == 'TLS' ? has(l.tls) && has(l.tls.mode) && l.tls.mode != '' : true))": list((listeners) =>
    listeners.every((l) => l.protocol !== 'TLS' || Boolean(l.tls?.mode)),
  ),
  "self.all(l, l.protocol in ['TCP', 'UDP'] ? (!has(l.hostname) || l.hostname == '') : true)": list((listeners) =>
    listeners.every((l) => !['TCP', 'UDP'].includes(l.protocol ?? '') || !l.hostname),
  ),
  'self.all(l1, self.exists_one(l2, l1.name == l2.name))': list((listeners) => unique(listeners.map((l) => l.name))),
  'self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))':
    list((listeners) => unique(listeners.map((l) => `${l.port} ${l.protocol} ${l.hostname}`))),
};

let rules: Readonly<Record<string, readonly Rule[]>> | undefined;

/** Broken rules of an object; `evaluated` counts those whose place the object has. Rules on `oldSelf` bind updates, not what is made new. */
export function celErrors(object: Typed): { evaluated: number; errors: string[] } {
  rules ??= JSON.parse(readFileSync('../shared/schemas/cel-rules.json', 'utf8')) as typeof rules;
  let evaluated = 0;
  const errors = (rules?.[schemaFile(object)] ?? [])
    .filter(({ rule }) => !/\boldSelf\b/.test(rule))
    .flatMap(({ path, rule }) =>
      placesOf(object, path.split('.').slice(1)).flatMap((self) => {
        const check = EVALUATED[rule];
        if (!check)
          return [`${object.kind} ${object.metadata.name}${path}: rule applies and is not evaluated: ${rule}`];
        evaluated++;
        return check(self) ? [] : [`${object.kind} ${object.metadata.name}${path}: breaks ${rule}`];
      }),
    );
  return { evaluated, errors };
}

/** Every value at a path; `[]` stands for each item of a list. */
function placesOf(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [value];
  const key = step.replace('[]', '');
  const child = (value as Self | null | undefined)?.[key];
  if (child === undefined || child === null) return [];
  const children = step.endsWith('[]') ? (child as unknown[]) : [child];
  return children.flatMap((item) => placesOf(item, rest));
}
