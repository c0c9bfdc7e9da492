import type { AgentPackage } from '../contract/cluster.ts';
import type { Problem, Source } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import { sameValue } from '../plain.ts';
import { locate } from './document.ts';
import { answer, unknownParts } from './guard.ts';
import type { Layer, LayerPackage } from './layer.ts';
import { idsOf, strongest } from './strongest.ts';
import type { TuningInput } from './tuning-state.ts';

/** The agent's packages: of layers that do not override each other, those whose guard holds must agree. */
export function agentPackages(input: TuningInput, problems: Problem[]): AgentPackage[] {
  const { layers, pool, facts } = input;
  const read = ({ document }: Layer) => document.tuning[pool]?.packages;
  return idsOf(layers, read).flatMap((name) => {
    const path = ['tuning', pool, 'packages', name];
    const here = strongest(layers, read, name).filter(({ said }) => said === null || answer(said.when, facts) !== 'no');
    const [first, ...rest] = here.map(({ layer, said }) => ({ layer, said: said && withoutReasons(name, said) }));
    for (const other of rest.filter(({ said }) => !sameValue(said, first?.said))) {
      const there = first && placeOf(first.layer, path);
      problems.push({
        code: 'RECIPE_CONFLICT',
        path: formatPath(path),
        source: placeOf(other.layer, path),
        message: `this file and ${there?.file}:${there?.line}:${there?.column} give the package ${name} differently, and neither overrides the other`,
        hint: 'write a layer that contains both matches with the package that is right for the pair',
      });
    }
    for (const { layer, said } of here.filter((e) => e.said !== null && answer(e.said.when, facts) === 'unknown')) {
      const missing = unknownParts(said?.when ?? {}, facts);
      problems.push({
        code: 'DOCUMENT_INVALID',
        path: `inputs.${missing[0]}`,
        message: `is missing: ${layer.name} installs the package ${name} only where ${JSON.stringify(said?.when)}`,
        hint: `give ${missing.map((key) => `inputs.${key}`).join(' and ')} in the cluster file`,
      });
    }
    return first?.said ? [first.said] : [];
  });
}

function withoutReasons(name: string, found: LayerPackage): AgentPackage {
  const { why: _why, source: _source, when: _when, ...rest } = found;
  return { name, ...rest };
}

const placeOf = (layer: Layer, path: Path): Source =>
  locate({ file: layer.name, value: undefined, positions: layer.positions }, path);
