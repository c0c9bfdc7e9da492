/**
 * What the CTRF schema (https://github.com/ctrf-io/ctrf, schema/ctrf.schema.json, version 0.0.1) says of the fields that we write: names,
 * types, what is required, and that nothing else may stand there. Written by us after it.
 */
const text = { type: 'string' };
const named = { type: 'string', minLength: 1 };
const whole = { type: 'integer' };
const extra = { type: 'object' };

const closed = (required: readonly string[], properties: object) => ({
  type: 'object',
  required: [...required],
  properties,
  additionalProperties: false,
});

const COUNTS = ['tests', 'passed', 'failed', 'skipped', 'pending', 'other', 'start', 'stop'];

const test = closed(['name', 'status', 'duration'], {
  id: { type: 'string', format: 'uuid' },
  name: named,
  status: { enum: ['passed', 'failed', 'skipped', 'pending', 'other'] },
  duration: whole,
  start: whole,
  stop: whole,
  suite: { type: 'array', minItems: 1, items: text },
  message: text,
  trace: text,
  line: whole,
  rawStatus: text,
  tags: { type: 'array', items: text },
  type: text,
  filePath: text,
  extra,
});

export const ctrfSchema = closed(['reportFormat', 'specVersion', 'results'], {
  reportFormat: { const: 'CTRF' },
  specVersion: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
  reportId: { type: 'string', format: 'uuid' },
  timestamp: { type: 'string', format: 'date-time' },
  generatedBy: text,
  extra,
  results: closed(['tool', 'summary', 'tests'], {
    tool: closed(['name'], { name: named, version: text, extra }),
    summary: closed(COUNTS, {
      ...Object.fromEntries(COUNTS.map((name) => [name, whole])),
      flaky: whole,
      suites: whole,
      duration: whole,
      extra,
    }),
    tests: { type: 'array', items: test },
    environment: { type: 'object' },
    extra,
  }),
});
