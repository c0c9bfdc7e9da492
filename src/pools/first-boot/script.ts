/** A bash script that stops at the first command that fails. */
export const script = (about: string, lines: readonly string[]): string =>
  ['#!/bin/bash', `# ${about}`, 'set -euo pipefail', ...lines, ''].join('\n');
