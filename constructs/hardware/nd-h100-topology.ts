/** PCI functions that share a switch on ND H100 v5: GPU and InfiniBand NIC, by NUMA node. The hypervisor hides the switches. */
const PAIRS = [
  { numa: 0, gpu: '0001:00:00.0', nic: '0101:00:00.0' },
  { numa: 0, gpu: '0002:00:00.0', nic: '0102:00:00.0' },
  { numa: 0, gpu: '0003:00:00.0', nic: '0103:00:00.0' },
  { numa: 0, gpu: '0008:00:00.0', nic: '0104:00:00.0' },
  { numa: 1, gpu: '0009:00:00.0', nic: '0105:00:00.0' },
  { numa: 1, gpu: '000a:00:00.0', nic: '0106:00:00.0' },
  { numa: 1, gpu: '000b:00:00.0', nic: '0107:00:00.0' },
  { numa: 1, gpu: '000c:00:00.0', nic: '0108:00:00.0' },
] as const;

/** 48 cores a socket, as masks of 96 bits. Sapphire Rapids: family 6, model 143. */
const SOCKETS = [
  { numa: 0, affinity: '00000000,0000ffff,ffffffff' },
  { numa: 1, affinity: 'ffffffff,ffff0000,00000000' },
] as const;

const LINK = 'link_speed="32.0 GT/s PCIe" link_width="16"';
const UNKNOWN = 'vendor="0x0000" device="0x0000" subsystem_vendor="0x0000" subsystem_device="0x0000"';

/**
 * NCCL's topology file for Standard_ND96isr_H100_v5. In the VM every device hangs off the root, so without it NCCL pairs GPUs with far NICs.
 *
 * @see https://github.com/Azure/aks-rdma-infiniband/blob/main/tests/scenarios/nvidia-topology/ndv5-topo.xml
 */
export function ndH100Topology(): string {
  const sockets = SOCKETS.map(({ numa, affinity }) => {
    const switches = PAIRS.map((pair, index) => ({ ...pair, index: index + 1 }))
      .filter((pair) => pair.numa === numa)
      .map(({ gpu, nic, index }) =>
        [
          `    <pci busid="ffff:ff:${String(index).padStart(2, '0')}.0" class="0x060400" ${LINK} ${UNKNOWN}>`,
          `      <pci busid="${gpu}" class="0x030200" ${LINK}/>`,
          `      <pci busid="${nic}" class="0x020700" ${LINK}/>`,
          '    </pci>',
        ].join('\n'),
      );
    const cpu = `numaid="${numa}" affinity="${affinity}" arch="x86_64" vendor="GenuineIntel" familyid="6" modelid="143"`;
    return `  <cpu ${cpu}>\n${switches.join('\n')}\n  </cpu>`;
  });
  return `<system version="1">\n${sockets.join('\n')}\n</system>\n`;
}
