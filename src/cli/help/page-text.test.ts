import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../lib/terminal/display-width.ts';
import { errorCodes } from '../../model/error-codes.ts';
import { issueCodes } from '../../model/issue-codes.ts';
import { helpTopics } from './help-topics.ts';
import { codeText, pageText } from './page-text.ts';

const plain = { width: 40, useColor: false };

describe('pageText', () => {
  it('writes blocks without their marks', () => {
    const page = [
      '# A page\n',
      '<!-- Made by a program. -->\n',
      'Some **strong** and `code` text that is\nwrapped, [a page](other.md) and [a site](https://example.org/x), a &lt;tag&gt; \u001b.\n',
      '```sh\nrun --this\n\n  now\n```\n',
      '- one\n- two with more words than one line holds\n\n1. first\n2. second\n   - below\n',
      '> quoted\n',
      '| a | b |\n| --- | --- |\n| `x` | y |\n',
    ].join('\n');
    expect(pageText(page, plain).split('\n')).toEqual([
      'A PAGE',
      '',
      'Some strong and code text that is',
      'wrapped, a page and a site',
      '(https://example.org/x), a <tag> \\x1b.',
      '',
      '    run --this',
      '',
      '      now',
      '',
      '- one',
      '- two with more words than one line',
      '  holds',
      '',
      '1. first',
      '2. second',
      '   - below',
      '',
      '  quoted',
      '',
      'A  B',
      'x  y',
      '',
    ]);
  });

  it('writes a table that is too wide row by row', () => {
    const page = '| code | meaning | try |\n|--|--|--|\n| `A` | something that has many words | |\n| `B` | short | this |\n';
    expect(pageText(page, { ...plain, width: 30 })).toBe(
      'A\n  meaning  something that has\n           many words\n\nB\n  meaning  short\n  try      this\n',
    );
  });

  it('makes heads bold where colours are used', () => {
    expect(pageText('# A', { ...plain, useColor: true })).toBe('\u001b[1mA\u001b[22m\n');
  });

  it.each(helpTopics)('fits $name into 80 columns, examples and addresses excepted', ({ page }) => {
    const lines = pageText(readFileSync(page, 'utf8'), { width: 80, useColor: false }).split('\n');
    expect(lines.filter((line) => displayWidth(line) > 80 && !line.startsWith('    '))).toEqual([]);
    expect(lines.filter((line) => /^\s*\|.*\||<!--|^#|\*\*\w|&\w+;/.test(line) && !line.startsWith('    '))).toEqual([]);
  });
});

describe('codeText', () => {
  const pages = helpTopics.filter(({ hasCodes }) => hasCodes === true).map(({ page }) => readFileSync(page, 'utf8'));

  it.each([...Object.keys(errorCodes), ...Object.keys(issueCodes)])('explains %s', (code) => {
    const texts = pages.flatMap((page) => codeText(page, code, { width: 80, useColor: false }) ?? []);
    expect(texts.map((text) => text.split('\n')[0])).toContain(code);
  });

  it('knows nothing of a code that no table begins with', () => {
    expect(codeText('| code | x |\n|--|--|\n| `A` | `B` |', 'B', plain)).toBeUndefined();
  });
});
