import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { confine, pathFault } from '../../src/io/confine.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'confine-'));
  mkdirSync(join(root, 'tree/real'), { recursive: true });
  mkdirSync(join(root, 'outside'));
  writeFileSync(join(root, 'tree/real/file'), '');
  symlinkSync('../outside', join(root, 'tree/to-folder'));
  symlinkSync('real', join(root, 'tree/to-inside'));
  symlinkSync('nowhere', join(root, 'tree/dangling'));
  symlinkSync('../../outside', join(root, 'tree/real/deep'));
});

afterAll(() => rmSync(root, { recursive: true }));

describe('pathFault', () => {
  it.each([
    ['', 'it is empty'],
    ['/etc/passwd', 'it is absolute'],
    ['//host/share', 'it is absolute'],
    ['..', 'it leaves its folder with ..'],
    ['../x', 'it leaves its folder with ..'],
    ['a/../../x', 'it leaves its folder with ..'],
    ['a/..', 'it leaves its folder with ..'],
    ['.', 'it has a part that is empty or .'],
    ['./a', 'it has a part that is empty or .'],
    ['a//b', 'it has a part that is empty or .'],
    ['a/', 'it has a part that is empty or .'],
    ['a\0b', 'it has a control character'],
    ['a\nb', 'it has a control character'],
    ['a\x7f', 'it has a control character'],
    ['\ud800', 'it is not valid Unicode'],
    ['a\\b', 'it has a backslash; parts are separated with /'],
    ['..\\x', 'it has a backslash; parts are separated with /'],
    ['C:', 'it starts with a drive letter'],
    ['c:/x', 'it starts with a drive letter'],
    ['z:x', 'it starts with a drive letter'],
    ['a:stream', 'it starts with a drive letter'],
    ['ab:stream', 'it has one of < > : " | ? *, which Windows does not allow'],
    ['a?', 'it has one of < > : " | ? *, which Windows does not allow'],
    ['a./b', 'its part "a." ends with a dot or a space, which Windows does not allow'],
    ['...', 'its part "..." ends with a dot or a space, which Windows does not allow'],
    ['a /b', 'its part "a " ends with a dot or a space, which Windows does not allow'],
    ['con', 'its part "con" is the name of a Windows device'],
    ['a/NUL.yaml', 'its part "NUL.yaml" is the name of a Windows device'],
    ['COM1/x', 'its part "COM1" is the name of a Windows device'],
    ['Lpt9.tar.gz', 'its part "Lpt9.tar.gz" is the name of a Windows device'],
    ['.git/hooks/pre-commit', 'its part ".git" belongs to Git'],
    ['a/.GIT', 'its part ".GIT" belongs to Git'],
    ['é'.repeat(128), `its part "${'é'.repeat(128)}" is longer than 255 bytes`],
  ])('%j: %s', (path, fault) => {
    expect(pathFault(path)).toBe(fault);
  });

  it.each([
    'a',
    'a/b.yaml',
    '.gitignore',
    '.github/x',
    'a..b',
    '..a/b',
    ' a',
    'console',
    'com10',
    'nul-1',
    'é/日本',
    'a b',
  ])('%j may be used', (path) => {
    expect(pathFault(path)).toBeUndefined();
  });

  it('lets no path through that resolves to outside, or that another text names too', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b.c', '...', '..a', 'C:', '\\', '/', '\0', '~', '%2e%2e', '．．');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '', '\\'), (parts, joint) => {
        const path = parts.join(joint);
        if (pathFault(path) !== undefined) return;
        expect(relative('/root/x', resolve('/root/x', path)).split(sep).join('/')).toBe(path);
        expect(resolve('/root/x', path).startsWith('/root/x/')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('confine', () => {
  it.each(['new', 'real', 'real/file', 'real/new/deeper', 'real/file/below'])('allows %s', (path) => {
    expect(confine(join(root, 'tree'), path)).toBe(join(root, 'tree', path));
  });

  it.each([
    ['to-folder', 'to-folder is a symbolic link'],
    ['to-folder/new', 'to-folder is a symbolic link'],
    ['to-inside/file', 'to-inside is a symbolic link'],
    ['dangling', 'dangling is a symbolic link'],
    ['dangling/new', 'dangling is a symbolic link'],
    ['real/deep/x/y', 'real/deep is a symbolic link'],
    ['../outside', 'it leaves its folder with ..'],
  ])('refuses %s: %s', (path, reason) => {
    const message = `PATH_REFUSED at ${path}\n  the path "${path}" is refused: ${reason}\n  hint: give a path relative to its folder, such as a/b.yaml, that stays inside it and passes no symbolic link`;
    expect(() => confine(join(root, 'tree'), path)).toThrow(message);
    expect(() => confine(join(root, 'tree'), path)).toThrow(CnsError);
  });

  it('does not mind how the root itself is reached', () => {
    expect(confine(join(root, 'tree/to-inside'), 'file')).toBe(join(root, 'tree/to-inside/file'));
  });
});
