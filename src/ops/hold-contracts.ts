import type { ComponentManifests } from '../contract/manifests.ts';
import type { Problem } from '../errors.ts';
import { parsePath } from '../path.ts';
import { pick } from '../plain.ts';
import type { CompiledInfra } from '../pools/compiled.ts';
import { type CheckedContract, checkContracts } from '../pools/contracts/check.ts';
import { type PoolsPlan, planPools } from '../pools/plan.ts';
import type { ClusterFile } from '../recipe/cluster-file.ts';
import { locate, type PositionedDocument } from '../recipe/document.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { compileStandIn } from './compile-stand-in.ts';
import { placed } from './position.ts';
import type { AccountInput } from './stack-file.ts';

/** The tree half of a cluster, and how the other half is made. */
export interface BothHalves {
  /** The cluster file, for the places of what it says. */
  readonly document: PositionedDocument;
  readonly cluster: ClusterFile;
  readonly recipe: ResolvedRecipe;
  readonly units: readonly ComponentManifests[];
  /** The account of a stack that makes the nodes. @default - nobody says that a stack makes them */
  readonly account?: AccountInput;
  /** How a plan is compiled. @default - without an account */
  readonly compile?: (plan: PoolsPlan, account?: AccountInput) => Omit<CompiledInfra, 'plan'>;
}

/** Nodes and tree of one cluster file, and what every contract says of the two. */
export interface HeldInfra extends CompiledInfra {
  readonly contracts: readonly CheckedContract[];
}

/** Plans and compiles the nodes of a cluster and holds them against its tree. Problems have the place of what they speak of. */
export function heldContracts({
  document,
  cluster,
  recipe,
  units,
  account,
  compile = compileStandIn,
}: BothHalves): HeldInfra {
  const plan = planPools({ cluster, recipe, units });
  const made = compile(plan, account);
  const isProvisioned = account !== undefined;
  const contracts = checkContracts({ cluster, recipe, plan, units, ...pick(made, ['compiled']), isProvisioned });
  return {
    plan,
    ...made,
    contracts: contracts.map(({ problems, ...contract }) => ({
      ...contract,
      problems: problems.map((problem) => inTheFile(document, placed(recipe, problem))),
    })),
  };
}

/** What no layer says, the cluster file does, or it is missing there. */
function inTheFile(document: PositionedDocument, problem: Problem): Problem {
  const path = parsePath(problem.path ?? '');
  return problem.source || !path ? problem : { ...problem, source: locate(document, path) };
}
