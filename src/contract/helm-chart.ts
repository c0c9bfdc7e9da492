import { Construct, type IConstruct } from 'constructs';
import * as z from 'zod';
import { CnsError, type Problem } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { isAttributed } from './attribution.ts';

/** A published Helm chart: repository, name, exact version. No default: base.yaml names it, so a bump is a data change. */
export const helmChartRef = z.strictObject({
  /** `https://…` of a chart repository, or `oci://host/path` of the folder that holds the chart. */
  repository: z
    .string()
    .regex(/^(https:\/\/|oci:\/\/)[^\s]+[^/\s]$/, 'a repository is https://… or oci://…, without a slash at the end'),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'a chart name is lower-case letters, digits, dots and dashes'),
  version: z
    .string()
    .regex(
      /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/,
      'an exact version such as v1.21.1; ranges and `latest` are refused',
    ),
  /** Digest of the chart's OCI manifest, where known. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
});
export type HelmChartRef = z.output<typeof helmChartRef>;

export interface HelmChartProps extends HelmChartRef {
  /** Release name. */
  readonly release: string;
  readonly namespace: string;
  /** Values of the construct: plain ones are fixed, those made by `traced(props)` belong to the props that they were computed from. */
  readonly values: PlainMap;
  /** Raw values of the user. A path that the construct sets is refused with the name of the prop to use. */
  readonly raw?: PlainMap;
  /** How long a deployer waits for the release. Unit: seconds. @default 600 */
  readonly timeoutSeconds?: number;
  /** False where readiness comes much later than the install, e.g. when it waits for GPU nodes. @default true */
  readonly wait?: boolean;
}

/** A Helm release that is wanted. */
export interface HelmRelease extends HelmChartRef {
  readonly release: string;
  readonly namespace: string;
  readonly values: PlainMap;
  readonly timeoutSeconds: number;
  readonly wait: boolean;
  /** Value path → the props that it was computed from; none for a value that the construct fixes; `values` for a raw one. */
  readonly attribution: ReadonlyMap<string, readonly string[]>;
}

const MARK = Symbol.for('cns.dev/helm-chart');

/**
 * Records which Helm release is wanted; how it reaches the cluster is the deployer's business. Nothing is rendered or fetched.
 *
 * @throws CnsError `VALUE_OWNED` for every raw value that the construct sets itself, with the prop to use
 */
export class HelmChart extends Construct {
  readonly record: HelmRelease;

  constructor(scope: Construct, id: string, props: HelmChartProps) {
    super(scope, id);
    Object.defineProperty(this, MARK, { value: true });
    const {
      repository,
      name,
      version,
      digest,
      release,
      namespace,
      values,
      raw = {},
      timeoutSeconds = 600,
      wait = true,
    } = props;
    const attribution = new Map<string, readonly string[]>();
    const computed = settle(values, [], attribution) as PlainMap;
    const problems = ownedBy(release, raw, attribution);
    if (problems.length > 0) throw new CnsError(problems);
    const merged = mergeRaw(computed, raw, [], attribution);
    this.record = {
      repository,
      name,
      version,
      ...(digest ? { digest } : {}),
      release,
      namespace,
      values: merged,
      timeoutSeconds,
      wait,
      attribution,
    };
  }

  /** The chart of a component, if it has one. */
  static in(scope: IConstruct): HelmChart | undefined {
    return scope.node.findAll().find((child): child is HelmChart => MARK in child);
  }
}

/** Unwraps attributed values, drops undefined ones, and notes for each path where it came from. */
function settle(value: unknown, path: Path, attribution: Map<string, readonly string[]>): unknown {
  if (isAttributed(value)) {
    if (value.value !== undefined) attribution.set(formatPath(path), value.props);
    return value.value;
  }
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    const props = new Set<string>();
    const items = value.map((item) => settleItem(item, props));
    attribution.set(formatPath(path), [...props].sort());
    return items;
  }
  if (!isPlainMap(value)) {
    attribution.set(formatPath(path), []);
    return value;
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, settle(item, [...path, key], attribution)] as const)
    // Helm merges maps, so one that is empty because nothing in it was given says nothing. One that is written empty stays.
    .filter(([key, item]) => item !== undefined && !(isEmptyMap(item) && !isEmptyMap(value[key])));
  return Object.fromEntries(entries);
}

/** A list replaces a list, so the whole of it belongs to every prop that one of its items was computed from. */
const isEmptyMap = (value: unknown): boolean => isPlainMap(value) && Object.keys(value).length === 0;

function settleItem(item: unknown, props: Set<string>): unknown {
  if (isAttributed(item)) {
    for (const prop of item.props) props.add(prop);
    return item.value;
  }
  if (Array.isArray(item)) return item.map((inner) => settleItem(inner, props));
  if (!isPlainMap(item)) return item;
  return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, settleItem(inner, props)]));
}

function ownedBy(release: string, raw: PlainMap, attribution: ReadonlyMap<string, readonly string[]>): Problem[] {
  return leaves(raw, []).flatMap(([path]) => {
    const text = formatPath(path);
    const owner = [...attribution].find(([owned]) => owned === text || isUnder(text, owned) || isUnder(owned, text));
    if (!owner) return [];
    const [owned, props] = owner;
    const hint =
      props.length > 0
        ? `set ${props
            .filter((p) => !p.startsWith('cluster.'))
            .concat(props.filter((p) => p.startsWith('cluster.')))
            .join(' or ')} instead`
        : `remove it: the construct fixes ${owned}, because its other values rest on it`;
    return [
      {
        code: 'VALUE_OWNED' as const,
        message: `the construct of ${release} sets ${owned} itself`,
        path: formatPath(['values', ...path]),
        hint,
      },
    ];
  });
}

const isUnder = (path: string, ancestor: string): boolean =>
  path.startsWith(ancestor) && /^[.[]/.test(path.slice(ancestor.length));

function leaves(value: unknown, path: Path): [Path, unknown][] {
  if (!isPlainMap(value) || Object.keys(value).length === 0) return path.length > 0 ? [[path, value]] : [];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function mergeRaw(base: PlainMap, raw: PlainMap, path: Path, attribution: Map<string, readonly string[]>): PlainMap {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(raw)) {
    const below = [...path, key];
    const existing = merged[key];
    if (isPlainMap(value) && isPlainMap(existing)) {
      merged[key] = mergeRaw(existing, value, below, attribution);
    } else {
      merged[key] = value;
      for (const [leaf] of leaves({ [key]: value }, []))
        attribution.set(formatPath([...path, ...leaf]), [formatPath(['values', ...path, ...leaf])]);
    }
  }
  return merged;
}
