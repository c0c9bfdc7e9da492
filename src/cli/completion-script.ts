export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/**
 * A completion script for one shell. It holds no list of commands: it asks `<name> __complete` for every word, so that it
 * never falls behind the program. Answers are lines of value, tab, description; the last line says whether files may follow.
 */
export function completionScript(shell: string, name: string): string {
  const script = SCRIPTS[SHELLS.find((one) => one === shell) ?? 'bash'];
  return script.replaceAll('NAME', name);
}

const SCRIPTS = {
  bash: `# bash completion for NAME
_NAME() {
  local line last=:none
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files | :none) last=$line ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ $last == :files ]]; then
    compopt -o default 2>/dev/null
  fi
}
complete -F _NAME NAME
`,
  zsh: `#compdef NAME
_NAME() {
  local line last=:none
  local -a candidates
  while IFS= read -r line; do
    case $line in
      :files | :none) last=$line ;;
      *$'\\t'*) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) candidates+=("\${line//:/\\\\:}") ;;
    esac
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && _describe NAME candidates
  [[ $last == :files ]] && _files
}
if [[ \${funcstack[1]} == _NAME ]]; then
  _NAME "$@"
else
  compdef _NAME NAME
fi
`,
  fish: `# fish completion for NAME
function __NAME_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l answer ($words[1] __complete -- $words[2..-1] (commandline --current-token --cut-at-cursor) 2>/dev/null)
    for line in $answer
        string match --quiet --regex '^:(files|none)$' -- $line; or printf '%s\\n' $line
    end
    if test "$answer[-1]" = :files
        __fish_complete_path (commandline --current-token --cut-at-cursor)
    end
end
complete --command NAME --no-files --arguments '(__NAME_complete)'
`,
} as const satisfies Record<(typeof SHELLS)[number], string>;
