import { ERROR_CODES } from '../../src/errors.ts';
import { table } from '../../src/report/markdown.ts';

/** docs/reference/errors.md: every error code with its exit and HTTP status. */
export function errorsReference(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, { exit, http, meaning }]) => [
    `\`${code}\``,
    String(exit),
    String(http),
    meaning,
  ]);
  return `# Errors and exit status

Generated from src/errors.ts. An error says where (\`file:line:column\`), which code, at which path, what came, what is allowed and what to change; all of them at once.

| exit status | meaning |
| --- | --- |
| 0 | done, or the answer is yes |
| 1 | the answer is no: stale, changed, tampered with |
| 2, 3, 4 | no answer could be given: the input, the recipe, the surroundings |
| 64 | the command line is off |
| 70 | a bug: please report it |

${table(['code', 'exit', 'HTTP', 'meaning'], rows)}
`;
}
