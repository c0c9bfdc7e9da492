import { parsePath } from '../path.ts';
import type { HealthRule } from './health-rules.ts';

/**
 * Health of an Application, for the app of apps: without it Argo CD (since 1.8) does not wait between waves.
 *
 * A sync that runs counts as progress although the objects of the version before are still healthy: else an upgrade would
 * run through all waves at once. So does a spec that the controller has not compared yet.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/ section Argocd App
 */
export const APPLICATION_HEALTH = `local status = obj.status
if type(status) ~= "table" or type(status.health) ~= "table" or status.health.status == nil then
  return { status = "Progressing", message = "not compared yet" }
end
local operation = status.operationState
if obj.operation ~= nil or (type(operation) == "table" and operation.phase == "Running") then
  return { status = "Progressing", message = "a sync is running" }
end
local compared = type(status.sync) == "table" and status.sync.comparedTo or nil
if type(compared) == "table" and type(compared.source) == "table" and type(obj.spec) == "table"
  and type(obj.spec.source) == "table" and compared.source.targetRevision ~= obj.spec.source.targetRevision then
  return { status = "Progressing", message = "the new revision is not compared yet" }
end
return { status = status.health.status, message = status.health.message or "" }
`;

/**
 * The rule as a Lua health check for argocd-cm.
 *
 * Argo CD loads Lua's base and table libraries only, and an index of anything but a table is an error there: hence the checks of types.
 * `wait: false` for an object that comes from a chart and needs nodes: it is healthy while it waits, and says so.
 */
export function healthLua(rule: HealthRule, wait: boolean): string {
  const pending = (message: string): string =>
    `return { status = "${wait ? 'Progressing' : 'Healthy'}", message = ${wait ? '' : '"not waited for, needs nodes: " .. '}${message} }`;
  const lines = [
    'local status = obj.status',
    'if type(status) ~= "table" then',
    '  return { status = "Progressing", message = "no status yet" }',
    'end',
    'local generation = type(obj.metadata) == "table" and obj.metadata.generation or nil',
    'if type(generation) == "number" and type(status.observedGeneration) == "number" and status.observedGeneration ~= generation then',
    '  return { status = "Progressing", message = "the change is not observed yet" }',
    'end',
  ];
  if (rule.failedBy || rule.condition)
    lines.push('local conditions = type(status.conditions) == "table" and status.conditions or {}');
  if (rule.failedBy) lines.push(...failedBy(rule.failedBy));
  if (rule.field) lines.push(...byField(rule.field, pending));
  else if (rule.condition) lines.push(...byCondition(rule.condition, pending));
  else lines.push('return { status = "Healthy", message = "" }');
  return `${lines.join('\n')}\n`;
}

type Pending = (message: string) => string;

const failedBy = ({ type, reason }: NonNullable<HealthRule['failedBy']>): string[] => [
  'for _, condition in ipairs(conditions) do',
  `  if condition.type == ${lua(type)} and condition.status == "True" and condition.reason == ${lua(reason)} then`,
  '    return { status = "Degraded", message = condition.message or condition.reason }',
  '  end',
  'end',
];

function byField({ path, ready, failed }: NonNullable<HealthRule['field']>, pending: Pending): string[] {
  const keys = (parsePath(path) ?? [path]).map((key) => (typeof key === 'number' ? String(key + 1) : lua(key)));
  const oneOf = (words: readonly string[]): string => words.map((word) => `value == ${lua(word)}`).join(' or ');
  return [
    'local value = obj',
    `for _, key in ipairs({ ${keys.join(', ')} }) do`,
    '  if type(value) ~= "table" then',
    '    value = nil',
    '    break',
    '  end',
    '  value = value[key]',
    'end',
    'if value == nil then',
    `  ${pending(lua(`${path} is not set yet`))}`,
    'end',
    `local message = ${lua(`${path} is `)} .. tostring(value)`,
    `if ${oneOf(ready)} then`,
    '  return { status = "Healthy", message = message }',
    'end',
    ...(failed.length > 0
      ? [`if ${oneOf(failed)} then`, '  return { status = "Degraded", message = message }', 'end']
      : []),
    pending('message'),
  ];
}

const byCondition = ({ type, falseFails }: NonNullable<HealthRule['condition']>, pending: Pending): string[] => [
  'for _, condition in ipairs(conditions) do',
  `  if condition.type == ${lua(type)} then`,
  '    local message = condition.message or condition.reason or ""',
  '    if condition.status == "True" then',
  '      return { status = "Healthy", message = message }',
  '    end',
  ...(falseFails
    ? ['    if condition.status == "False" then', '      return { status = "Degraded", message = message }', '    end']
    : []),
  `    ${pending('message')}`,
  '  end',
  'end',
  pending(lua(`condition ${type} is not set yet`)),
];

/** A Lua string. JSON's escapes are Lua's for what occurs in kinds, paths and words: printable ASCII. */
function lua(text: string): string {
  if (!/^[ -~]*$/.test(text)) throw new TypeError(`not printable ASCII: ${JSON.stringify(text)}`);
  return JSON.stringify(text);
}
