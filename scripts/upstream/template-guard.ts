import type { Node, Operand, Pipeline } from './template-parse.ts';
import { ANY, type Value } from './template-value.ts';

/** What the reading of a condition needs of the interpreter. */
export interface Evaluation {
  operand(operand: Operand): Value;
  pipeline(pipeline: Pipeline): Value;
  /** Evaluates while asking for presence counts as no use. */
  guarded(work: () => Value): Value;
  test(value: Value): void;
}

/** Whether blocks do nothing but fail: the guard against values that a chart no longer takes. */
export function onlyFails(nodes: readonly Node[]): boolean {
  const parts = nodes.filter((node) => node.kind !== 'text' || node.text.trim() !== '');
  return (
    parts.length > 0 &&
    parts.every((node) => {
      if (node.kind === 'if') return node.otherwise.length === 0 && onlyFails(node.body);
      const head = node.kind === 'print' ? node.pipeline.commands.at(-1)?.[0] : undefined;
      return head?.kind === 'function' && head.name === 'fail';
    })
  );
}

/** Evaluates the condition of a block that only fails: a value whose presence is refused is not read by that. */
export function evaluateGuard(pipeline: Pipeline, evaluation: Evaluation): Value {
  const [head, ...rest] = onlyCommand(pipeline);
  const name = head?.kind === 'function' ? head.name : '';
  if (name === 'and' || name === 'or') {
    for (const part of rest) {
      if (part.kind === 'group' && part.fields.length === 0) evaluateGuard(part.pipeline, evaluation);
      else evaluation.guarded(() => evaluation.operand(part));
    }
    return ANY;
  }
  if (head && (name === 'hasKey' || head.kind === 'dot'))
    return evaluation.guarded(() => evaluation.pipeline(pipeline));
  const value = evaluation.pipeline(pipeline);
  evaluation.test(value);
  return value;
}

/** The one path whose presence a condition asks for: `hasKey .Values.a "b"`, alone or after `hasKey .Values "a"`. */
export function presenceOf(pipeline: Pipeline, evaluation: Evaluation): readonly string[] | undefined {
  const [head, ...rest] = onlyCommand(pipeline);
  if (head?.kind !== 'function') return undefined;
  if (head.name === 'and') {
    const paths = rest.map((part) => (part.kind === 'group' ? presenceOf(part.pipeline, evaluation) : undefined));
    const longest = paths.reduce((a, b) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a), undefined);
    return paths.every((path) => path?.every((name, i) => longest?.[i] === name)) ? longest : undefined;
  }
  const [target, key] = rest;
  if (head.name !== 'hasKey' || target === undefined || key?.kind !== 'string') return undefined;
  const [only, ...others] = evaluation.guarded(() => evaluation.operand(target));
  return only?.kind === 'place' && others.length === 0 ? [...only.path, key.value] : undefined;
}

const onlyCommand = ({ commands }: Pipeline): readonly Operand[] => (commands.length === 1 ? (commands[0] ?? []) : []);
