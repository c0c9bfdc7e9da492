import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * The comments of a zod object in a source file: prop path → text. They are the documentation of the props, in the editor and in the reference.
 *
 * Follows names to where they are declared, in the same file or in one that it imports by a relative path.
 *
 * @param name of the constant that holds the schema, e.g. `props`
 */
export function propComments(file: string, name: string): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  const start = declarationOf(name, file);
  if (start) collect(start, [], comments);
  return comments;
}

/** An expression with the file that its names are looked up in. */
interface Placed {
  readonly node: ts.Node;
  readonly file: string;
}

function collect(placed: Placed, path: readonly string[], comments: Map<string, string>): void {
  for (const { node: property, file } of propertiesOf(placed)) {
    if (ts.isSpreadAssignment(property)) collect({ node: property.expression, file }, path, comments);
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) continue;
    const below = [...path, property.name.getText().replaceAll(/^['"]|['"]$/g, '')];
    const text = commentOf(property);
    if (text !== '') comments.set(below.join('.'), text);
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    if (below.length < 5) collect({ node: value, file }, below, comments);
  }
}

/** The properties of the object behind `z.strictObject({…})`, `.extend({…})`, a plain object, a name, or a call of a function that makes one. */
function propertiesOf({ node, file }: Placed): { readonly node: ts.ObjectLiteralElementLike; readonly file: string }[] {
  if (ts.isObjectLiteralExpression(node)) return node.properties.map((property) => ({ node: property, file }));
  if (ts.isIdentifier(node)) {
    const found = declarationOf(node.text, file);
    return found ? propertiesOf(found) : [];
  }
  if (ts.isArrowFunction(node)) return ts.isBlock(node.body) ? [] : propertiesOf({ node: node.body, file });
  if (ts.isParenthesizedExpression(node)) return propertiesOf({ node: node.expression, file });
  if (!ts.isCallExpression(node)) return [];
  const called = node.expression;
  if (!ts.isPropertyAccessExpression(called)) return propertiesOf({ node: called, file });
  const inner = called.expression.getText() === 'z' ? [] : propertiesOf({ node: called.expression, file });
  const [argument] = node.arguments;
  const own =
    argument && ['strictObject', 'object', 'extend'].includes(called.name.text)
      ? propertiesOf({ node: argument, file })
      : [];
  return [...inner, ...own];
}

const sources = new Map<string, ts.SourceFile>();

function sourceOf(file: string): ts.SourceFile {
  const known =
    sources.get(file) ?? ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  sources.set(file, known);
  return known;
}

/** Where a name gets its value; base props are told elsewhere. */
function declarationOf(name: string, file: string): Placed | undefined {
  if (name === 'componentProps' || !existsSync(file)) return undefined;
  for (const statement of sourceOf(file).statements) {
    if (ts.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find((d) => d.name.getText() === name);
      if (found?.initializer) return { node: found.initializer, file };
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    const imported =
      bindings && ts.isNamedImports(bindings) ? bindings.elements.find((e) => e.name.text === name) : undefined;
    if (imported && statement.moduleSpecifier.text.startsWith('.'))
      return declarationOf(
        (imported.propertyName ?? imported.name).text,
        join(dirname(file), statement.moduleSpecifier.text),
      );
  }
  return undefined;
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
