#!/usr/bin/env bash
# uninstall.sh of cluster eks-l40s-inference. Generated: a change belongs in the cluster file.
set -euo pipefail

CLUSTER=eks-l40s-inference
KUBERNETES=1.34
COMPONENTS='aws-efa gateway-api-crds inference-extension-crds prometheus-operator-crds aws-ebs-csi-driver cert-manager gpu-operator kgateway-crds kgateway kube-prometheus-stack metrics-server nvsentinel k8s-ephemeral-storage-metrics kai-scheduler prometheus-adapter'

usage() {
  cat <<'END'
Removes what install.sh brought to cluster eks-l40s-inference, in reverse order. Namespaces and CRDs stay.

Usage: ./uninstall.sh [options]

Options:
  --context NAME         the kubeconfig context to use; given, nothing is asked
  -y, --yes              use the current context and ask nothing
  --only A,B             these components and nothing else
  --dry-run              print what would change; reads the cluster, changes nothing
  --any-kubernetes       accept a cluster of another version than 1.34, which this tree was resolved for
  --delete-crds          delete CRDs too, and with them every object of their kinds
  --delete-namespaces    delete the namespaces too, and with them everything in them
  -h, --help             this text

Exit status: 0 done, 1 a step failed (run again to resume), 2 tools or cluster do not fit, 64 wrong usage.
END
}

log() { printf '%s\n' "$*" >&2; }
die() { local status=$1; shift; log "uninstall.sh: $*"; exit "$status"; }
usage_error() { die 64 "$*; see --help"; }

CONTEXT='' YES='' ONLY='' DRY_RUN='' ANY_KUBERNETES=''
DELETE_CRDS='' DELETE_NAMESPACES=''
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
    --delete-crds) DELETE_CRDS=1 ;;
    --delete-namespaces) DELETE_NAMESPACES=1 ;;
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
  local have=${1#v} major minor
  major=${have%%.*} minor=${have#*.} minor=${minor%%[!0-9]*}
  [ "$major" -gt "${2%%.*}" ] || { [ "$major" -eq "${2%%.*}" ] && [ "$minor" -ge "${2#*.}" ]; }
}

check_prerequisites() {
  local tool version
  for tool in helm kubectl sed git; do
    command -v "$tool" >/dev/null || die 2 "$tool is not installed"
  done
  version=$(helm version --template '{{.Version}}') || die 2 'helm version failed'
  at_least "$version" 3.14 || die 2 "helm $version is too old, 3.14 or later is needed"
  HELM_MAJOR=${version#v} HELM_MAJOR=${HELM_MAJOR%%.*}
  version=$(kubectl version --client -o json | sed -n 's/.*"gitVersion": *"\(v[^"]*\)".*/\1/p' | sed -n 1p)
  at_least "$version" 1.31 || die 2 "kubectl $version is too old, 1.31 or later is needed"
  [ -n "$CONTEXT" ] || CONTEXT=$(kubectl config current-context 2>/dev/null) || die 2 'no current context; give --context'
  version=$(k get --raw /version | tr -d '\n' | sed -n 's/.*"gitVersion": *"\(v[^"]*\)".*/\1/p') || version=''
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
  printf 'Remove eks-l40s-inference from context %s? [y/N] ' "$CONTEXT" >&2
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
  h history "$1" --namespace "$2" --max 1 -o json 2>/dev/null | sed -n "s/.*\"$3\":\"\([^\"]*\)\".*/\1/p" || true
}

CHECKOUT=$(mktemp -d)
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

CONTEXT_GIVEN=$CONTEXT
cd "$(dirname "$0")"

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
  if [ "${7:-}" = definitions ] && [ -z "$DELETE_CRDS" ]; then log "$component: definitions stay"; return 0; fi
  if [ -n "$(newest "$release" "$namespace" status)" ]; then
    log "$component: release $release"
    change h uninstall "$release" --namespace "$namespace" --wait --timeout 10m >&2 || die 1 "$component: helm failed"
  else
    log "$component: no release $release"
  fi
  if [ -z "$DELETE_CRDS" ]; then return 0; fi
  crds=$(helm show crds "${chart[@]}" 2>/dev/null) || die 1 "$component: the chart could not be fetched"
  case $crds in *[!-[:space:]]*) ;; *) return 0 ;; esac
  if [ -n "$DRY_RUN" ]; then log "would delete the chart's CRDs"; return 0; fi
  printf '%s\n' "$crds" | delete -f - || die 1 "$component: the chart's CRDs could not be deleted"
}

