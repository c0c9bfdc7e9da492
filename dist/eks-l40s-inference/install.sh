#!/usr/bin/env bash
# install.sh of cluster eks-l40s-inference. Generated: a change belongs in the cluster file.
set -euo pipefail

CLUSTER=eks-l40s-inference
KUBERNETES=1.34
COMPONENTS='aws-efa gateway-api-crds inference-extension-crds prometheus-operator-crds aws-ebs-csi-driver cert-manager gpu-operator kgateway-crds kgateway kube-prometheus-stack metrics-server nvsentinel k8s-ephemeral-storage-metrics kai-scheduler prometheus-adapter'

usage() {
  cat <<'END'
Installs everything of cluster eks-l40s-inference, in order. Safe to run again: it resumes, and changes only what differs.

Usage: ./install.sh [options]

Options:
  --context NAME         the kubeconfig context to use; given, nothing is asked
  -y, --yes              use the current context and ask nothing
  --only A,B             these components and nothing else
  --dry-run              print what would change; reads the cluster, changes nothing
  --any-kubernetes       accept a cluster of another version than 1.34, which this tree was resolved for
  --force                upgrade releases that are up to date too
  -h, --help             this text

Exit status: 0 done, 1 a step failed (run again to resume), 2 tools or cluster do not fit, 64 wrong usage.
END
}

log() { printf '%s\n' "$*" >&2; }
die() { local status=$1; shift; log "install.sh: $*"; exit "$status"; }
usage_error() { die 64 "$*; see --help"; }

CONTEXT='' YES='' ONLY='' DRY_RUN='' ANY_KUBERNETES=''
FORCE=''
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
    --force) FORCE=1 ;;
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
  printf 'Install eks-l40s-inference into context %s? [y/N] ' "$CONTEXT" >&2
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

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-64; }

# Tries for three minutes: an operator that is not waited for brings its webhooks and CRDs in its own time.
retry() {
  local attempt
  for ((attempt = 1; attempt < 18; attempt++)); do
    "$@" && return 0
    log "  attempt $attempt failed, again in ${CNSCTL_RETRY_SECONDS:-10} s"
    sleep "${CNSCTL_RETRY_SECONDS:-10}"
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
  retry apply "${OBJECTS[@]}" || die 1 "$1: $4 of $2 could not be applied"
}

# install_chart COMPONENT RELEASE NAMESPACE REPOSITORY CHART VERSION SECONDS wait|no-wait
install_chart() {
  local component=$1 release=$2 namespace=$3 version=$6 seconds=$7 wait=$8 values="values/$1.yaml"
  local digest state
  local chart=("$5" --repo "$4" --version "$version")
  case $4 in oci://*) chart=("$4/$5" --version "$version") ;; esac
  digest=$(printf '%s\n' "$4 $5 $6" | cat - "$values" | sha256)
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
  if [ -n "$state" ]; then upgrade_crds "$component" "${chart[@]}"; fi
  local waiting=(--atomic)
  if [ "$HELM_MAJOR" -ge 4 ]; then waiting=(--rollback-on-failure --wait=legacy); fi
  if [ "$wait" = no-wait ]; then waiting=(); fi
  change h upgrade --install "$release" "${chart[@]}" --namespace "$namespace" --values "$values" \
    --description "cnsctl $digest" --history-max 5 --timeout "${seconds}s" ${waiting[@]+"${waiting[@]}"} >&2 ||
    die 1 "$component: helm failed; fix the cause and run this script again, it resumes here"
}

upgrade_crds() {
  local component=$1 crds
  shift
  crds=$(helm show crds "$@" 2>/dev/null) || die 1 "$component: the chart could not be fetched"
  case $crds in *[!-[:space:]]*) ;; *) return 0 ;; esac
  if [ -n "$DRY_RUN" ]; then log "would apply the chart's CRDs"; return 0; fi
  printf '%s\n' "$crds" | apply -f - || die 1 "$component: the chart's CRDs could not be applied"
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

apply_folder namespaces manifests/namespaces
if wanted aws-efa; then # wave 1
  install_chart aws-efa aws-efa-k8s-device-plugin kube-system https://aws.github.io/eks-charts aws-efa-k8s-device-plugin v0.5.30 600 no-wait
fi
if wanted gateway-api-crds; then # wave 1
  apply_git gateway-api-crds https://github.com/kubernetes-sigs/gateway-api 40be951cebe5cb3f0365fe6951403de4ff8b9f33 config/crd
  ready gateway-api-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/gatewayclasses.gateway.networking.k8s.io --timeout=300s
  ready gateway-api-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/gateways.gateway.networking.k8s.io --timeout=300s
  ready gateway-api-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/grpcroutes.gateway.networking.k8s.io --timeout=300s
  ready gateway-api-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/httproutes.gateway.networking.k8s.io --timeout=300s
  ready gateway-api-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/referencegrants.gateway.networking.k8s.io --timeout=300s
