import type { Bundle } from '../contract/manifests.ts';
import { scriptHead } from './helm-script.ts';
import { uninstallCalls } from './helm-steps.ts';

/** uninstall.sh: install.sh backwards. Definitions and namespaces stay unless asked for, since all that people made of them goes with them. */
export function uninstallScript(bundle: Bundle): string {
  return `${scriptHead(bundle, {
    file: 'uninstall.sh',
    intro: `Removes what install.sh brought to cluster ${bundle.cluster.name}, in reverse order. Namespaces and CRDs stay.

Usage: ./uninstall.sh [options]`,
    optionHelp: `  --delete-crds          delete CRDs too, and with them every object of their kinds
  --delete-namespaces    delete the namespaces too, and with them everything in them`,
    defaults: "DELETE_CRDS='' DELETE_NAMESPACES=''",
    optionCases: `    --delete-crds) DELETE_CRDS=1 ;;
    --delete-namespaces) DELETE_NAMESPACES=1 ;;`,
    question: `Remove ${bundle.cluster.name} from context`,
  })}
delete() { k delete --ignore-not-found --timeout=300s "$@" >&2; }

# Custom resources whose definition is gone are gone themselves: no mistake.
delete_folder() {
  local file
  log "$1: objects"
  for file in "$2"/*.yaml; do
    if [ -z "$DELETE_CRDS" ] && grep -qx 'kind: CustomResourceDefinition' "$file"; then log "  $file stays"; continue; fi
    if [ -z "$DRY_RUN" ] && ! k get -f "$file" --ignore-not-found >/dev/null 2>&1; then continue; fi
    change delete -f "$file" || die 1 "$1: $file could not be deleted"
  done
}

# uninstall_chart COMPONENT RELEASE NAMESPACE REPOSITORY CHART VERSION [definitions]
uninstall_chart() {
  local component=$1 release=$2 namespace=$3 crds
  local chart=("$5" --repo "$4" --version "$6")
  case $4 in oci://*) chart=("$4/$5" --version "$6") ;; esac
  if [ "\${7:-}" = definitions ] && [ -z "$DELETE_CRDS" ]; then log "$component: definitions stay"; return 0; fi
  if [ -n "$(newest "$release" "$namespace" status)" ]; then
    log "$component: release $release"
    change h uninstall "$release" --namespace "$namespace" --wait --timeout 10m >&2 || die 1 "$component: helm failed"
  else
    log "$component: no release $release"
  fi
  if [ -z "$DELETE_CRDS" ]; then return 0; fi
  crds=$(helm show crds "\${chart[@]}" 2>/dev/null) || die 1 "$component: the chart could not be fetched"
  case $crds in *[!-[:space:]]*) ;; *) return 0 ;; esac
  if [ -n "$DRY_RUN" ]; then log "would delete the chart's CRDs"; return 0; fi
  printf '%s\\n' "$crds" | delete -f - || die 1 "$component: the chart's CRDs could not be deleted"
}

delete_git() {
  if [ -z "$DELETE_CRDS" ]; then log "$1: definitions stay"; return 0; fi
  log "$1: definitions of $2 at $3"
  if [ -n "$DRY_RUN" ]; then log "would delete $4"; return 0; fi
  checkout "$2" "$3" "$4" || die 1 "$1: commit $3 of $2 could not be fetched"
  delete "\${OBJECTS[@]}" || die 1 "$1: $4 of $2 could not be deleted"
}

delete_namespaces() {
  if [ -n "$ONLY" ] || [ -z "$DELETE_NAMESPACES" ]; then log 'namespaces stay'; return 0; fi
  change delete -f "$1" || die 1 'the namespaces could not be deleted'
}

check_prerequisites
confirm

${uninstallCalls(bundle).join('\n')}

log 'Done.'
`;
}
