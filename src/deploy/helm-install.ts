import type { Bundle } from '../contract/manifests.ts';
import { scriptHead } from './helm-script.ts';
import { checksByHand, installCalls } from './helm-steps.ts';

/**
 * install.sh: everything of the bundle in the order of waves, with Helm and kubectl.
 *
 * Safe to run again at any time. A release that is deployed with this chart, version and values (their digest is its description) is
 * left alone; objects go by server-side apply, which changes nothing when nothing changed. A run that was cut off leaves at worst one
 * release pending, which the next run clears away.
 */
export function installScript(bundle: Bundle): string {
  const byHand = checksByHand(bundle).map((line) => `  ${line}`);
  const closing =
    byHand.length > 0 ? `Done. To check by hand, once GPU nodes have joined:\n${byHand.join('\n')}` : 'Done.';
  return `${scriptHead(bundle, {
    file: 'install.sh',
    intro: `Installs everything of cluster ${bundle.cluster.name}, in order. Safe to run again: it resumes, and changes only what differs.

Usage: ./install.sh [options]`,
    optionHelp: '  --force                upgrade releases that are up to date too',
    defaults: "FORCE=''",
    optionCases: '    --force) FORCE=1 ;;',
    question: `Install ${bundle.cluster.name} into context`,
  })}
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-64; }

# Tries for three minutes: an operator that is not waited for brings its webhooks and CRDs in its own time.
retry() {
  local attempt
  for ((attempt = 1; attempt < 18; attempt++)); do
    "$@" && return 0
    log "  attempt $attempt failed, again in \${CNSCTL_RETRY_SECONDS:-10} s"
    sleep "\${CNSCTL_RETRY_SECONDS:-10}"
  done
  "$@"
}

apply() { k apply --server-side --force-conflicts --field-manager=cnsctl "$@" >&2; }

apply_folder() {
  log "$1: objects"
  change retry apply -f "$2" || die 1 "$1: the objects of $2 could not be applied"
}

apply_git() {
  log "$1: definitions of $2 at $3"
  if [ -n "$DRY_RUN" ]; then log "would apply $4"; return 0; fi
  retry checkout "$2" "$3" "$4" || die 1 "$1: commit $3 of $2 could not be fetched"
  retry apply "\${OBJECTS[@]}" || die 1 "$1: $4 of $2 could not be applied"
}

# install_chart COMPONENT RELEASE NAMESPACE REPOSITORY CHART VERSION SECONDS wait|no-wait
install_chart() {
  local component=$1 release=$2 namespace=$3 version=$6 seconds=$7 wait=$8 values="values/$1.yaml"
  local digest state
  local chart=("$5" --repo "$4" --version "$version")
  case $4 in oci://*) chart=("$4/$5" --version "$version") ;; esac
  digest=$(printf '%s\\n' "$4 $5 $6" | cat - "$values" | sha256)
  state=$(newest "$release" "$namespace" status)
  if [ -z "$FORCE" ] && [ "$state" = deployed ] && [ "$(newest "$release" "$namespace" description)" = "cnsctl $digest" ]; then
    log "$component: $5 $version is installed already"
    return 0
  fi
  log "$component: chart $5 $version"
  case $state in
    pending-install | uninstalling)
      log "  an earlier run was cut off; clearing it away"
      change h uninstall "$release" --namespace "$namespace" --wait >&2 || die 1 "$component: release $release is stuck"
      ;;
    pending-upgrade | pending-rollback)
      log "  an earlier run was cut off; going back to the revision before"
      change h rollback "$release" --namespace "$namespace" >&2 || die 1 "$component: release $release is stuck"
      ;;
  esac
  # Helm installs the definitions of a chart's crds folder once and never upgrades them.
  if [ -n "$state" ]; then upgrade_crds "$component" "\${chart[@]}"; fi
  local waiting=(--atomic)
  if [ "$HELM_MAJOR" -ge 4 ]; then waiting=(--rollback-on-failure --wait=legacy); fi
  if [ "$wait" = no-wait ]; then waiting=(); fi
  change h upgrade --install "$release" "\${chart[@]}" --namespace "$namespace" --values "$values" \\
    --description "cnsctl $digest" --history-max 5 --timeout "\${seconds}s" \${waiting[@]+"\${waiting[@]}"} >&2 ||
    die 1 "$component: helm failed; fix the cause and run this script again, it resumes here"
}

upgrade_crds() {
  local component=$1 crds
  shift
  crds=$(helm show crds "$@" 2>/dev/null) || die 1 "$component: the chart could not be fetched"
  case $crds in *[!-[:space:]]*) ;; *) return 0 ;; esac
  if [ -n "$DRY_RUN" ]; then log "would apply the chart's CRDs"; return 0; fi
  printf '%s\\n' "$crds" | apply -f - || die 1 "$component: the chart's CRDs could not be applied"
}

# ready COMPONENT KUBECTL-WORDS…
ready() {
  local component=$1
  shift
  if [ -n "$DRY_RUN" ]; then log "would wait: kubectl $*"; return 0; fi
  k "$@" >&2 || die 1 "$component: not ready in time: kubectl $*"
}

check_prerequisites
confirm

${installCalls(bundle).join('\n')}

cat >&2 <<'END'
${closing}
END
`;
}