fi
if wanted inference-extension-crds; then # wave 1
  apply_git inference-extension-crds https://github.com/kubernetes-sigs/gateway-api-inference-extension 978c23bb96cce25f11cea2421523cb479026e2e9 config/crd
  ready inference-extension-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/inferencepools.inference.networking.x-k8s.io --timeout=300s
  ready inference-extension-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/inferencemodels.inference.networking.x-k8s.io --timeout=300s
fi
if wanted prometheus-operator-crds; then # wave 1
  install_chart prometheus-operator-crds prometheus-operator-crds monitoring https://prometheus-community.github.io/helm-charts prometheus-operator-crds 31.0.1 600 wait
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/alertmanagerconfigs.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/alertmanagers.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/podmonitors.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/probes.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/prometheusagents.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/prometheuses.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/prometheusrules.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/scrapeconfigs.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/servicemonitors.monitoring.coreos.com --timeout=600s
  ready prometheus-operator-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/thanosrulers.monitoring.coreos.com --timeout=600s
fi
if wanted aws-ebs-csi-driver; then # wave 2
  install_chart aws-ebs-csi-driver aws-ebs-csi-driver kube-system https://kubernetes-sigs.github.io/aws-ebs-csi-driver aws-ebs-csi-driver 2.64.0 600 wait
fi
if wanted cert-manager; then # wave 2
  install_chart cert-manager cert-manager cert-manager https://charts.jetstack.io cert-manager v1.21.1 600 wait
  ready cert-manager rollout status deployment.v1.apps/cert-manager --namespace=cert-manager --timeout=600s
  ready cert-manager rollout status deployment.v1.apps/cert-manager-cainjector --namespace=cert-manager --timeout=600s
  ready cert-manager rollout status deployment.v1.apps/cert-manager-webhook --namespace=cert-manager --timeout=600s
  ready cert-manager wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/certificates.cert-manager.io --timeout=600s
  ready cert-manager wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/issuers.cert-manager.io --timeout=600s
  ready cert-manager wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/clusterissuers.cert-manager.io --timeout=600s
fi
if wanted gpu-operator; then # wave 2
  install_chart gpu-operator gpu-operator gpu-operator https://helm.ngc.nvidia.com/nvidia gpu-operator v26.3.3 600 wait
  ready gpu-operator rollout status deployment.v1.apps/gpu-operator --namespace=gpu-operator --timeout=600s
fi
if wanted kgateway-crds; then # wave 2
  install_chart kgateway-crds kgateway-crds kgateway-system oci://cr.kgateway.dev/kgateway-dev/charts kgateway-crds v2.0.5 600 wait
  ready kgateway-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/backends.gateway.kgateway.dev --timeout=600s
  ready kgateway-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/directresponses.gateway.kgateway.dev --timeout=600s
  ready kgateway-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/gatewayextensions.gateway.kgateway.dev --timeout=600s
  ready kgateway-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/gatewayparameters.gateway.kgateway.dev --timeout=600s
  ready kgateway-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/httplistenerpolicies.gateway.kgateway.dev --timeout=600s
  ready kgateway-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/trafficpolicies.gateway.kgateway.dev --timeout=600s
fi
if wanted aws-ebs-csi-driver; then # wave 2
  apply_folder aws-ebs-csi-driver-after manifests/aws-ebs-csi-driver/after
  ready aws-ebs-csi-driver rollout status deployment.v1.apps/ebs-csi-controller --namespace=kube-system --timeout=600s
  ready aws-ebs-csi-driver rollout status daemonset.v1.apps/ebs-csi-node --namespace=kube-system --timeout=600s
fi
if wanted kgateway; then # wave 3
  install_chart kgateway kgateway kgateway-system oci://cr.kgateway.dev/kgateway-dev/charts kgateway v2.0.5 600 wait
fi
if wanted kube-prometheus-stack; then # wave 3
  install_chart kube-prometheus-stack kube-prometheus-stack monitoring https://prometheus-community.github.io/helm-charts kube-prometheus-stack 88.5.3 600 wait
  ready kube-prometheus-stack rollout status deployment.v1.apps/kube-prometheus-operator --namespace=monitoring --timeout=600s
  ready kube-prometheus-stack rollout status statefulset.v1.apps/prometheus-kube-prometheus-prometheus --namespace=monitoring --timeout=600s
  ready kube-prometheus-stack rollout status statefulset.v1.apps/alertmanager-kube-prometheus-alertmanager --namespace=monitoring --timeout=600s
  ready kube-prometheus-stack rollout status deployment.v1.apps/grafana --namespace=monitoring --timeout=600s
  ready kube-prometheus-stack rollout status deployment.v1.apps/kube-state-metrics --namespace=monitoring --timeout=600s
  ready kube-prometheus-stack rollout status daemonset.v1.apps/prometheus-node-exporter --namespace=monitoring --timeout=600s
