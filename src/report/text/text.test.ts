import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text.ts';
import { escapeMarkdown, markdownCode } from './escape-markdown.ts';
import { toRelativeUri } from './relative-uri.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['@octocat and a@b.example', '@\u200boctocat and a@\u200bb.example'],
    ['https://a.example', ':'],
    ['line\nline', 'line\\\\nline'],
  ])('%j', (text, expected) => {
    if (expected === ':') expect(escapeMarkdown(text)).toBe('https:\u200b//a.example');
    else expect(escapeMarkdown(text)).toBe(expected);
  });

  it('shows any text as one paragraph without an element in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('<>[]()!*_`~|#-+=&;:/@\\ \n\tab1.')) }), (text) => {
        const html = marked.parse(`x ${escapeMarkdown(text)}`, { async: false, gfm: true });
        expect(html.replace(/^<p>|<\/p>\n$/g, '')).not.toMatch(/[<]/);
      }),
    );
  });
});

describe('markdownCode', () => {
  it('is a code span of exactly the text, whatever backticks it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('`ab <&')), minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '');
        const html = marked.parse(`x ${markdownCode(text)} y`, { async: false, gfm: true });
        expect(html).toMatch(/^<p>x <code>[^<]*<\/code> y<\/p>\n$/);
      }),
    );
  });
});

describe('toRelativeUri', () => {
  it.each([
    ['a/b', 'a/b'],
    ['my libs/100% [new]/größe', 'my%20libs/100%25%20%5Bnew%5D/gr%C3%B6%C3%9Fe'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc//x/./y', 'etc/x/y'],
    ['file:///etc/x', 'file%3A/etc/x'],
    ['', 'image'],
    ['a\udcffb', 'a%FFb'],
    ['a\ud800b', 'a%EF%BF%BDb'],
    ['a\\b', 'a%5Cb'],
  ])('%j', (path, expected) => {
    expect(toRelativeUri(path)).toBe(expected);
  });
});

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc…'],
  ['a\u{1f600}b', 2, 'a…'],
])('cuts %j at %i', (text, max, expected) => {
  expect(cutText(text, max)).toBe(expected);
});
