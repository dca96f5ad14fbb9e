import { expect, it } from 'vitest';
import { configurationSections, plannedSections } from '../model/configuration-sections.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { checkConfiguration } from './check-configuration.ts';

function check(text: string): string {
  try {
    checkConfiguration({ path: 'pratique.yaml', directory: '/', text });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return `${error.code} ${error.message}; ${error.hint}`;
  }
}

it.each<[text: string, expected: string]>([
  ['', 'accepted'],
  ['version: 1\ntrust:\n  images: []\n', 'accepted'],
  ['version: 1\ntrsut: {}\n', 'CONFIG_INVALID pratique.yaml:2:1: the file has no setting "trsut"; trust'],
  ['version: 1\n\nother: []\n', `CONFIG_INVALID pratique.yaml:3:1: the file has no setting "other"; ${configurationSections.join(', ')}`],
  ...plannedSections.map((name): [text: string, expected: string] => [
    `${name}:\n  - x\n`,
    `CONFIG_INVALID pratique.yaml:2:3: ${name} is not implemented yet; remove the section`,
  ]),
  ['- x\n', 'CONFIG_INVALID pratique.yaml:1:1: the file is not a mapping; correct or remove the file'],
])('%j: %s', (text, expected) => {
  expect(check(text)).toBe(expected);
});
