import { readFileSync } from 'node:fs';
import { parseYaml } from '../../../src/io/parse-yaml.ts';
import { manifests } from '../../../src/ops/synth-cluster.ts';
import { isPlainMap, type PlainMap } from '../../../src/plain.ts';
import { COMPILERS } from '../../../src/pools/compilers.ts';
import type { ContractInput } from '../../../src/pools/contracts/contract.ts';
import { planPools } from '../../../src/pools/plan.ts';
import { clusterDocument } from '../../../src/recipe/cluster-file.ts';
import { type PositionedDocument, parseDocument } from '../../../src/recipe/document.ts';
import { resolve } from '../../../src/recipe/resolve.ts';
import { type Case, documentOf, engine } from '../../samples.ts';

/**
 * Both halves of a cluster document, as the engine makes them; the account is stood in for.
 *
 * @param elsewhere components that another tree of the same cluster brings
 */
export function inputOf(document: PositionedDocument, elsewhere: readonly string[] = []): ContractInput {
  const cluster = parseDocument(document, 'Cluster', clusterDocument);
  const flags = { components: Object.fromEntries(elsewhere.map((name) => [name, null])) };
  const recipe = resolve(engine.catalog, { cluster, document, flags, elsewhere });
  const { units } = manifests(engine, recipe);
  const plan = planPools({ cluster, recipe, units });
  const compiler = COMPILERS[plan.service];
  return {
    cluster,
    recipe,
    plan,
    units,
    ...(compiler ? { compiled: compiler.compile(plan, compiler.standIns) } : {}),
  };
}

const known = new Map<string, ContractInput>();

/** Both halves of a committed sample, with changes of its cluster file. */
export function sampleInput(name: string, changes: PlainMap = {}): ContractInput {
  const key = `${name} ${JSON.stringify(changes)}`;
  const before = known.get(key);
  if (before) return before;
  const { value, ...document } = parseYaml(readFileSync(`clusters/${name}.yaml`, 'utf8'), `clusters/${name}.yaml`);
  const made = inputOf({ ...document, value: merged(value, changes) });
  known.set(key, made);
  return made;
}

/** A region of each service; its zones are those of the tests. */
const REGIONS: Readonly<Record<string, string>> = {
  eks: 'us-east-2',
  gke: 'us-central1',
  aks: 'southcentralus',
  oke: 'us-chicago-1',
};

/** Both halves of a case, in whole racks where its machines come by the rack. */
export function caseInput(one: Case, changes: PlainMap = {}): ContractInput {
  const region = REGIONS[one.query.service];
  const type = engine.catalog.instances.find(
    ({ name, service }) => name === one.instanceType && service === one.query.service,
  );
  const document = documentOf(one, region === undefined ? {} : { inputs: { region } });
  const [count = 2] = type?.rackSizes ?? [];
  return inputOf({ ...document, value: merged(merged(document.value, { pools: { gpu: { count } } }), changes) });
}

/** Maps are joined, everything else is replaced. */
export function merged(value: unknown, changes: unknown): unknown {
  if (!isPlainMap(value) || !isPlainMap(changes)) return changes;
  const keys = new Set([...Object.keys(value), ...Object.keys(changes)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, Object.hasOwn(changes, key) ? merged(value[key], changes[key]) : value[key]]),
  );
}
