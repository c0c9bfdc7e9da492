import { type Command, Option } from 'commander';
import { addCriteriaFlags, type CriteriaFlags, criteriaOf, flagOfPath } from './criteria-flags.ts';
import { describe } from './describe.ts';
import { addEngineFlags, addOutputFlag } from './flags.ts';
import { addGitFlags, GIT_PATHS, type GitFlags, gitOf } from './git-flags.ts';
import type { EngineFlags, Shell } from './shell.ts';

interface Flags extends CriteriaFlags, GitFlags, EngineFlags {
  readonly output?: string;
  readonly force?: boolean;
  readonly allowGeneric?: boolean;
}

/** `cnsctl init`: writes a cluster file from flags, after it has made sure that its recipe exists. */
export function addInitCommand(program: Command, shell: Shell): void {
  const command = program
    .command('init')
    .summary('write a cluster file')
    .description('Write a cluster file from flags. The recipe must resolve; nothing that is missing is made up.')
    .argument('[name]', 'name of the cluster (default: made of the criteria)');
  addGitFlags(addCriteriaFlags(command));
  addOutputFlag(command, 'where to write, - prints it (default: clusters/<name>.yaml)');
  command.addOption(new Option('--force', 'replace a file that is there').helpGroup('Output:'));
  describe(addEngineFlags(command), {
    examples: [
      {
        line: 'cnsctl init prod --service eks --gpu h100 --os ubuntu --intent training --platform kubeflow --repo https://github.com/example/gitops.git --revision main',
        about: 'clusters/prod.yaml for Argo CD; its tree lies at dist/prod in the repository',
      },
      {
        line: 'cnsctl init --service eks --gpu l40s --os al2023 --intent inference --deployer helm --output -',
        about: 'look at the file without writing it',
      },
    ],
  });
  command.action(async (name: string | undefined, flags: Flags) => {
    const [{ initCluster }, { defaultName }] = await Promise.all([
      import('../ops/init-cluster.ts'),
      import('../ops/recipe-request.ts'),
    ]);
    const config = await shell.config();
    const { request, givenBy } = criteriaOf(flags, config, shell.configFile);
    shell.flags = new Map([...flagOfPath, ...GIT_PATHS, ...givenBy]);
    const cluster = name ?? defaultName(request.criteria);
    const git = gitOf(flags, config);
    const outputDir = config.defaults.outputDir ?? 'dist';
    const deployer = git.deployer ?? 'argocd';
    // Trees lie where synth writes them, unless the user says otherwise.
    const path = git.path ?? (deployer === 'helm' ? undefined : `${outputDir}/${cluster}`);
    const engine = await shell.engine(flags);
    const made = initCluster(
      engine,
      { ...request, name: cluster, gitops: { ...git, deployer, path } },
      flags.allowGeneric,
    );
    if (flags.output === '-') return shell.out(made.text);
    const file = flags.output ?? `${config.defaults.clusters ?? 'clusters'}/${made.name}.yaml`;
    (await shell.io()).writeFile(file, made.text, { replace: flags.force ?? false });
    const next = flags.output === undefined ? made.name : file;
    shell.out(`Wrote ${file}.\nNext: ${shell.name} synth ${next}\n`);
  });
}
