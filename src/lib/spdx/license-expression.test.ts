import { describe, expect, it } from 'vitest';
import { formatLicenseTerm, licensesIn, parseLicenseExpression, type LicenseExpression } from './license-expression.ts';

function show(expression: LicenseExpression | undefined): string {
  if (expression === undefined) return 'none';
  return expression.kind === 'license' ? formatLicenseTerm(expression) : `(${expression.parts.map(show).join(` ${expression.kind} `)})`;
}

describe('license expressions', () => {
  it.each([
    ['MIT', 'MIT'],
    ['GPL-2.0+', 'GPL-2.0+'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['MIT OR Apache-2.0 AND ISC', '(MIT or (Apache-2.0 and ISC))'],
    ['(Apache-2.0 WITH LLVM-exception OR MIT) AND BSD-3-Clause', '((Apache-2.0 WITH LLVM-exception or MIT) and BSD-3-Clause)'],
    ['LicenseRef-own', 'LicenseRef-own'],
    ['DocumentRef-spdx:LicenseRef-own OR MIT', '(DocumentRef-spdx:LicenseRef-own or MIT)'],
  ])('%s is %s', (text, expected) => {
    expect(show(parseLicenseExpression(text))).toBe(expected);
  });

  it.each(['', 'MIT AND', 'MIT ISC', '(MIT', 'MIT)', 'AND', 'mit', 'GPL-3.0-only WITH Autoconf-exception-3.0+', 'MIT WITH', 'Proprietary', 'MIT OR ()'])('%j is none', (text) => {
    expect(parseLicenseExpression(text)).toBe(undefined);
  }); // prettier-ignore

  it('does not overflow on brackets inside brackets', () => {
    expect(parseLicenseExpression('('.repeat(100_000))).toBe(undefined);
    expect(show(parseLicenseExpression(`${'('.repeat(200)}MIT${')'.repeat(200)}`))).toBe('MIT');
  });

  it('lists every licence that it names', () => {
    const expression = parseLicenseExpression('MIT OR (Apache-2.0 AND ISC)')!;
    expect([...licensesIn(expression)].map(({ id }) => id)).toEqual(['MIT', 'Apache-2.0', 'ISC']);
  });
});
