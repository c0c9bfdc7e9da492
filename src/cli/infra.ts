import type { Command } from 'commander';
import { describe } from './describe.ts';
import { addInfraCheckCommand } from './infra-check.ts';
import { addInfraPlanCommand } from './infra-plan.ts';
import type { Shell } from './shell.ts';

/** `cnsctl infra`: the other half of a cluster file, the cluster and its nodes. */
export function addInfraCommand(program: Command, shell: Shell): void {
  const infra = program
    .command('infra')
    .summary('the cluster and the nodes that a cluster file asks for')
    .description('The other half of a cluster file: the cluster and the nodes that its tree expects.');
  addInfraPlanCommand(infra, shell);
  addInfraCheckCommand(infra, shell);
  describe(infra, {
    examples: [
      { line: 'cnsctl infra plan eks-h100-training', about: 'what `pulumi up` would make' },
      { line: 'cnsctl infra check eks-h100-training', about: 'whether it fits the tree' },
    ],
  });
}
