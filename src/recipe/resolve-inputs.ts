import type { Ownership } from '../contract/cluster.ts';
import type { Problem } from '../errors.ts';
import { pick } from '../plain.ts';
import type { Query } from './criteria.ts';
import { locate } from './document.ts';
import type { Facts } from './guard.ts';
import type { Inputs } from './inputs.ts';
import type { Instance } from './instance.ts';
import type { Layer } from './layer.ts';
import { mergeLayers } from './merge.ts';
import { asMergeSource, type ResolveInput } from './merge-sources.ts';

/**
 * Inputs come from layers without a condition, then from the cluster file: a condition may rest on any of them.
 * Where layers contradict each other, the merge of everything reports it.
 */
export function resolveInputs(layers: readonly Layer[], { cluster, document }: ResolveInput): Inputs {
  const sources = layers
    .filter((layer) => layer.document.when === undefined)
    .map((layer) => ({ ...asMergeSource(layer), value: { inputs: layer.document.inputs } }));
  const merged = mergeLayers([
    ...sources,
    {
      name: document.file,
      origin: 'cluster',
      match: {},
      value: { inputs: cluster.inputs },
      locate: (path) => locate(document, path),
    },
  ]);
  return (merged.value.inputs ?? {}) as Inputs;
}

/** An input that nothing gives, or that contradicts who owns the driver. */
export function inputProblems(inputs: Inputs, { driver }: Ownership, { cluster, document }: ResolveInput): Problem[] {
  const problems: Problem[] = [];
  if (inputs.kubernetes === undefined)
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: 'inputs.kubernetes',
      message: 'is missing: no layer gives a Kubernetes version for this cluster',
      hint: 'give inputs.kubernetes in the cluster file',
      source: locate(document, ['inputs', 'kubernetes']),
    });
  if (driver === 'operator' && cluster.inputs.driver !== undefined)
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: 'inputs.driver',
      message: `got ${JSON.stringify(cluster.inputs.driver)}, which is the driver of an image or provider, and here the GPU Operator installs its own`,
      hint: 'set components.gpu-operator.driver.version, or say in ownership.driver who brings it',
      source: locate(document, ['inputs', 'driver']),
    });
  return problems;
}

/** What guards are held against: inputs, the instance type, the query. */
export function factsOf(query: Query, inputs: Inputs, instance: Instance | undefined): Facts {
  const pageSizeKiB = inputs.pageSizeKiB ?? (instance?.architecture === 'amd64' ? 4 : undefined);
  return {
    ...pick(inputs, ['kubernetes', 'osVersion', 'kernel', 'driver', 'region', 'partition', 'capacity']),
    ...(pageSizeKiB === undefined ? {} : { pageSizeKiB }),
    ...(instance
      ? {
          instanceType: instance.name,
          architecture: instance.architecture,
          machine: instance.machine,
          fabric: instance.fabric,
        }
      : {}),
    service: query.service,
    os: query.os,
    intent: query.intent,
  };
}
