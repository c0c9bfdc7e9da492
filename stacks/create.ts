import {
  ComponentResource as Component,
  type ComponentResource,
  type ComponentResourceOptions,
  type CustomResource,
  type CustomResourceOptions,
  concat,
  jsonStringify,
  type Output,
  output,
  type ProviderResource,
  secret,
} from '@pulumi/pulumi';
import type { CompiledPools } from '../src/pools/compiled.ts';
import { type Expression, isExpression } from '../src/pools/expression.ts';
import type { PlannedResource, ResourceTypes } from '../src/pools/resource.ts';

/** Type token → its class: every type that a compiler may name. */
export type Classes<Types extends ResourceTypes> = {
  readonly [Type in keyof Types]: new (
    name: string,
    args: Types[Type][1],
    options: CustomResourceOptions,
  ) => CustomResource & Types[Type][0];
};

// Which arguments go with which class is known where the plan is compiled: there the compiler holds them against the SDK.
type AnyClass = new (name: string, args: never, options: CustomResourceOptions) => CustomResource;

/** What the resources of one compiled plan are made with. */
export interface Creation {
  /** Prefix of every name. */
  readonly cluster: string;
  /** Token of the component, e.g. `cns:eks:GpuCluster`; parts are `cns:eks:network` and so on. */
  readonly token: string;
  readonly compiled: CompiledPools;
  readonly classes: Readonly<Record<string, AnyClass>>;
  readonly provider: ProviderResource;
}

/**
 * Makes what a compiler has listed, nothing else: one component a part, names as in the list with the cluster's name in front.
 *
 * @returns the outputs of the plan, secret ones marked as such
 */
export function create(
  parent: ComponentResource,
  { cluster, token, compiled, classes, provider }: Creation,
): Readonly<Record<string, Output<unknown>>> {
  const made = new Map<string, CustomResource>();
  const parts = new Map<string, ComponentResource>();
  const partOf = (name: string): ComponentResource => {
    const part = parts.get(name) ?? new Part(`${token.replace(/[^:]+$/, '')}${name}`, `${cluster}-${name}`, { parent });
    parts.set(name, part);
    return part;
  };
  for (const { type, name, part, args, options } of compiled.resources) {
    const Class = classes[type];
    if (!Class) throw new Error(`no class for ${type}`);
    const { dependsOn = [], ...rest } = options as PlannedResource['options'];
    made.set(
      name,
      new Class(`${cluster}-${name}`, resolved(args, made) as never, {
        ...(rest as CustomResourceOptions),
        parent: partOf(part),
        provider,
        dependsOn: dependsOn.map((other) => resourceOf(made, other)),
      }),
    );
  }
  return Object.fromEntries(
    Object.entries(compiled.outputs).map(([name, value]) => {
      const known = output(resolved(value, made));
      return [name, compiled.secretOutputs.includes(name) ? secret(known) : known];
    }),
  );
}

class Part extends Component {
  constructor(type: string, name: string, options: ComponentResourceOptions) {
    super(type, name, {}, options);
    this.registerOutputs({});
  }
}

/** Arguments with outputs where the plan has expressions. */
function resolved(value: unknown, made: ReadonlyMap<string, CustomResource>): unknown {
  if (isExpression(value)) return outputOf(value, made);
  if (Array.isArray(value)) return value.map((item) => resolved(item, made));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, made)]));
  return value;
}

function outputOf(expression: Expression, made: ReadonlyMap<string, CustomResource>): unknown {
  if ('$join' in expression) return concat(...expression.$join.map((part) => resolved(part, made) as string));
  if ('$json' in expression) return jsonStringify(resolved(expression.$json, made));
  if ('$base64' in expression)
    return output(resolved(expression.$base64, made) as string).apply((text) => Buffer.from(text).toString('base64'));
  const [key = '', ...path] = expression.$output.split('.');
  const resource = resourceOf(made, expression.of) as unknown as Readonly<Record<string, unknown>>;
  return output(resource[key] as Output<object>).apply((start: unknown) =>
    path.reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], start),
  );
}

function resourceOf(made: ReadonlyMap<string, CustomResource>, name: string): CustomResource {
  const resource = made.get(name);
  if (!resource) throw new Error(`${name} is used before it is made`);
  return resource;
}
