import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text that the sources say, by its id. */
export interface Said {
  readonly id: string;
  readonly text: string;
}

/** Ids that are put together; where their texts stand is known to `texts.ts`. */
const FAMILIES = /^(?:rule|command|field|fault|error|name|label|help)\.$/;

/** A source that says nothing may have a function of that name. */
const IMPORTED = /import \{[^}]*\bsay\b[^}]*\} from '[^']*(?:text\/index|\/say)\.ts'/;

/** Every text that the sources of some folders say with `say('id', 'text')`. @throws Error where one cannot be read */
export function saidInFolders(folders: readonly string[]): readonly Said[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
      .sort()
      .flatMap((name) => {
        const path = `${folder}/${name}`;
        return saidIn(path, readFileSync(path, 'utf8'));
      }),
  );
}

/** The texts of one source. @throws Error for a text that is put together, which nobody could translate */
export function saidIn(path: string, source: string): readonly Said[] {
  if (!IMPORTED.test(source)) return [];
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'say') {
      const said = saidBy(node);
      if (said === 'unreadable') {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(`${path}:${String(line + 1)}: say() takes an id and a text as they stand`);
      }
      if (said) found.push(said);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function saidBy({ arguments: [id, text] }: ts.CallExpression): Said | undefined | 'unreadable' {
  if (id && ts.isTemplateExpression(id) && FAMILIES.test(id.head.text)) return undefined;
  if (!id || !text || !ts.isStringLiteralLike(id) || !ts.isStringLiteralLike(text)) {
    return 'unreadable';
  }
  return { id: id.text, text: text.text };
}
