import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../test/support/processor-time.ts';
import { parseXml, XmlError, type XmlElement } from './parse-xml.ts';

const limits = { maxDepth: 8, maxElements: 100 };

/** An element as text again: name, attributes, text, children. */
function show({ name, attributes, text, children }: XmlElement): string {
  const shown = [...attributes].map(([key, value]) => ` ${key}=${value}`).join('');
  return `${name}${shown}(${[text, ...children.map(show)].filter((part) => part !== '').join(' ')})`;
}

describe('XML', () => {
  it.each<[string, string]>([
    ['<a/>', 'a()'],
    ['\ufeff<?xml version="1.0"?><!-- a --><p:a xmlns:p="u">\n <p:b>x</p:b> <c/> </p:a>\n<!-- end -->', 'a xmlns:p=u(b(x) c())'],
    [`<a b='1 > 2' c = "&lt;&quot;"  d="">x &amp; y &#65;&#x42;&other;</a>`, 'a b=1 > 2 c=<" d=(x & y AB&other;)'],
    ['<a>1<b/>2<![CDATA[<c> & ]]]>3</a>', 'a(12<c> & ]3 b())'],
    ['<a><__proto__>x</__proto__></a>', 'a(__proto__(x))'],
  ])('reads %s', (text, shown) => expect(show(parseXml(text, limits))).toBe(shown));

  it.each<[string, string]>([
    ['', 'has no element'],
    ['text', 'has no element'],
    ['<a>', 'element a is not closed'],
    ['<a></b>', 'closes b, which is not open'],
    ['<a/><b/>', 'has two elements side by side'],
    ['<a', 'ends inside a tag'],
    ['<a><!-- ', 'ends before -->'],
    ['<a>< b/></a>', 'has a tag without a name'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'has a document type'],
    ['<a>'.repeat(9), 'has elements more than 8 deep'],
    [`<a>${'<b/>'.repeat(100)}</a>`, 'has more than 100 elements'],
  ])('refuses %s', (text, message) => expect(() => parseXml(text, limits)).toThrow(new XmlError(message)));

  it('takes what is just under its limits', () => {
    expect(show(parseXml(`${'<a>'.repeat(8)}${'</a>'.repeat(8)}`, limits))).toBe('a('.repeat(8) + ')'.repeat(8));
    expect(parseXml(`<a>${'<b/>'.repeat(99)}</a>`, limits).children).toHaveLength(99);
  });

  it('stands any text', () => {
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '/', '<a', '<b>', '</a>', '<!--', '-->', '<![CDATA[', ']]>', '="', "'", '&#', '&amp;', '<?', '?>'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        try {
          parseXml(parts.join(''), limits);
        } catch (error) {
          expect(error).toBeInstanceOf(XmlError);
        }
      }),
      { numRuns: 1000, seed: 7 },
    );
  });

  it.each<[string, (count: number) => string]>([
    ['a long tag', (count) => `<a ${'b '.repeat(count)}/>`],
    ['a long name', (count) => `<${'a'.repeat(count)}/>`],
    ['many entities', (count) => `<a>${'&'.repeat(count)}</a>`],
    ['many pieces of text', (count) => `<a>${'x<![CDATA[y]]>'.repeat(count)}</a>`],
  ])('takes linear time: %s', (_name, make) => {
    const [small, large] = [make(10_000), make(80_000)];
    const least = (text: string): number => Math.min(...[1, 2, 3].map(() => processorMs(() => void parseXml(text, limits))));
    expect(least(large)).toBeLessThan(32 * Math.max(least(small), 2));
  });
});
