import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { configDocument, configTemplate, EMPTY_CONFIG, loadConfig } from '../../src/ops/config.ts';
import { parseDocument } from '../../src/recipe/document.ts';
import { memoryIo, problemsOf } from './memory-io.ts';

const load = (text: string) =>
  loadConfig(memoryIo(new Map([['c.yaml', `apiVersion: cns.dev/v1alpha1\nkind: Config\n${text}`]])), 'c.yaml');

it('is empty where there is no file', () => {
  expect(loadConfig(memoryIo(), 'c.yaml')).toEqual(EMPTY_CONFIG);
});

it('reads defaults and the address of a server', () => {
  expect(load('server: https://cns.example.com\ndefaults: { outputDir: out }\n')).toMatchObject({
    server: 'https://cns.example.com',
    defaults: { outputDir: 'out' },
  });
});

describe('refuses', () => {
  it.each([
    ['server: ftp://x', 'server', 'an http:// or https:// address', undefined],
    [
      'defaults: { outputdir: x }',
      'defaults.outputdir',
      'unknown key "outputdir"; allowed: ',
      'did you mean outputDir?',
    ],
    ['defaults: { service: "" }', 'defaults.service', '', undefined],
    ['extra: 1', 'extra', 'unknown key "extra"', 'remove the key'],
  ])('%s', async (text, path, message, hint) => {
    const [problem] = await problemsOf(() => load(text));
    expect([problem?.path, problem?.source?.line, problem?.hint]).toEqual([path, 3, hint]);
    expect(problem?.message).toContain(message);
  });
});

it('the file to begin with is one that loads, as it is and with every line of it in use', () => {
  const used = configTemplate().replaceAll(/^( *)# (?=[a-zA-Z]+: )/gm, '$1');
  for (const text of [configTemplate(), used]) parseDocument(parseYaml(text, 'c.yaml'), 'Config', configDocument);
  expect(Object.keys(parseDocument(parseYaml(used, 'c.yaml'), 'Config', configDocument).defaults).length).toBe(10);
});
