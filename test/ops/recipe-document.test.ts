import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { checkRecipeFile, recipeInput } from '../../src/ops/recipe-document.ts';
import { recipeData, recipeFile, resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { lockFile } from '../../src/report/lock.ts';
import { problemsOf } from './memory-io.ts';
import { cluster, smallEngine } from './small-engine.ts';

const io = { parseYaml };
const asked = { document: cluster(), set: { 'gpu-operator': { gdrcopy: false } } };
const recipe = resolveRecipe(smallEngine, asked);
const text = recipeFile(recipe, asked);
const printed = (of = text) => parseYaml(of, 'recipe.yaml');

it('a printed recipe is the lock with what was asked', () => {
  expect(text.startsWith(lockFile(recipe))).toBe(true);
  expect(recipeData(io, text).request).toEqual({ cluster: asked.document.value, set: asked.set });
});

it('asks again for what it was the answer to', () => {
  const again = recipeInput(printed());
  expect(recipeFile(resolveRecipe(smallEngine, again), again)).toBe(
    text.replaceAll('clusters/prod.yaml', 'recipe.yaml'),
  );
});

it('keeps places, so that an error names the line of the printed file', async () => {
  const at = text.lastIndexOf('accelerator: h100');
  const bad = printed(`${text.slice(0, at)}accelerator: h10${text.slice(at + 'accelerator: h100'.length)}`);
  const line = text.slice(0, at).split('\n').length;
  const [problem] = await problemsOf(() => resolveRecipe(smallEngine, recipeInput(bad)));
  expect([problem?.code, problem?.source?.file, problem?.source?.line]).toEqual(['QUERY_INVALID', 'recipe.yaml', line]);
});

it.each([
  ['a key that it does not have', 'allowGenric: true', 'request.allowGenric', 'did you mean allowGeneric?'],
  ['a flag in quotes', 'allowGeneric: "true"', 'request.allowGeneric', undefined],
  ['props that are none', 'set: { gpu-operator: off }', 'request.set.gpu-operator', undefined],
])('a request with %s is refused, not half heard', async (_, line, path, hint) => {
  const without = text.replace(/^ {2}set:\n(?: {4}.*\n)+/m, '');
  const document = printed(without.replace(/^request:\n/m, `request:\n  ${line}\n`));
  const problems = await problemsOf(() => recipeInput(document));
  const at = without.split('\n').indexOf('request:') + 2;
  expect(problems.map((problem) => [problem.code, problem.path, problem.hint, problem.source?.line])).toEqual([
    ['DOCUMENT_INVALID', path, hint, at],
  ]);
});

describe('checkRecipeFile', () => {
  it.each([
    ['a cluster file', cluster()],
    ['a printed recipe', printed()],
  ])('takes %s', (_, document) => {
    expect(() => checkRecipeFile(smallEngine, io, document)).not.toThrow();
  });

  it('takes a recipe whose request gave inputs, whatever file they stood in when it was printed', () => {
    const before = { document: cluster('inputs: { kernel: 6.14.0-1018-aws, region: us-east-2 }\n') };
    const file = recipeFile(resolveRecipe(smallEngine, before), before);
    expect(file).toContain('inputs.kernel: clusters/prod.yaml');
    expect(() => checkRecipeFile(smallEngine, io, printed(file))).not.toThrow();
  });

  it('refuses an input that was edited, and one whose layer was', async () => {
    const before = { document: cluster('inputs: { kernel: 6.14.0-1018-aws }\n') };
    const file = recipeFile(resolveRecipe(smallEngine, before), before);
    const edited = file
      .replace('inputs:\n  kernel: 6.14.0-1018-aws', 'inputs:\n  kernel: 6.8.0')
      .replace(
        'components.gpu-operator.driver.version:\n    layer: small/h100.yaml',
        'components.gpu-operator.driver.version:\n    layer: mine.yaml',
      );
    const problems = await problemsOf(() => checkRecipeFile(smallEngine, io, printed(edited)));
    expect(problems.map(({ path }) => path)).toEqual([
      'inputs.kernel',
      'provenance["components.gpu-operator.driver.version"].layer',
    ]);
  });

  it('refuses changes that somebody wrote into the answer, at their lines', async () => {
    const edited = printed(
      text
        .replace('version: v26.3.3', 'version: v26.3.4')
        .replace('support: schema-checked', 'support: hardware-validated'),
    );
    const problems = await problemsOf(() => checkRecipeFile(smallEngine, io, edited));
    expect(problems.map(({ path, message }) => [path, message])).toEqual([
      ['support', 'the file says "hardware-validated", and the recipe resolves to "schema-checked"'],
      ['components.gpu-operator.chart.version', 'the file says "v26.3.4", and the recipe resolves to "v26.3.3"'],
    ]);
  });

  it('refuses the lock of a tree, which does not say what was asked', async () => {
    const [problem] = await problemsOf(() => recipeInput(printed(lockFile(recipe))));
    expect([problem?.path, problem?.hint]).toEqual([
      'request',
      'give the cluster file, or a file that `cnsctl recipe` printed',
    ]);
  });
});
