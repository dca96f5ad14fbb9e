import { expect, it } from 'vitest';
import { indexLines } from './file-lines.ts';

it.each<[string, string, string, string | undefined, number]>([
  ['package-lock.json', '{\n"node_modules/a/node_modules/lodash": {\n"version": "4.17.1"\n},\n"node_modules/lodash": {\n"version": "4.17.4"\n}}', 'lodash', '4.17.4', 5],
  ['a name with a scope', '"node_modules/@babel/core": {\n"version": "7.0.0"', '@babel/core', '7.0.0', 1],
  ['yarn.lock', '"lodash@npm:^4.17.4":\n  version: 4.17.21\n', 'lodash', '4.17.21', 1],
  ['pnpm-lock.yaml', 'packages:\n\n  lodash@4.17.4:\n    resolution: {}\n', 'lodash', '4.17.4', 3],
  ['Cargo.lock', '[[package]]\nname = "serde"\nversion = "1.0.0"\n', 'serde', '1.0.0', 2],
  ['requirements.txt', '# x\nflask==1.0\nrequests==2.0\n', 'requests', '2.0', 3],
  ['go.sum', 'github.com/a/b v1.2.3 h1:x=\ngithub.com/c/d v1.0.0 h1:y=\n', 'github.com/c/d', 'v1.0.0', 2],
  ['pom.xml', '<project>\n<groupId>org.x</groupId>\n<artifactId>core</artifactId>\n<version>1</version>', 'core', '1', 3],
  ['a file without it', 'nothing\nhere\n', 'lodash', '4.17.4', 1],
  ['no version', 'a\nlodash\n', 'lodash', undefined, 2],
])('%s', (_, text, name, version, line) => {
  expect(indexLines(text).lineOf(name, version)).toBe(line);
}); // prettier-ignore
