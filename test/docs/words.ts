/** One or more `cnsctl` commands with pipes between, as the words that a shell would hand over. */
export function wordsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let quote = '';
  const close = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const char of line) {
    if (quote !== '') {
      if (char === quote) quote = '';
      else word = `${word ?? ''}${char}`;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (char === ' ') close();
    else if (char === '|') {
      close();
      commands.push([]);
    } else if ('<>$`&;'.includes(char)) throw new Error(`the examples use no ${char} of the shell: ${line}`);
    else if (char === '#' && word === undefined) break;
    else word = `${word ?? ''}${char}`;
  }
  close();
  return commands;
}
