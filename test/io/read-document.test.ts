import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CnsError, type Problem } from '../../src/errors.ts';
import { readDocument } from '../../src/io/read-document.ts';

let root = '';
let counter = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'read-document-'));
});

afterAll(() => rmSync(root, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(root, `file-${counter++}`);
  writeFileSync(path, content);
  return path;
}

function problemOf(path: string, maxBytes?: number): Problem | undefined {
  try {
    readDocument(path, { maxBytes });
  } catch (error) {
    if (error instanceof CnsError) return error.problems[0];
    throw error;
  }
  return undefined;
}

describe('what is read', () => {
  it.each([
    ['', ''],
    ['a: 1\n', 'a: 1\n'],
    ['\ufeffa: é\r\n', 'a: é\r\n'],
    ['\ufeff\ufeff', '\ufeff'],
    ['a\ufffdb', 'a\ufffdb'],
  ])('%j is read as %j', (content, expected) => {
    expect(readDocument(file(content))).toBe(expected);
  });

  it('follows a symbolic link to a file', () => {
    symlinkSync(file('x'), join(root, 'link'));
    expect(readDocument(join(root, 'link'))).toBe('x');
  });

  it('reads back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readDocument(file(text))).toBe(text.replace(/^\ufeff/, ''));
      }),
    );
  });

  it.runIf(existsSync('/proc/self/status'))('reads a file that claims to have no size', () => {
    expect(readDocument('/proc/self/status')).toMatch(/^Name:/);
  });
});

describe('limit', () => {
  it('takes a file of exactly the limit and refuses one byte more', () => {
    expect(readDocument(file('x'.repeat(100)), { maxBytes: 100 })).toHaveLength(100);
    const path = file('x'.repeat(101));
    expect(problemOf(path, 100)).toEqual({
      code: 'LIMIT_EXCEEDED',
      message: `${path} has 101 bytes; the limit is 100`,
      hint: 'split the file',
    });
  });

  it('is 5 MiB, and a huge file is refused without reading it', () => {
    const path = file('');
    truncateSync(path, 2 ** 40);
    const start = performance.now();
    expect(problemOf(path)?.message).toBe(`${path} has ${2 ** 40} bytes; the limit is 5242880`);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it.runIf(existsSync('/proc/self/status'))('holds for a file that claims to have no size', () => {
    expect(problemOf('/proc/self/status', 10)?.message).toBe(
      '/proc/self/status has more than 10 bytes; the limit is 10',
    );
  });
});

describe('what is not a file', () => {
  it('refuses a missing file, a folder, a pipe, a device, a socket and a loop', async () => {
    mkdirSync(join(root, 'folder'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    symlinkSync('loop', join(root, 'loop'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'socket'), resolve));
    const reasons = ['missing', 'folder', 'pipe', 'socket', 'loop', 'folder/../file-0/x', 'a\0b'].map((name) => {
      const problem = problemOf(`${root}/${name}`);
      return [problem?.code, problem?.message.replace(/^.* cannot be read: /, '')];
    });
    server.close();
    expect(reasons).toEqual([
      ['DOCUMENT_UNREADABLE', 'it does not exist'],
      ['DOCUMENT_UNREADABLE', 'it is a folder'],
      ['DOCUMENT_UNREADABLE', 'it is a pipe'],
      ['DOCUMENT_UNREADABLE', 'it is a socket or a device'],
      ['DOCUMENT_UNREADABLE', 'its symbolic links go in a circle'],
      ['DOCUMENT_UNREADABLE', 'a part of its path is a file, not a folder'],
      ['DOCUMENT_UNREADABLE', 'its path has a NUL character'],
    ]);
    expect(problemOf('/dev/null')?.message).toBe('"/dev/null" cannot be read: it is a socket or a device');
  });
});

describe('what is not UTF-8', () => {
  it.each([
    [[0x61, 0x0a, 0x62, 0xff], 3, '0xff', 2, 2],
    [[0xc3, 0xa9, 0x80], 2, '0x80', 1, 2],
    [[0xe2, 0x82], 0, '0xe2', 1, 1], // cut
    [[0x61, 0xef, 0xbf], 1, '0xef', 1, 2], // cut, and starts like U+FFFD
    [[0xef, 0xbf, 0x41], 0, '0xef', 1, 1],
    [[0xc0, 0xaf], 0, '0xc0', 1, 1], // overlong
    [[0xed, 0xa0, 0x80], 0, '0xed', 1, 1], // surrogate
    [[0xf4, 0x90, 0x80, 0x80], 0, '0xf4', 1, 1], // above U+10FFFF
    [[0xef, 0xbf, 0xbd, 0xfe], 3, '0xfe', 1, 2],
  ])('%j is refused at offset %i', (bytes, offset, byte, line, column) => {
    const path = file(new Uint8Array(bytes));
    expect(problemOf(path)).toEqual({
      code: 'DOCUMENT_UNREADABLE',
      message: `${path} is not UTF-8: byte ${byte} at offset ${offset}`,
      hint: 'save it as UTF-8',
      source: { file: path, line, column },
    });
  });

  it('says so when it is UTF-16', () => {
    expect(problemOf(file(Buffer.from('\ufeffa: 1', 'utf16le')))?.hint).toBe('it is UTF-16; save it as UTF-8');
  });

  it('reports the first byte that is wrong, wherever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\ufeff', '')),
        fc.constantFrom(0x80, 0xbf, 0xc0, 0xf5, 0xff),
        fc.string({ unit: 'grapheme' }),
        (before, byte, after) => {
          const start = Buffer.from(before);
          const path = file(Buffer.concat([start, Buffer.from([byte]), Buffer.from(after)]));
          expect(problemOf(path)?.message).toMatch(new RegExp(`at offset ${start.length}$`));
        },
      ),
    );
  });
});
