import { SaxesParser } from 'saxes';
import type { Element } from '../convert/index.ts';

interface Open extends Element {
  readonly children: Element[];
  text: string;
}

/**
 * Reads an XML document.
 * @throws Error when it is not well-formed
 */
export function parseXml(xml: string): Element {
  const parser = new SaxesParser();
  const open: Open[] = [];
  const document: Open = { name: '', attributes: {}, children: [], text: '' };
  const top = (): Open => open.at(-1) ?? document;
  const addText = (text: string): void => {
    top().text += text;
  };
  parser.on('opentag', ({ name, attributes }) => {
    // The prefix of a namespace says nothing here.
    const element = {
      name: name.replace(/^.*:/, ''),
      attributes: { ...attributes },
      children: [],
      text: '',
    };
    top().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(xml).close();
  const [root] = document.children;
  if (!root) throw new Error('the document has no element');
  return root;
}
