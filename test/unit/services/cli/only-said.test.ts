import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

/** What the command line prints, and where the errors come from that it shows. */
const FOLDERS = [
  ...['services/cli', 'services/export', 'services/import', 'services/journeys'],
  ...['services/proof', 'services/reconcile', 'services/scenario', 'services/fan-out'],
  ...['infra/demo', 'infra/simulation', 'infra/doctor', 'infra/terminal'],
];
/** Words, as no identifier has them. */
const SENTENCE = /[A-Za-z]{2,}[,:;]? [a-z]{2,}/;
/** Commands and addresses, as people type them in every language. */
const TYPED = /^(?:…: )?(?:certway|npm|openssl|temporal|nats|https?:|--)/;
/** What holds English on purpose: the catalogue has it by its place, or nobody is shown it. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['say', 'description', 'option', 'requiredOption', 'argument', 'Option', 'describe'],
]);
/** Constants whose texts the catalogue has by their place, or which are typed or read by a program. */
const CONSTANTS: ReadonlySet<string> = new Set([
  ...['labelTexts', 'idHint', 'consumerOption', 'ID', 'SUGGESTED', 'wordings'],
]);
/** Names: of standings and checks, of a type of content; an example; a bug. */
const NAMES: ReadonlySet<string> = new Set([
  ...['in step', 'application/cloudevents+json; charset=utf-8'],
  ...['search attributes', 'clock of Temporal', 'clock of NATS', 'clock of …'],
  ...['nothing has begun', '… has dropped …', 'expected string, received number'],
]);
/** Bugs, and what only a worker logs. */
const NOT_SAID: ReadonlySet<string> = new Set([
  ...['services/proof/tree.ts', 'services/proof/sealer.ts', 'infra/demo/entities.ts'],
]);

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .filter((path) => !NOT_SAID.has(path));
}

function nameOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const { expression } = node;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

/** The letters of a text, with `…` for what is put in. */
function ownText(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return '';
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}

/** Texts of a source that nobody could put into another language. */
function unsaidIn(path: string, source: string): readonly string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ELSEWHERE.has(nameOf(node) ?? '')) return;
    if (ts.isVariableDeclaration(node) && CONSTANTS.has(node.name.getText())) return;
    const text = ownText(node);
    if (SENTENCE.test(text) && !TYPED.test(text.trimStart()) && !NAMES.has(text)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${String(line + 1)}: ${text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('what the command line prints', () => {
  it('given every source of it, when its texts are read, then each sentence is said by its id in the catalogue', () => {
    const left = FOLDERS.flatMap(sourcesOf).flatMap((path) =>
      unsaidIn(path, readFileSync(path, 'utf8')),
    );
    expect(left).toEqual([]);
  });

  it('given a source that prints a sentence, when it is read, then its place is named', () => {
    const said = "say('a.b', 'nothing is parked')";
    const source = `write(${said});\nwrite(\`\${n} are parked\`);\nthrow new E('It is gone.');`;
    expect(unsaidIn('a.ts', source)).toEqual(['a.ts:2: … are parked', 'a.ts:3: It is gone.']);
  });
});
