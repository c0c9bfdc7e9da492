import type { Bundle } from '../contract/manifests.ts';
import { shellQuote } from './shell-quote.ts';

/** What the two scripts say differently. */
export interface ScriptParts {
  readonly file: 'install.sh' | 'uninstall.sh';
  /** Help text up to the options that both have. */
  readonly intro: string;
  /** Help text of the options that only this script has, two spaces before each line. */
  readonly optionHelp: string;
  /** Defaults of the variables of those options. */
  readonly defaults: string;
  /** Cases of the options that only this script has. */
  readonly optionCases: string;
  /** The question before anything happens, up to the context's name. */
  readonly question: string;
}

/** What install.sh and uninstall.sh share: options, messages, prerequisites, the question which cluster is meant. */
export function scriptHead(bundle: Bundle, parts: ScriptParts): string {
  const { cluster, units } = bundle;
  const tools = ['helm', 'kubectl', 'sed', ...(units.some(({ git }) => git) ? ['git'] : [])].join(' ');
  const minor = cluster.kubernetes.split('.').slice(0, 2).join('.');
  return `#!/usr/bin/env bash
# ${parts.file} of cluster ${cluster.name}. Generated: a change belongs in the cluster file.
set -euo pipefail

CLUSTER=${shellQuote(cluster.name)}
KUBERNETES=${shellQuote(minor)}
COMPONENTS=${shellQuote(units.map(({ component }) => component).join(' '))}

usage() {
  cat <<'END'
${parts.intro}

Options:
  --context NAME         the kubeconfig context to use; given, nothing is asked
  -y, --yes              use the current context and ask nothing
  --only A,B             these components and nothing else
  --dry-run              print what would change; reads the cluster, changes nothing
  --any-kubernetes       accept a cluster of another version than ${minor}, which this tree was resolved for
${parts.optionHelp}
  -h, --help             this text

Exit status: 0 done, 1 a step failed (run again to resume), 2 tools or cluster do not fit, 64 wrong usage.
END
}

log() { printf '%s\\n' "$*" >&2; }
die() { local status=$1; shift; log "${parts.file}: $*"; exit "$status"; }
usage_error() { die 64 "$*; see --help"; }

CONTEXT='' YES='' ONLY='' DRY_RUN='' ANY_KUBERNETES=''
${parts.defaults}
while [ $# -gt 0 ]; do
  case $1 in
    --context | --only) [ $# -gt 1 ] || usage_error "$1 needs a value" ;;
  esac
  case $1 in
    --context) CONTEXT=$2; shift ;;
    --only) ONLY=$2; shift ;;
    -y | --yes) YES=1 ;;
    --dry-run) DRY_RUN=1 ;;
    --any-kubernetes) ANY_KUBERNETES=1 ;;
${parts.optionCases}
    -h | --help) usage; exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done

# Whether --only, if given, names this component.
wanted() { [ -z "$ONLY" ] || case ",$ONLY," in *",$1,"*) true ;; *) false ;; esac; }

for name in $(printf '%s' "$ONLY" | tr ',' ' '); do
  case " $COMPONENTS " in *" $name "*) ;; *) usage_error "--only: no component $name; there are: $COMPONENTS" ;; esac
done

# True when version $1 (v1.2.3) is major.minor $2 or later.
at_least() {
  local have=\${1#v} major minor
  major=\${have%%.*} minor=\${have#*.} minor=\${minor%%[!0-9]*}
  [ "$major" -gt "\${2%%.*}" ] || { [ "$major" -eq "\${2%%.*}" ] && [ "$minor" -ge "\${2#*.}" ]; }
}

check_prerequisites() {
  local tool version
  for tool in ${tools}; do
    command -v "$tool" >/dev/null || die 2 "$tool is not installed"
  done
  version=$(helm version --template '{{.Version}}') || die 2 'helm version failed'
  at_least "$version" 3.14 || die 2 "helm $version is too old, 3.14 or later is needed"
  HELM_MAJOR=\${version#v} HELM_MAJOR=\${HELM_MAJOR%%.*}
  version=$(kubectl version --client -o json | sed -n 's/.*"gitVersion": *"\\(v[^"]*\\)".*/\\1/p' | sed -n 1p)
  at_least "$version" 1.31 || die 2 "kubectl $version is too old, 1.31 or later is needed"
  [ -n "$CONTEXT" ] || CONTEXT=$(kubectl config current-context 2>/dev/null) || die 2 'no current context; give --context'
  version=$(k get --raw /version | tr -d '\\n' | sed -n 's/.*"gitVersion": *"\\(v[^"]*\\)".*/\\1/p') || version=''
  [ -n "$version" ] || die 2 "the cluster of context $CONTEXT does not answer"
  log "cluster $CLUSTER, context $CONTEXT, Kubernetes $version, helm major $HELM_MAJOR"
  case $version in
    v"$KUBERNETES".*) ;;
    *) [ -n "$ANY_KUBERNETES" ] || die 2 "Kubernetes is $version, this tree was resolved for $KUBERNETES; --any-kubernetes goes on" ;;
  esac
}

confirm() {
  local answer
  [ -z "$YES$DRY_RUN$CONTEXT_GIVEN" ] || return 0
  [ -t 0 ] || die 2 'nobody to ask: give --context NAME or --yes'
  printf '${parts.question} %s? [y/N] ' "$CONTEXT" >&2
  read -r answer
  case $answer in y | Y | yes) ;; *) die 2 'stopped, nothing was changed' ;; esac
}

k() { kubectl --context "$CONTEXT" "$@"; }
h() { helm --kube-context "$CONTEXT" "$@"; }

# Runs a command that changes the cluster, or prints it.
change() {
  if [ -n "$DRY_RUN" ]; then log "would run: $*"; else "$@"; fi
}

# Status and description of the newest revision of release $1 in namespace $2, empty when there is none.
newest() {
  h history "$1" --namespace "$2" --max 1 -o json 2>/dev/null | sed -n "s/.*\\"$3\\":\\"\\([^\\"]*\\)\\".*/\\1/p" || true
}

${units.some(({ git }) => git) ? GIT : ''}CONTEXT_GIVEN=$CONTEXT
cd "$(dirname "$0")"
`;
}

/** For bundles with a Git source: exactly one commit of it, without its history. A kustomization or plain objects, as it stands. */
const GIT = `CHECKOUT=$(mktemp -d)
trap 'rm -rf "$CHECKOUT"' EXIT

# checkout URL COMMIT PATH: sets OBJECTS to the words that tell kubectl what to read.
checkout() {
  local repository="$CHECKOUT/$2"
  if [ ! -d "$repository" ]; then
    git init --quiet "$repository" && git -C "$repository" fetch --quiet --depth 1 "$1" "$2" || return 1
    git -C "$repository" checkout --quiet FETCH_HEAD || return 1
  fi
  OBJECTS=(-f "$repository/$3")
  if [ -f "$repository/$3/kustomization.yaml" ]; then OBJECTS=(-k "$repository/$3"); fi
}

`;
