import { describe, expect, it } from 'vitest';
import { CnsError, ERROR_CODES, formatProblem, throwProblems } from '../src/errors.ts';

describe('formatProblem', () => {
  it.each([
    [{ code: 'USAGE', message: 'no' }, 'USAGE\n  no'],
    [{ code: 'USAGE', message: 'no', path: 'a.b' }, 'USAGE at a.b\n  no'],
    [{ code: 'USAGE', message: 'no', hint: 'do' }, 'USAGE\n  no\n  hint: do'],
    [
      { code: 'USAGE', message: 'no', hint: 'do', path: 'a', source: { file: 'f.yaml', line: 3, column: 7 } },
      'f.yaml:3:7: USAGE at a\n  no\n  hint: do',
    ],
  ] as const)('%j', (problem, text) => {
    expect(formatProblem(problem)).toBe(text);
  });
});

describe('CnsError', () => {
  const usage = { code: 'USAGE', message: 'a' } as const;
  const invalid = { code: 'DOCUMENT_INVALID', message: 'b' } as const;

  it('carries every problem, and its message is all of them', () => {
    const error = new CnsError([invalid, usage]);
    expect(error.problems).toEqual([invalid, usage]);
    expect(error.message).toBe('DOCUMENT_INVALID\n  b\nUSAGE\n  a');
    expect(error.name).toBe('CnsError');
  });

  it('has the code of the first problem and the highest exit status', () => {
    expect(new CnsError([invalid, usage])).toMatchObject({ code: 'DOCUMENT_INVALID', exit: 64 });
    expect(new CnsError(usage)).toMatchObject({ code: 'USAGE', exit: 64 });
  });

  it('keeps the cause', () => {
    const cause = new Error('below');
    expect(new CnsError(usage, { cause }).cause).toBe(cause);
  });
});

describe('throwProblems', () => {
  it('returns without problems', () => {
    expect(throwProblems([])).toBeUndefined();
  });
  it('throws them all at once', () => {
    expect(() => throwProblems([{ code: 'USAGE', message: 'a' }])).toThrow(CnsError);
  });
});

it.each(Object.entries(ERROR_CODES))(
  '%s says an exit status of 2 or more and a sentence',
  (_, { exit, http, meaning }) => {
    // 1 means that the answer is no: an operation's answer, never a thrown error.
    expect(exit).toBeGreaterThanOrEqual(2);
    expect(http).toBeGreaterThanOrEqual(400);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  },
);
