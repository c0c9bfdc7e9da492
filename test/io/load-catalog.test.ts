import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCatalog, loadDocuments } from '../../src/io/load-catalog.ts';
import { textsOf } from '../problems-of.ts';
import { layerText } from '../recipe/catalog.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'load-catalog-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

it('reads every YAML file below the folder, named by the label', () => {
  put('base.yaml', layerText('match: {}'));
  put('overlays/service/eks.yml', layerText('match: { service: eks }'));
  put('README.md', 'not a recipe');
  expect(loadCatalog(root, 'mine', 'user').layers.map((l) => [l.name, l.origin])).toEqual([
    ['mine/base.yaml', 'user'],
    ['mine/overlays/service/eks.yml', 'user'],
  ]);
});

it('tells every mistake of every file', () => {
  put('a.yaml', 'a: [');
  put('b.yaml', 'a: .nan');
  put('c.yaml', layerText('match: {}'));
  symlinkSync(join(root, 'c.yaml'), join(root, 'd.yaml'));
  symlinkSync(root, join(root, 'loop'));
  const texts = textsOf(() => loadDocuments(root, 'mine'));
  expect(texts.map((t) => t.split('\n')[0])).toEqual([
    'PATH_REFUSED',
    'PATH_REFUSED',
    expect.stringMatching(/^mine\/a\.yaml:\d+:\d+: DOCUMENT_UNREADABLE$/),
    'mine/b.yaml:1:4: DOCUMENT_UNREADABLE',
  ]);
  expect(texts[0]).toBe('PATH_REFUSED\n  d.yaml is a symbolic link\n  hint: put the file itself there');
});

it.each([
  ['a folder that is not there', 'nowhere', 'it does not exist'],
  ['a file', 'file', 'it is not a folder'],
])('%s is refused', (_, name, reason) => {
  put('file', '');
  expect(textsOf(() => loadCatalog(join(root, name), 'mine', 'user'))).toEqual([
    `DOCUMENT_UNREADABLE\n  ${JSON.stringify(join(root, name))} cannot be read: ${reason}\n  hint: name a folder of recipes`,
  ]);
});

it('an empty folder is an empty catalog', () => {
  expect(loadCatalog(root, 'mine', 'user')).toEqual({
    layers: [],
    leaves: [],
    absent: [],
    instances: [],
    profiles: [],
    channels: [],
  });
});
