import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { findCommand, verbsBelow } from '../../src/cli/words/find-command.ts';
import { knownOptions } from '../../src/cli/words/find-operands.ts';
import { peerNames } from '../../src/cli/peers/peer-names.ts';
import { translatePeer } from '../../src/cli/peers/translate-peer.ts';
import { helpTopics } from '../../src/cli/help/help-topics.ts';
import { projectRoot } from '../support/project-root.ts';

/** Every command line in hints and pages works. */
interface Mention {
  readonly where: string;
  readonly line: string;
}

/** `pratique` as the subject of a sentence is no command line. */
const verbsOfSentences =
  /^(?:is|was|has|can|cannot|does|did|do|will|would|may|must|of|and|or|in|on|at|for|to|from|with|which|that|uses|reads|knows|supports|needs|runs|asks|signs|verifies|itself|before|this|the|not|as|again|read|expired|…)\b/;

function stringsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    // What is put in becomes a word in upper case, as placeholders are.
    else if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => `X${literal.text}`)].join(''));
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function mentionsIn(text: string, where: string): readonly Mention[] {
  return [...text.matchAll(/(?<![\w/@.-])pratique ([a-z][^\n;`"”|]*)/g)].flatMap(([, line = '']) =>
    verbsOfSentences.test(line) ? [] : [{ where, line: line.split(/, |\. | \(| #| where /)[0]?.trim() ?? '' }],
  );
}

function files(folder: string, suffix: string): readonly string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix) && !/\.test\.ts$|testdata|(?:^|\/)adr\//.test(name))
    .map((name) => join(folder, name));
}

/** What is wrong with a command line; `undefined` when nothing is. */
async function faultOf({ line }: Mention): Promise<string | undefined> {
  const words = line.split(/\s+/).map((word) => word.replace(/[,.:)]+$/, ''));
  if (peerNames.includes(words[0] ?? '')) return peerFault(words);
  if (words[0] === 'help') {
    const name = words.slice(1, 4);
    const isKnown =
      words.length === 1 ||
      /^[A-Z<X[]/.test(name[0] ?? '') ||
      findCommand(name, 0) !== undefined ||
      verbsBelow(name[0] ?? '').length > 0 ||
      name[0] === 'topics' ||
      helpTopics.some(({ name: topic }) => topic === name[0]);
    return isKnown ? undefined : `no help for ${name.join(' ')}`;
  }
  const found = findCommand([...words, 'X'], 0);
  // Families: `pratique trust …`, and a placeholder for the verb.
  if (found === undefined)
    return verbsBelow(words[0] ?? '').length > 0 && /^(?:…|<|\[|X|$)/.test(words[1] ?? '')
      ? undefined
      : `no command ${words.slice(0, 3).join(' ')}`;
  const options = knownOptions(await found.entry.load());
  const unknown = words.slice(found.length).find((word) => /^--?[a-z]/.test(word) && !options.has(word.split(/[=[]/)[0] ?? ''));
  return unknown === undefined ? undefined : `${found.entry.name} has no ${unknown}`;
}

/** A command line of another scanner is one if its table knows every word. */
function peerFault([name = '', ...rest]: readonly string[]): string | undefined {
  if (rest[0] === '…') return undefined;
  try {
    translatePeer(name, rest, {});
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const mentions = [
  ...files('src', '.ts').flatMap((file) => stringsOf(join(projectRoot, file)).flatMap((text) => mentionsIn(text, file))),
  ...['README.md', ...files('docs', '.md')].flatMap((file) => mentionsIn(readFileSync(join(projectRoot, file), 'utf8'), file)),
];

describe('command lines in hints and pages', () => {
  it('exist, with their options', async () => {
    expect(mentions.length).toBeGreaterThan(200);
    const faults = await Promise.all(
      mentions.map(async (mention) => {
        const fault = await faultOf(mention);
        return fault === undefined ? [] : [`${mention.where}: ${fault} in "pratique ${mention.line}"`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it('are found at all, and refused when they are wrong', async () => {
    const wrong = ['inspect IMAGE', 'scan X --fail-on high', 'db bulid', 'help inspect'];
    const faults = await Promise.all(wrong.map((line) => faultOf({ where: '', line })));
    expect(faults).toEqual(['no command inspect IMAGE', 'scan has no --fail-on', 'no command db bulid', 'no help for inspect']);
    expect(mentionsIn('run pratique db update; this is a fault of pratique, please report it', '')).toEqual([
      { where: '', line: 'db update' },
    ]);
  });
});

describe('pages', () => {
  it('that strings of the program name exist and are in the package', () => {
    const { files: packed } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { files: readonly string[] };
    const named = new Set(
      files('src', '.ts').flatMap((file) =>
        stringsOf(join(projectRoot, file)).flatMap((text) => text.match(/\bdocs\/(?:guide|how-to|reference)\/[\w.-]+\w/g) ?? []),
      ),
    );
    expect([...named].filter((page) => !existsSync(join(projectRoot, page)))).toEqual([]);
    const isPacked = (page: string): boolean =>
      packed.some((pattern) => page.startsWith(pattern.split('*')[0] ?? '') && page.endsWith(pattern.split('*').at(-1) ?? ''));
    expect([...named].filter((page) => !isPacked(page))).toEqual([]);
  });

  it('of help exist', () => {
    expect(helpTopics.filter(({ page }) => !existsSync(join(projectRoot, page))).map(({ name }) => name)).toEqual([]);
  });

  it('of help have names that no command has', () => {
    expect(helpTopics.filter(({ name }) => commands.some((command) => command.name.split(' ')[0] === name))).toEqual([]);
  });
});
