import { App, Chart } from 'cdk8s';
import { GpuOperator } from 'cloud-native-stack/constructs';
import { HelmChart, toYaml } from 'cloud-native-stack/contract';

// A cdk8s app of your own. No recipe, no cluster file: what is not given has the default of the prop.
const app = new App();
const chart = new Chart(app, 'gpu');

const operator = new GpuOperator(chart, 'gpu-operator', {
  namespace: 'gpu-operator',
  chart: { repository: 'https://helm.ngc.nvidia.com/nvidia', name: 'gpu-operator', version: 'v26.3.3' },
  driver: { version: '580.126.20' },
  mig: { strategy: 'mixed' },
  cluster: { service: 'eks', accelerator: 'h100', systemNodes: { selector: { nodeGroup: 'system-worker' } } },
});

// Objects of our own are in the chart. The Helm release is only recorded: hand it to whatever installs charts in your app.
const release = HelmChart.in(operator)?.record;
console.log(`objects: ${chart.toJson().length}`);
console.log(`release: ${release?.release} ${release?.version} in ${release?.namespace}`);
console.log(toYaml({ mig: release?.values.mig, driver: release?.values.driver }).trimEnd());

/* prints:
objects: 0
release: gpu-operator v26.3.3 in gpu-operator
mig:
  strategy: mixed
driver:
  enabled: true
  version: "580.126.20"
  kernelModuleType: open
  rdma:
    enabled: false
    useHostMofed: false
  upgradePolicy:
    maxParallelUpgrades: 5
*/
