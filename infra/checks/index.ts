export { causesOf, childrenOf, eventNamedAfter } from './event-causes.ts';
export { type GeneratedFile, writeGenerated } from './generated-file.ts';
export { code, plain, table, type Row } from './markdown.ts';
