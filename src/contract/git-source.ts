import { Construct, type IConstruct } from 'constructs';
import * as z from 'zod';

/** A folder of a Git repository at a fixed commit, applied as it stands (a kustomization or plain manifests). */
export const gitSourceRef = z.strictObject({
  url: z.string().regex(/^https:\/\/[^\s]+$/, 'an https:// address of a Git repository'),
  /** Tag, for people and for tools that cannot take a commit. */
  tag: z
    .string()
    .min(1)
    .refine((tag) => !['main', 'master', 'latest', 'HEAD'].includes(tag), 'a tag of a release; a branch moves'),
  /** Commit that the tag named when it was verified. */
  commit: z.string().regex(/^[0-9a-f]{40}$/, 'a full commit id of 40 hex digits'),
  /** Folder inside the repository. */
  path: z
    .string()
    .regex(
      /^(?!\.{1,2}(\/|$))[^/\s\\]+(\/(?!\.{1,2}(\/|$))[^/\s\\]+)*$/,
      'a relative folder without `.` and `..`, and without slashes at its ends',
    ),
});
export type GitSourceRef = z.output<typeof gitSourceRef>;

/** The prop `values` of a component without a chart. */
export const noValues = z
  .record(z.string(), z.unknown())
  .refine((values) => Object.keys(values).length === 0, 'no chart, so no values: these are manifests as they stand')
  .default({});

const MARK = Symbol.for('cns.dev/git-source');

/** Records that a folder of a Git repository is wanted on the cluster. Nothing is fetched. */
export class GitSource extends Construct {
  readonly record: GitSourceRef;

  constructor(scope: Construct, id: string, record: GitSourceRef) {
    super(scope, id);
    this.record = record;
    Object.defineProperty(this, MARK, { value: true });
  }

  /** The Git source of a component, if it has one. */
  static in(scope: IConstruct): GitSource | undefined {
    return scope.node.findAll().find((child): child is GitSource => MARK in child);
  }
}