delete_git() {
  if [ -z "$DELETE_CRDS" ]; then log "$1: definitions stay"; return 0; fi
  log "$1: definitions of $2 at $3"
  if [ -n "$DRY_RUN" ]; then log "would delete $4"; return 0; fi
  checkout "$2" "$3" "$4" || die 1 "$1: commit $3 of $2 could not be fetched"
  delete "${OBJECTS[@]}" || die 1 "$1: $4 of $2 could not be deleted"
}

delete_namespaces() {
  if [ -n "$ONLY" ] || [ -z "$DELETE_NAMESPACES" ]; then log 'namespaces stay'; return 0; fi
  change delete -f "$1" || die 1 'the namespaces could not be deleted'
}

check_prerequisites
confirm

if wanted kai-scheduler; then # wave 4
  delete_folder kai-scheduler-after manifests/kai-scheduler/after
fi
if wanted prometheus-adapter; then # wave 4
  uninstall_chart prometheus-adapter prometheus-adapter monitoring https://prometheus-community.github.io/helm-charts prometheus-adapter 5.3.0
fi
if wanted kai-scheduler; then # wave 4
  uninstall_chart kai-scheduler kai-scheduler kai-scheduler oci://ghcr.io/kai-scheduler/kai-scheduler kai-scheduler v0.17.0
fi
if wanted k8s-ephemeral-storage-metrics; then # wave 4
  uninstall_chart k8s-ephemeral-storage-metrics k8s-ephemeral-storage-metrics monitoring https://jmcgrath207.github.io/k8s-ephemeral-storage-metrics/chart k8s-ephemeral-storage-metrics 1.19.2
fi
if wanted kgateway; then # wave 3
  delete_folder kgateway-after manifests/kgateway/after
fi
if wanted nvsentinel; then # wave 3
  uninstall_chart nvsentinel nvsentinel nvsentinel oci://ghcr.io/nvidia nvsentinel v1.19.0
fi
if wanted metrics-server; then # wave 3
  uninstall_chart metrics-server metrics-server kube-system https://kubernetes-sigs.github.io/metrics-server metrics-server 3.13.1
fi
if wanted kube-prometheus-stack; then # wave 3
  uninstall_chart kube-prometheus-stack kube-prometheus-stack monitoring https://prometheus-community.github.io/helm-charts kube-prometheus-stack 88.5.3
fi
if wanted kgateway; then # wave 3
  uninstall_chart kgateway kgateway kgateway-system oci://cr.kgateway.dev/kgateway-dev/charts kgateway v2.0.5
fi
if wanted aws-ebs-csi-driver; then # wave 2
  delete_folder aws-ebs-csi-driver-after manifests/aws-ebs-csi-driver/after
fi
if wanted kgateway-crds; then # wave 2
  uninstall_chart kgateway-crds kgateway-crds kgateway-system oci://cr.kgateway.dev/kgateway-dev/charts kgateway-crds v2.0.5 definitions
fi
if wanted gpu-operator; then # wave 2
  uninstall_chart gpu-operator gpu-operator gpu-operator https://helm.ngc.nvidia.com/nvidia gpu-operator v26.3.3
fi
if wanted cert-manager; then # wave 2
  uninstall_chart cert-manager cert-manager cert-manager https://charts.jetstack.io cert-manager v1.21.1
fi
if wanted aws-ebs-csi-driver; then # wave 2
  uninstall_chart aws-ebs-csi-driver aws-ebs-csi-driver kube-system https://kubernetes-sigs.github.io/aws-ebs-csi-driver aws-ebs-csi-driver 2.64.0
fi
if wanted prometheus-operator-crds; then # wave 1
  uninstall_chart prometheus-operator-crds prometheus-operator-crds monitoring https://prometheus-community.github.io/helm-charts prometheus-operator-crds 31.0.1 definitions
fi
if wanted inference-extension-crds; then # wave 1
  delete_git inference-extension-crds https://github.com/kubernetes-sigs/gateway-api-inference-extension 978c23bb96cce25f11cea2421523cb479026e2e9 config/crd
fi
if wanted gateway-api-crds; then # wave 1
  delete_git gateway-api-crds https://github.com/kubernetes-sigs/gateway-api 40be951cebe5cb3f0365fe6951403de4ff8b9f33 config/crd
fi
if wanted aws-efa; then # wave 1
  uninstall_chart aws-efa aws-efa-k8s-device-plugin kube-system https://aws.github.io/eks-charts aws-efa-k8s-device-plugin v0.5.30
fi
delete_namespaces manifests/namespaces

log 'Done.'
