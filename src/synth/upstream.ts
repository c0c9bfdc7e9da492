/**
 * What the templates of a chart read, by name: an inner node has the next names, a leaf its mark.
 *
 * A mark is `read` (used as it stands) or `open` (used as a whole: anything beneath is read), then the type of the
 * default where it is certain, e.g. `read number`, `open`, `read`. `refused` stands where the chart fails as soon as there
 * is a value, since it no longer takes one. Key `*` is any key of a map and any index of a list;
 * key `''` is the mark of an inner node itself.
 */
export interface PathTree {
  readonly [name: string]: PathTree | string;
}

/** The value paths of a chart, or of a chart inside another one. */
export interface ChartPaths {
  readonly chart: string;
  readonly version: string;
  readonly paths: PathTree;
  /** By the key under which the parent's values address it: its alias, or else its name. */
  readonly subcharts?: { readonly [key: string]: ChartPaths };
  /** Path in the parent's values that installs it. */
  readonly condition?: string;
  /** True where the sub-chart could not be read: nothing is known beneath its key. */
  readonly unknown?: true;
  /** Where a sub-chart comes from when it is not part of its parent's repository. */
  readonly source?: ChartSource;
}

export interface ChartSource {
  readonly repository: string;
  /** Tag or commit. */
  readonly ref: string;
  /** Folder in that repository. */
  readonly path: string;
  /** What differs from the published chart. */
  readonly note?: string;
}

/** One file of src/upstream/charts. */
export interface ChartIndex extends ChartPaths {
  readonly source: ChartSource;
  /** Kubernetes versions that the chart accepts, as its Chart.yaml says, e.g. `>=1.30.0-0`. */
  readonly kubeVersion?: string;
}

/** The shape of a field: what an API server would refuse, without its words. */
export interface FieldSchema {
  /** Name of an entry of the definitions file; nothing else is given then. */
  readonly ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: { readonly [name: string]: FieldSchema };
  readonly required?: readonly string[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly items?: FieldSchema;
  /** Schema of any key that `properties` does not name. */
  readonly additionalProperties?: FieldSchema;
  /** Unknown fields are kept as they are. */
  readonly preserveUnknown?: true;
  /** An integer or a string. */
  readonly intOrString?: true;
  /** A Kubernetes quantity: a number, or a string such as `500m` or `16Gi`. */
  readonly quantity?: true;
  readonly nullable?: true;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** One file of src/upstream/kinds. */
export interface KindIndex {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly source: ChartSource;
  readonly schema: FieldSchema;
}

/** Kubernetes types that several kinds hold, e.g. `PodTemplateSpec`: src/upstream/definitions.json. */
export interface Definitions {
  readonly [name: string]: FieldSchema;
}

/** What is known of the outside world; read from src/upstream by the io layer, lazily. */
export interface Upstream {
  chart(name: string, version: string): ChartIndex | undefined;
  kind(apiVersion: string, kind: string): KindIndex | undefined;
  charts(): readonly { readonly name: string; readonly version: string }[];
  /** A type that several kinds hold, by its name in the definitions file. */
  definition(name: string): FieldSchema | undefined;
}
