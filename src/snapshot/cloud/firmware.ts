import type { Machine } from '../../contract/machine.ts';
import type { Provider } from '../data/cloud.ts';

/** What the firmware says of the cloud that it runs in. */
export interface FirmwareHint {
  readonly provider: Provider;
  /** e.g. `sys_vendor Amazon EC2`. */
  readonly says: string;
}

/**
 * What each cloud writes into the tables of its firmware, as canonical/cloud-init reads them (tools/ds-identify: dmi_chassis_asset_tag,
 * dmi_product_name, dmi_sys_vendor). Machines of Azure all carry one asset tag.
 */
const MARKS: readonly { readonly file: string; readonly value: string; readonly provider: Provider }[] = [
  { file: 'sys_vendor', value: 'Amazon EC2', provider: 'aws' },
  { file: 'product_name', value: 'Google Compute Engine', provider: 'gcp' },
  { file: 'chassis_asset_tag', value: '7783-7084-3265-9085-8269-3286-77', provider: 'azure' },
  { file: 'chassis_asset_tag', value: 'OracleCloud.com', provider: 'oci' },
];

/**
 * The cloud that the firmware names.
 *
 * It decides nothing: a table says neither type nor region, containers may not see it and older machines have none, so all clouds are
 * asked whatever it says. What it is good for is to tell "in no cloud" from "in a cloud whose service cannot be reached", and to doubt an
 * answer of another cloud than the one that made the machine.
 */
export async function firmwareHint(machine: Machine): Promise<FirmwareHint | undefined> {
  const files = [...new Set(MARKS.map(({ file }) => file))];
  const readings = await Promise.all(files.map((file) => machine.read(`/sys/class/dmi/id/${file}`)));
  const texts = new Map(
    readings.map((reading, i) => [files[i], reading.state === 'read' ? reading.text.trim() : undefined]),
  );
  const mark = MARKS.find(({ file, value }) => texts.get(file) === value);
  return mark && { provider: mark.provider, says: `${mark.file} ${mark.value}` };
}
