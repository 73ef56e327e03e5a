const id = String.raw`\w+`;
const text = String.raw`[^:;"\n]*(?:#\d+;[^:;"\n]*)*`;
const statements = [
  `state "(?:${text})" as (?<declared>${id})(?: \\{)?`,
  `(?:\\[\\*\\]|(?<from>${id})) --> (?:\\[\\*\\]|(?<to>${id}))(?: : ${text})?`,
  `(?<described>${id}) : ${text}`,
  `class (?<styled>${id}(?:,${id})*) (?:outside|closed|here)`,
  `classDef (?:outside|closed|here) (?:stroke[a-z-]*|fill): [\\w ]+`,
  `\\}|--`,
].map((statement) => new RegExp(`^(?:${statement})$`));

/** Whether braces match, and regions lie within a state. */
function faultsOfNesting(lines: readonly string[]): string[] {
  const faults: string[] = [];
  let depth = 0;
  for (const line of lines) {
    if (line === '--' && depth === 0) faults.push('regions outside of a state');
    if (line.endsWith('{')) depth += 1;
    if (line === '}') depth -= 1;
    if (depth < 0) faults.push('a brace too much');
  }
  return depth > 0 ? [...faults, 'a brace is missing'] : faults;
}

/**
 * What Mermaid would not read, or read as something else: the part of its language that our diagrams use.
 *
 * @param diagram - a `stateDiagram-v2`
 */
export function faultsInMermaid(diagram: string): string[] {
  const [head, ...lines] = diagram.split('\n').map((line) => line.trim());
  const matches = lines.map((line) => statements.map((each) => each.exec(line)).find(Boolean));
  const groups = matches.map((match) => match?.groups ?? {});
  const declared = groups.flatMap((group) => group['declared'] ?? []);
  const used = groups.flatMap(({ from, to, described, styled = '' }) =>
    [from, to, described, ...styled.split(',')].filter((name) => name !== undefined && name !== ''),
  );
  return [
    ...(head === 'stateDiagram-v2' ? [] : [`no state diagram: ${String(head)}`]),
    ...lines.filter((_, index) => !matches[index]).map((line) => `no statement: ${line}`),
    ...faultsOfNesting(lines),
    ...declared
      .filter((name, index) => declared.indexOf(name) < index)
      .map((name) => `${name} twice`),
    ...used
      .filter((name) => !declared.includes(name ?? ''))
      .map((name) => `what is ${String(name)}?`),
  ];
}
