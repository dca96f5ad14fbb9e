import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The licences of the libraries whose code is inside the bundle, as they ask for. */
export function noticePage(root: string): string {
  const bundled = JSON.parse(readFileSync(join(root, 'dist/bundled.json'), 'utf8')) as readonly Bundled[];
  const sections = bundled.map(({ name, version, license }) =>
    [`## ${name} ${version} (${license})`, '```text', readLicense(join(root, 'node_modules', name)), '```']
      .join('\n\n')
      .replaceAll('```text\n\n', '```text\n')
      .replaceAll('\n\n```', '\n```'),
  );
  return (
    [
      '# Notices',
      '<!-- Made by npm run docs from what the build bundled. Do not edit. -->',
      'Pratique is licensed under the Apache License 2.0 (LICENSE). The published package carries code of these libraries:',
      ...sections,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function readLicense(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined && existsSync(join(folder, file))) return readFileSync(join(folder, file), 'utf8').trim();
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly license: string };
  return `No licence text is in the package; its package.json says ${license}.`;
}
