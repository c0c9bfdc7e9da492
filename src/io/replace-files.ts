import { chmodSync, copyFileSync, linkSync, lstatSync, mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TreePlan } from './plan-tree.ts';
import { parentOf } from './read-entry.ts';
import { discardStage, stageFiles } from './stage-files.ts';
import { TREE_INDEX } from './tree-index.ts';

/**
 * Does what `plan` says to the folder `dir`, by way of the folder `stage` beside it, which must not exist yet.
 *
 * All texts are staged first. Then, each with its undo: the index that knows old and new texts, removals (a file may have
 * to give way to a folder), folders, new files, the final index. If one fails, the undos run backwards.
 */
export function replaceFiles(dir: string, stage: string, plan: TreePlan, files: ReadonlyMap<string, string>): void {
  const undo: (() => void)[] = [];
  const staged = plan.write.map((path, i) => [`new-${i}`, files.get(path) ?? ''] as const);
  try {
    stageFiles(stage, [['index-meanwhile', plan.indexMeanwhile()], ['index', plan.index], ...staged]);
    place(join(stage, 'index-meanwhile'), join(dir, TREE_INDEX), undo);
    plan.remove.forEach((path, i) => {
      move(join(dir, path), join(stage, `removed-${i}`), undo);
    });
    removeIfEmpty(dir, plan.leave, undo);
    const made = new Set<string>(['']);
    plan.write.forEach((path, i) => {
      makeFolder(dir, parentOf(path), made, undo);
      place(join(stage, `new-${i}`), join(dir, path), undo);
    });
    place(join(stage, 'index'), join(dir, TREE_INDEX), undo);
  } catch (error) {
    runAll(undo.toReversed());
    discardStage(stage);
    throw error;
  }
  discardStage(stage);
}

/** Runs every step, also after one that fails: what can be put back is. The error that led here is the one to report. */
function runAll(steps: readonly (() => void)[]): void {
  for (const step of steps) {
    try {
      step();
    } catch {}
  }
}

function move(from: string, to: string, undo: (() => void)[]): void {
  renameSync(from, to);
  undo.push(() => renameSync(to, from));
}

/** Renames a staged file over what stands at `target`; a second name keeps the old one, so that there is no gap. */
function place(staged: string, target: string, undo: (() => void)[]): void {
  if (lstatSync(target, { throwIfNoEntry: false }) === undefined) {
    renameSync(staged, target);
    undo.push(() => unlinkSync(target));
    return;
  }
  const old = `${staged}-old`;
  try {
    linkSync(target, old);
  } catch {
    copyFileSync(target, old); // FAT and some network file systems have no hard links
  }
  renameSync(staged, target);
  undo.push(() => renameSync(old, target));
}

function removeIfEmpty(dir: string, folders: readonly string[], undo: (() => void)[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(join(dir, folder));
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) continue;
      throw error;
    }
    undo.push(() => mkdirSync(join(dir, folder)));
  }
}

function makeFolder(dir: string, folder: string, made: Set<string>, undo: (() => void)[]): void {
  if (made.has(folder)) return;
  makeFolder(dir, parentOf(folder), made, undo);
  made.add(folder);
  const path = join(dir, folder);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(path);
  undo.push(() => rmdirSync(path));
  chmodSync(path, 0o755);
}
