import { formatProblem, type Problem } from '../errors.ts';
import { textTable } from './table.ts';

/** The answer of every contract, and below it what contradicts what. */
export function contractsText(
  contracts: readonly { readonly id: string; readonly about: string; readonly problems: readonly Problem[] }[],
): string {
  const rows = contracts.map(({ id, about, problems }) => [
    problems.length === 0 ? 'holds' : `broken (${problems.length})`,
    id,
    about,
  ]);
  const problems = contracts.flatMap((contract) => contract.problems);
  return [
    textTable(['answer', 'contract', 'what must agree'], rows),
    problems.length === 0
      ? 'Nodes and tree fit each other.\n'
      : problems.map((problem) => `${formatProblem(problem)}\n`).join(''),
  ].join('\n');
}
