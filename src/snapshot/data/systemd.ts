import * as z from 'zod';

const text = z.string();

/** What systemd says of the services that a GPU node stands on. */
export const systemdData = z.strictObject({
  /** False where the machine has no systemd, or none that can be asked: `units` is then empty. */
  present: z.boolean(),
  /** By unit, e.g. `containerd.service`. A unit that does not exist has LoadState `not-found`. */
  units: z.record(
    text,
    z.strictObject({
      /** `loaded`, `not-found`, `masked`, … */
      loadState: text,
      activeState: text,
      subState: text,
      /** `enabled`, `disabled`, `masked`, `static`; empty for a unit that does not exist. */
      unitFileState: text,
      /** By systemd's own names, hard and soft (`LimitNOFILE`, `LimitNOFILESoft`). Unlimited is `infinity`, however systemd wrote it. */
      limits: z.record(text, text),
      /** Other properties that matter, by systemd's names: `CPUAffinity`, `NUMAPolicy`, `Delegate`, `TasksMax`, `ExecMainStatus`, … */
      properties: z.record(text, text),
    }),
  ),
  /** Policies of the kubelet's own configuration file, where one could be read: `cpuManagerPolicy`, `topologyManagerPolicy`, … */
  kubelet: z.strictObject({ file: text.optional(), settings: z.record(text, text) }),
  /** Lines of /etc/security/limits.conf and limits.d that concern what GPU jobs need, e.g. `* hard memlock` → `unlimited`. */
  userLimits: z.record(text, text),
});
export type SystemdData = z.output<typeof systemdData>;
