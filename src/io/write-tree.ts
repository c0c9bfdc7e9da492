import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Problem, throwProblems } from '../errors.ts';
import type { WriteTreeArgs, WriteTreeResult } from '../ops/ports.ts';
import { confine } from './confine.ts';
import { lockTree } from './lock-tree.ts';
import { planTree, type TreePlan } from './plan-tree.ts';
import { replaceFiles } from './replace-files.ts';
import { discardStage, stageFiles } from './stage-files.ts';
import { formatTreeIndex, indexOf, OWN_PREFIX, TREE_INDEX } from './tree-index.ts';
import { treePathProblems } from './tree-paths.ts';
import { withDiskProblems } from './tree-problems.ts';

/**
 * Makes the folder `root/name` hold exactly `files`, besides what others put there.
 *
 * Only what differs is written, only what an earlier run wrote is removed, and folders that this empties go with it. New
 * texts are first written to a folder beside the tree and then renamed into place, so that no file is ever half written;
 * a new tree appears at once. When a step fails, those before it are undone. After a crash each file is the old or the
 * new one, and the next run finishes the work. Nothing is written, nor locked, when nothing differs.
 *
 * @throws CnsError TREE_EDITED with every file that was edited, or that is not ours and in the way; PATH_REFUSED for paths
 * that leave the tree, pass a symbolic link or cannot be written, and while another run writes the same tree
 */
export function writeTree({ root, name, files, hashes, force = false }: WriteTreeArgs): WriteTreeResult {
  throwProblems([...rootProblems(root), ...treePathProblems([name]), ...treePathProblems(files.keys())]);
  const dir = confine(root, name);
  const own = (what: string): string => join(root, `${OWN_PREFIX}${what}-${encodeURIComponent(name)}`);
  const stage = own('stage');

  const index = indexOf(files, hashes);
  const after = { index, text: formatTreeIndex(index) };

  return withDiskProblems(dir, () => {
    const glance = planTree(dir, files, after, force);
    if (isDone(glance) && lstatSync(stage, { throwIfNoEntry: false }) === undefined) return resultOf(glance);

    mkdirSync(dirname(dir), { recursive: true });
    const unlock = lockTree(own('lock'));
    try {
      discardStage(stage); // of a run that crashed
      const plan = planTree(dir, files, after, force);
      throwProblems(plan.problems);
      if (plan.isNew) createTree(dir, stage, plan, files);
      else if (!isDone(plan)) replaceFiles(dir, stage, plan, files);
      return resultOf(plan);
    } finally {
      unlock();
    }
  });
}

function createTree(dir: string, stage: string, plan: TreePlan, files: ReadonlyMap<string, string>): void {
  try {
    stageFiles(stage, [...files, [TREE_INDEX, plan.index]]);
    renameSync(stage, dir);
  } finally {
    discardStage(stage);
  }
}

const isDone = (plan: TreePlan): boolean =>
  plan.problems.length === 0 && plan.write.length === 0 && plan.remove.length === 0 && !plan.indexChanges;

const resultOf = ({ write, remove, unchanged }: TreePlan): WriteTreeResult => ({
  written: write,
  removed: remove,
  unchanged,
});

/** Trees go into a folder of their own, never beside the folders of the machine. */
function rootProblems(root: string): Problem[] {
  const folder = resolve(root);
  if (dirname(folder) !== folder) return [];
  return [
    {
      code: 'PATH_REFUSED',
      path: root,
      message: 'is the root of the file system',
      hint: 'name a folder for the trees',
    },
  ];
}