fi
if wanted metrics-server; then # wave 3
  install_chart metrics-server metrics-server kube-system https://kubernetes-sigs.github.io/metrics-server metrics-server 3.13.1 600 wait
  ready metrics-server rollout status deployment.v1.apps/metrics-server --namespace=kube-system --timeout=600s
  ready metrics-server wait --for=condition=Available apiservice.v1.apiregistration.k8s.io/v1beta1.metrics.k8s.io --timeout=600s
fi
if wanted nvsentinel; then # wave 3
  install_chart nvsentinel nvsentinel nvsentinel oci://ghcr.io/nvidia nvsentinel v1.19.0 600 wait
  ready nvsentinel rollout status deployment.v1.apps/labeler --namespace=nvsentinel --timeout=600s
  ready nvsentinel rollout status daemonset.v1.apps/platform-connectors --namespace=nvsentinel --timeout=600s
fi
if wanted kgateway; then # wave 3
  apply_folder kgateway-after manifests/kgateway/after
  ready kgateway rollout status deployment.v1.apps/kgateway --namespace=kgateway-system --timeout=600s
  ready kgateway wait --for=create gatewayclass.v1.gateway.networking.k8s.io/kgateway --timeout=600s
  ready kgateway wait --for=create gateway.v1.gateway.networking.k8s.io/inference-gateway --namespace=kgateway-system --timeout=600s
fi
if wanted k8s-ephemeral-storage-metrics; then # wave 4
  install_chart k8s-ephemeral-storage-metrics k8s-ephemeral-storage-metrics monitoring https://jmcgrath207.github.io/k8s-ephemeral-storage-metrics/chart k8s-ephemeral-storage-metrics 1.19.2 600 wait
  ready k8s-ephemeral-storage-metrics rollout status deployment.v1.apps/k8s-ephemeral-storage-metrics --namespace=monitoring --timeout=600s
fi
if wanted kai-scheduler; then # wave 4
  install_chart kai-scheduler kai-scheduler kai-scheduler oci://ghcr.io/kai-scheduler/kai-scheduler kai-scheduler v0.17.0 600 no-wait
fi
if wanted prometheus-adapter; then # wave 4
  install_chart prometheus-adapter prometheus-adapter monitoring https://prometheus-community.github.io/helm-charts prometheus-adapter 5.3.0 600 wait
  ready prometheus-adapter rollout status deployment.v1.apps/prometheus-adapter --namespace=monitoring --timeout=600s
  ready prometheus-adapter wait --for=condition=Available apiservice.v1.apiregistration.k8s.io/v1beta1.custom.metrics.k8s.io --timeout=600s
  ready prometheus-adapter wait --for=condition=Available apiservice.v1.apiregistration.k8s.io/v1beta1.external.metrics.k8s.io --timeout=600s
fi
if wanted kai-scheduler; then # wave 4
  apply_folder kai-scheduler-after manifests/kai-scheduler/after
  ready kai-scheduler rollout status deployment.v1.apps/kai-operator --namespace=kai-scheduler --timeout=600s
  ready kai-scheduler rollout status deployment.v1.apps/kai-scheduler-default --namespace=kai-scheduler --timeout=600s
  ready kai-scheduler rollout status deployment.v1.apps/admission --namespace=kai-scheduler --timeout=600s
  ready kai-scheduler rollout status deployment.v1.apps/binder --namespace=kai-scheduler --timeout=600s
  ready kai-scheduler rollout status deployment.v1.apps/pod-grouper --namespace=kai-scheduler --timeout=600s
  ready kai-scheduler rollout status deployment.v1.apps/podgroup-controller --namespace=kai-scheduler --timeout=600s
  ready kai-scheduler rollout status deployment.v1.apps/queue-controller --namespace=kai-scheduler --timeout=600s
fi

cat >&2 <<'END'
Done. To check by hand, once GPU nodes have joined:
  aws-efa: kubectl get daemonset.v1.apps/aws-efa-k8s-device-plugin --namespace=kube-system
  gpu-operator: kubectl get clusterpolicy.v1.nvidia.com/cluster-policy (status.state should be ready)
  nvsentinel: kubectl get daemonset.v1.apps/gpu-health-monitor-dcgm-4.x --namespace=nvsentinel
END
