import { type ComponentResourceOptions, type CustomResourceOptions, type Output, runtime } from '@pulumi/pulumi';
import { expect } from 'vitest';
import type { CompiledPools } from '../../src/pools/compiled.ts';
import { isExpression, shown } from '../../src/pools/expression.ts';

/** What a program asked Pulumi to make. */
interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: CustomResourceOptions;
}

const asked: { type: string; name: string; inputs: Record<string, unknown> }[] = [];
let answers: (name: string) => Record<string, unknown> = () => ({});
let call: (token: string, inputs: unknown) => Record<string, unknown> = (token) => {
  throw new Error(`${token} asks the cloud, which a plan must not`);
};

await runtime.setMocks(
  {
    newResource: ({ type, name, inputs }) => {
      asked.push({ type, name, inputs });
      return { id: `<${name}.id>`, state: { ...inputs, ...answers(name) } };
    },
    call: ({ token, inputs }) => call(token, inputs),
  },
  'cloud-native-stack',
  'test',
  false,
);

/** Answers that the cloud would give to lookups of outputs, by token. */
export function answerCalls(answer: typeof call): void {
  call = answer;
}

/**
 * Runs a component under Pulumi's mocks and holds what it made against what the compiler listed: the same types, names, arguments,
 * order of things and protection, and nothing else.
 */
export async function expectExactly(
  cluster: string,
  compiled: CompiledPools,
  make: (options: ComponentResourceOptions) => { readonly outputs: Readonly<Record<string, Output<unknown>>> },
): Promise<{ readonly resources: readonly Registered[]; readonly outputs: Readonly<Record<string, unknown>> }> {
  asked.length = 0;
  answers = (name) => outputsAsked(compiled, name.slice(cluster.length + 1));
  const options = new Map<string, CustomResourceOptions>();
  const resources: { urn: Output<string> }[] = [];
  const { outputs } = make({
    transformations: [
      ({ name, opts, resource }) => {
        options.set(name, opts);
        resources.push(resource);
        return undefined;
      },
    ],
  });
  await settled(resources);
  const values = Object.fromEntries(
    await Promise.all(Object.entries(outputs).map(async ([name, value]) => [name, await promised(value)] as const)),
  );
  const made = asked
    .filter(({ type }) => !type.startsWith('cns:') && !type.startsWith('pulumi:'))
    .map((one): Registered => ({ ...one, options: options.get(one.name) ?? {} }));

  const byName = new Map(made.map((one) => [one.name, one]));
  expect(made.map(({ type, name }) => `${name} ${type}`).sort()).toEqual(
    compiled.resources.map(({ type, name }) => `${cluster}-${name} ${type}`).sort(),
  );
  for (const { name, args, options: wanted } of compiled.resources) {
    const one = byName.get(`${cluster}-${name}`);
    expect(one?.inputs, name).toEqual(known(args, cluster));
    const { dependsOn = [], ...rest } = wanted;
    expect(one?.options, name).toMatchObject(rest);
    expect(one?.options.protect ?? false, name).toBe(wanted.protect ?? false);
    const needs = (one?.options.dependsOn ?? []) as unknown as { readonly __name: string }[];
    expect(
      needs.map(({ __name }) => __name),
      name,
    ).toEqual(dependsOn.map((other) => `${cluster}-${other}`));
  }
  expect(asked.find(({ type }) => type.startsWith('pulumi:providers:'))?.inputs).toMatchObject(
    Object.fromEntries(
      Object.entries(compiled.provider).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
  for (const [name, value] of Object.entries(compiled.outputs))
    expect(values[name], name).toEqual(known(value, cluster));
  expect(await Promise.all(compiled.secretOutputs.map((name) => isSecret(outputs[name])))).toEqual(
    compiled.secretOutputs.map(() => true),
  );
  return { resources: made, outputs: values };
}

/** Everything that the plan reads of a resource, each answered with what `infra plan` prints in its place. */
function outputsAsked(compiled: CompiledPools, name: string): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  const put = (path: readonly string[], at: Record<string, unknown>, value: string): void => {
    const [key = '', ...rest] = path;
    if (rest.length === 0) at[key] = value;
    else {
      const inner = (at[key] ?? {}) as Record<string, unknown>;
      at[key] = inner;
      put(rest, inner, value);
    }
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isExpression(value) && '$output' in value) {
      if (value.of === name && value.$output !== 'id') put(value.$output.split('.'), state, shown(value));
      return;
    }
    Object.values(value).forEach(visit);
  };
  for (const { args } of compiled.resources) visit(args);
  visit(compiled.outputs);
  return state;
}

/** Arguments as the mocks see them: every expression answered. */
function known(value: unknown, cluster: string): unknown {
  if (isExpression(value)) {
    if ('$output' in value && value.$output === 'id') return `<${cluster}-${value.of}.id>`;
    if ('$output' in value) return shown(value);
    if ('$base64' in value) return Buffer.from(String(known(value.$base64, cluster))).toString('base64');
    if ('$join' in value) return value.$join.map((part) => known(part, cluster)).join('');
    return JSON.stringify(known(value.$json, cluster));
  }
  if (Array.isArray(value)) return value.map((item) => known(item, cluster));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, known(item, cluster)]));
  return value;
}

/** Resources register one after the other, as what they need becomes known. */
async function settled(resources: readonly { readonly urn: Output<string> }[]): Promise<void> {
  await Promise.all(resources.map(({ urn }) => promised(urn)));
}

const promised = <T>(value: Output<T>): Promise<T> =>
  new Promise((resolve) => value.apply((known) => resolve(known as T)));

const isSecret = async (value: Output<unknown> | undefined): Promise<boolean> =>
  (await (value as unknown as { readonly isSecret: Promise<boolean> } | undefined)?.isSecret) ?? false;
