import type { Expression } from './expression.ts';

/** What Pulumi must know besides the arguments; the names are Pulumi's. */
export interface ResourceOptions {
  /** Nobody may delete it without saying so first. */
  readonly protect?: true;
  /** It outlives the stack. */
  readonly retainOnDelete?: true;
  /** The new one needs what the old one holds, so the old one goes first. */
  readonly deleteBeforeReplace?: true;
  readonly ignoreChanges?: readonly string[];
  /** How long the provider may take, e.g. `90m`. */
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  /** Names of resources that must be there although no argument mentions them. */
  readonly dependsOn?: readonly string[];
}

/** One resource of a cloud, as data: names of types and arguments are those of the provider's SDK. */
export interface PlannedResource<Type extends string = string> {
  /** Type token, e.g. `aws:eks/nodeGroup:NodeGroup`. */
  readonly type: Type;
  /** Unique within the cluster, e.g. `gpu-nodes`. */
  readonly name: string;
  /** Which concern it belongs to: one Pulumi component each. */
  readonly part: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: ResourceOptions;
}

/** Type token → class and arguments of the provider's SDK. Types only: nothing of the SDK is loaded to plan. */
export type ResourceTypes = Readonly<Record<string, readonly [resource: object, args: object]>>;

type Scalar = string | number | boolean;

/** Arguments with the provider's own types, in which an expression may stand for every scalar and for every list of them. */
export type Planned<T> = T extends undefined
  ? T
  : T extends Scalar
    ? T | Expression
    : T extends { apply(...args: never[]): unknown } | Promise<unknown>
      ? never
      : T extends readonly (infer Item)[]
        ? readonly Planned<Item>[]
        : T extends object
          ? { readonly [Key in keyof T]: Planned<T[Key]> }
          : T;

/** Resources of one concern, in the order in which they are made. */
export class Part<Types extends ResourceTypes> {
  readonly name: string;
  readonly resources: PlannedResource[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Names and types of `args` are checked against the provider's SDK. */
  add<Type extends keyof Types & string>(
    type: Type,
    name: string,
    args: Planned<Types[Type][1]>,
    options: ResourceOptions = {},
  ): PlannedResource<Type> & Outputs<Types[Type][0]> {
    const resource = { type, name, part: this.name, args: args as PlannedResource['args'], options };
    this.resources.push(resource);
    return resource as PlannedResource<Type> & Outputs<Types[Type][0]>;
  }
}

/** Never there at run time: which outputs a planned resource has. */
interface Outputs<Resource> {
  readonly outputs?: Resource;
}

/** An output of a resource; `path` goes on inside it, e.g. `certificateAuthority`, `data`. */
export const output = <Resource>(
  { name }: PlannedResource & Outputs<Resource>,
  key: keyof Resource & string,
  ...path: readonly (string | number)[]
): Expression => ({ $output: [key, ...path].join('.'), of: name });
