import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeXml } from './escape-xml.ts';
import { parseXml } from './parse-xml.ts';

it.each([
  ['a<b>&"c"', 'a&lt;b&gt;&amp;&quot;c&quot;'],
  ['a\r\n\tb', 'a&#13;&#10;&#9;b'],
  ['bell\u0007, null\u0000, half\ud83d', 'bell\ufffd, null\ufffd, half\ufffd'],
  ['whole 😀', 'whole 😀'],
  [']]>', ']]&gt;'],
])('escapes %j [379]', (text, escaped) => {
  expect(escapeXml(text)).toBe(escaped);
});

it('is read back as it was, but for characters that XML does not have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const element = parseXml(`<a b="${escapeXml(text)}">x${escapeXml(text)}x</a>`, { maxDepth: 2, maxElements: 2 });
      const known = escapeXml(text).includes('\ufffd') ? undefined : text;
      if (known === undefined) return;
      expect([element.attributes.get('b'), element.text]).toEqual([known, `x${known}x`]);
    }),
  );
});
