import { type Command, Option } from 'commander';
import type { Config } from '../ops/config.ts';
import type { RecipeRequest } from '../ops/recipe-request.ts';

export interface GitFlags {
  readonly deployer?: string;
  readonly repo?: string;
  readonly revision?: string;
  readonly path?: string;
}

/** Who lays the tree out, and where the controller finds it. */
export function addGitFlags(command: Command): Command {
  return command
    .addOption(new Option('--deployer <name>', 'argocd, flux, helm or that of a plugin').helpGroup('GitOps:'))
    .addOption(new Option('--repo <url>', 'repository that the tree is committed to').helpGroup('GitOps:'))
    .addOption(
      new Option('--revision <name>', 'branch, tag or commit that the controller follows').helpGroup('GitOps:'),
    )
    .addOption(new Option('--path <folder>', 'folder of the tree inside the repository').helpGroup('GitOps:'));
}

/** Paths of a cluster file that these flags stand for. */
export const GIT_PATHS: ReadonlyMap<string, string> = new Map([
  ['name', '[name]'],
  ['gitops.deployer', '--deployer'],
  ['gitops.repoURL', '--repo'],
  ['gitops.revision', '--revision'],
  ['gitops.path', '--path'],
]);

export function gitOf(
  { deployer, repo, revision, path }: GitFlags,
  { defaults }: Config,
): NonNullable<RecipeRequest['gitops']> {
  return {
    deployer: deployer ?? defaults.deployer,
    repoURL: repo ?? defaults.repo,
    revision: revision ?? defaults.revision,
    path,
  };
}
