import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledSbom, listBundledLibraries } from '../bundled-sbom.mjs';
import { embeddedNotices } from './embedded-notices.ts';

/** The licences of the libraries whose code is inside the bundle, as they ask for. */
export function noticePage(root: string): string {
  const bundled = listBundledLibraries(JSON.parse(readFileSync(join(root, 'dist/sbom.cdx.json'), 'utf8')) as BundledSbom);
  const sections = bundled.flatMap(({ name, version, license }) => [
    `## ${name} ${version} (${license})`,
    fence([readLicense(join(root, 'node_modules', name)), embeddedNotices.get(name)].filter((text) => text !== undefined).join('\n\n')),
  ]);
  return (
    [
      '# Notices',
      '<!-- Made by npm run docs from the libraries in the bundle. Do not edit. -->',
      'Pratique is licensed under the Apache License 2.0 (LICENSE). The published package contains code of these libraries:',
      ...sections,
    ].join('\n\n') + '\n'
  );
}

function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function readLicense(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined && existsSync(join(folder, file))) return readFileSync(join(folder, file), 'utf8').trim();
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly license: string };
  return `No licence text is in the package; its package.json says ${license}.`;
}
