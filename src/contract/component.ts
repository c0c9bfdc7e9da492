import type { Construct } from 'constructs';
import * as z from 'zod';
import { type ParseContext, parse } from '../parse.ts';
import { contextProp } from './cluster.ts';
import type { Readiness } from './readiness.ts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Props that every component has. */
export const componentProps = z.strictObject({
  /** Namespace of the component. No default: the recipe's data names it. */
  namespace: z
    .string()
    .regex(DNS_LABEL, 'a namespace is a DNS label: lower-case letters, digits and dashes, 63 at most'),
  /** What the construct may know of the cluster. The engine fills it; alone, its defaults apply. */
  cluster: contextProp,
  /** Raw Helm values, for what no prop offers. Checked: a path that no template reads, or that the construct sets, is refused. */
  values: z.record(z.string(), z.unknown()).default({}),
});

export type ComponentProps = z.output<typeof componentProps>;

/** An image that a component runs on nodes, with the architectures it is published for. */
export interface ImageUse {
  readonly image: string;
  readonly architectures: readonly ('amd64' | 'arm64')[];
  /** Runs on GPU nodes; then the pool's architecture must be among `architectures`. */
  readonly nodeSide: boolean;
  /** Where the architectures were read. */
  readonly source: string;
}

/** Value paths (or object fields) where placement of a component's pods is set, for documentation and contract checks. */
export interface SchedulingPaths {
  readonly system: readonly string[];
  readonly accelerated: readonly string[];
}

/** What third parties implement to add a component: a construct with its description. */
export interface Component<S extends z.ZodType = z.ZodType> {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly title: string;
  /** One sentence: what it is for on a GPU cluster. */
  readonly summary: string;
  /** Upstream documentation. */
  readonly homepage: string;
  /** Schema of the props: type, defaults, errors and documentation at once. Extends `componentProps`. */
  readonly props: S;
  /** Chart versions that the construct was written for, e.g. `>= 26.3 < 26.8`. A pin outside is refused. @default - no chart */
  readonly supports?: string;
  /** Components that must be in the recipe, and come earlier. */
  readonly dependsOn?: readonly string[];
  /** Components that come earlier when they are in the recipe. */
  readonly after?: readonly string[];
  /** Things that must exist once, claimed by another component or brought by the provider, e.g. `gateway-api-crds`. The claimer comes earlier. */
  readonly requires?: readonly string[];
  /** Things that exist once in a cluster and that this component brings, e.g. `nvidia-device-plugin`, `nfd`. Two claims are an error. */
  claims?(props: z.output<S>): readonly string[];
  readonly scheduling?: SchedulingPaths;
  images?(props: z.output<S>): readonly ImageUse[];
  /** Objects that show that the component works. */
  readiness?(props: z.output<S>): readonly Readiness[];
  /** Labels of its namespace, e.g. Pod Security levels. */
  namespaceLabels?(props: z.output<S>): Readonly<Record<string, string>>;
  create(scope: Construct, id: string, input: z.input<S>): Construct;
}

/** Keeps the props' type while a component is written; the registry holds the plain `Component`. */
export function defineComponent<S extends z.ZodType>(component: Component<S>): Component<S> {
  return component;
}

const parsedBefore = new WeakMap<object, z.ZodType>();

/**
 * Parses the props of one component. What it returned once for a schema it returns again as it is, so that the engine and the construct share one parse.
 *
 * @throws CnsError `PROPS_INVALID` with the path of every prop that does not parse
 */
export function parseProps<S extends z.ZodType>(
  name: string,
  schema: S,
  input: unknown,
  locate?: ParseContext['locate'],
): z.output<S> {
  if (typeof input === 'object' && input !== null && parsedBefore.get(input) === schema) return input as z.output<S>;
  const parsed = parse(schema, input, { code: 'PROPS_INVALID', at: ['components', name], locate });
  if (typeof parsed === 'object' && parsed !== null) parsedBefore.set(parsed, schema);
  return parsed;
}

/** A copy of parsed props with another parsed context: it is taken as parsed too. */
export function reparsed<P extends object>(schema: z.ZodType, props: P): P {
  parsedBefore.set(props, schema);
  return props;
}
