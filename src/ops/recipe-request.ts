import * as z from 'zod';
import { parse } from '../parse.ts';
import type { Path } from '../path.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import { type Criteria, DIMENSIONS } from '../recipe/criteria.ts';
import { API_VERSION, checkHeader, locate, type PositionedDocument } from '../recipe/document.ts';
import { inputs } from '../recipe/inputs.ts';
import { FLAGS } from './at-flag.ts';

/** A criteria file: what to resolve, without a cluster around it. Values are checked when the recipe is resolved. */
export const criteriaDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Criteria'),
  criteria: z
    .strictObject({
      service: z.string(),
      accelerator: z.string(),
      os: z.string(),
      intent: z.string(),
      platform: z.string(),
    })
    .partial(),
  inputs: inputs.default({}),
});

/** What flags, an HTTP request or a config can say of one cluster: path in a cluster file → value. */
export interface RecipeRequest {
  readonly name?: string;
  readonly criteria: Criteria;
  readonly inputs?: PlainMap;
  readonly instanceType?: string;
  readonly nodes?: number;
  readonly gpuLabels?: Readonly<Record<string, string>>;
  readonly systemLabels?: Readonly<Record<string, string>>;
  readonly storageClass?: string;
  readonly gitops?: {
    readonly deployer?: string;
    readonly repoURL?: string;
    readonly revision?: string;
    readonly path?: string;
  };
}

/**
 * A cluster document made of a request. A criteria file gives what the request leaves open, and its positions.
 *
 * @throws CnsError when the criteria file does not parse
 */
export function clusterFromRequest(request: RecipeRequest, file?: PositionedDocument): PositionedDocument {
  const base = file === undefined ? undefined : parseCriteria(file);
  const { instanceType, nodes, gpuLabels, systemLabels, storageClass, gitops = {} } = request;
  const criteria = defined({ ...base?.criteria, ...defined(request.criteria) });
  const pools = {
    ...some('system', defined({ labels: systemLabels })),
    ...some('gpu', defined({ instanceType, count: nodes, labels: gpuLabels })),
  };
  const value = {
    apiVersion: API_VERSION,
    kind: 'Cluster',
    name: request.name ?? defaultName(criteria),
    // Empty, not absent: the recipe then says which values are allowed.
    criteria: { service: '', accelerator: '', os: '', intent: '', ...criteria },
    inputs: { ...base?.inputs, ...defined(request.inputs ?? {}) },
    ...some('pools', pools),
    gitops: { deployer: 'argocd', ...defined(gitops) },
    ...(storageClass === undefined ? {} : { shared: { storageClass } }),
  };
  return { file: file?.file ?? FLAGS, value, positions: file?.positions ?? new Map() };
}

const some = (key: string, map: PlainMap): PlainMap => (Object.keys(map).length > 0 ? { [key]: map } : {});

/** A name that the criteria make: `eks-h100-ubuntu-training-kubeflow`, cut where a cluster name may not be longer. */
export function defaultName(criteria: Criteria): string {
  const name = DIMENSIONS.flatMap((d) => criteria[d] ?? [])
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'cluster' : name;
}

function parseCriteria(file: PositionedDocument): z.output<typeof criteriaDocument> {
  checkHeader(file, ['Criteria']);
  return parse(criteriaDocument, file.value, { code: 'DOCUMENT_INVALID', locate: (at) => locate(file, at) });
}

const defined = (map: PlainMap): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));

/** A document with other values at some paths; the rest keeps its positions. */
export function withValues(
  document: PositionedDocument,
  values: readonly (readonly [Path, unknown])[],
): PositionedDocument {
  const value = values.reduce<unknown>((root, [path, item]) => replaced(root, path, item), document.value);
  return { ...document, value };
}

function replaced(root: unknown, [key, ...rest]: Path, item: unknown): unknown {
  if (key === undefined) return item;
  const map = isPlainMap(root) ? root : {};
  return { ...map, [key]: replaced(Object.hasOwn(map, key) ? map[key] : undefined, rest, item) };
}
