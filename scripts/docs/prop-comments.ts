import { readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * The comments of a zod object in a source file: prop path → text. They are the documentation of the props, in the editor and in the reference.
 *
 * @param name of the constant that holds the schema, e.g. `props`
 */
export function propComments(file: string, name: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const comments = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name && node.initializer) walk(node.initializer, []);
    else ts.forEachChild(node, visit);
  };
  const walk = (expression: ts.Node, path: readonly string[]): void => {
    const literal = objectOf(expression);
    for (const property of literal?.properties ?? []) {
      if (!ts.isPropertyAssignment(property)) continue;
      const below = [...path, property.name.getText().replaceAll(/^['"]|['"]$/g, '')];
      const text = commentOf(property);
      if (text !== '') comments.set(below.join('.'), text);
      walk(property.initializer, below);
    }
  };
  visit(source);
  return comments;
}

/** The object literal that `z.strictObject({…})` or `.extend({…})` gets, inside whatever chain of calls. */
function objectOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression;
  const [argument] = node.arguments;
  if (
    ts.isPropertyAccessExpression(called) &&
    ['strictObject', 'object', 'extend'].includes(called.name.text) &&
    argument &&
    ts.isObjectLiteralExpression(argument)
  )
    return argument;
  return ts.isPropertyAccessExpression(called) ? objectOf(called.expression) : undefined;
}

function commentOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join(' ');
  const behaviour = docs
    .flatMap((doc) => doc.tags ?? [])
    .filter((tag) => tag.tagName.text === 'default')
    .map((tag) => `Default: ${(ts.getTextOfJSDocComment(tag.comment) ?? '').replace(/^-\s*/, '')}.`);
  return [text, ...behaviour].join(' ').replaceAll(/\s+/g, ' ').trim();
}
