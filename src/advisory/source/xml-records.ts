import { StringDecoder } from 'node:string_decoder';
import { parseXml, XmlError, type XmlElement } from '../../lib/xml/parse-xml.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { RecordError } from './record-error.ts';

const xmlLimits = { maxDepth: 64, maxElements: 500_000 };

/**
 * The elements of a large document that have one of the names (without prefixes), one at a time and as text; they are not inside one another. Throws FEED_DAMAGED when the
 * document is not XML or ends inside an element, and LIMIT_EXCEEDED for an element of more than `feedRecordBytes`.
 */
export async function* readXmlRecords(path: string, chunks: AsyncIterable<Buffer>, names: readonly string[]): AsyncGenerator<string> {
  const opening = new RegExp(`<(?:[\\w.-]+:)?(${names.join('|')})(?=[\\s/>])`, 'g');
  const decoder = new StringDecoder('utf8');
  let text = '';
  let isXml = false;
  for await (const chunk of chunks) {
    text += decoder.write(chunk);
    if (!isXml && text.trimStart() !== '') {
      if (!/^\ufeff?\s*<(?:\?xml|[\w.-]+[:\s>])/.test(text) || /^\s*<html/i.test(text))
        throw new PratiqueError('FEED_DAMAGED', `${path} is not XML`);
      isXml = true;
    }
    let from = 0;
    for (;;) {
      opening.lastIndex = from;
      const match = opening.exec(text);
      const end = match === null ? undefined : endOf(text, match);
      if (match === null || end === undefined) {
        text = text.slice(match === null ? Math.max(from, text.length - longestName) : match.index);
        break;
      }
      yield text.slice(match.index, end);
      from = end;
    }
    if (text.length > limits.feedRecordBytes)
      throw new PratiqueError('LIMIT_EXCEEDED', `${path} has an element of more than ${limits.feedRecordBytes} bytes`);
  }
  opening.lastIndex = 0;
  if (opening.test(text) || !/>\s*$/.test(text)) throw new PratiqueError('FEED_DAMAGED', `${path} is truncated`);
}

/** Room for an opening tag's name that a chunk may have cut. */
const longestName = 128;

function endOf(text: string, match: RegExpExecArray): number | undefined {
  const close = text.indexOf('>', match.index);
  if (close === -1) return undefined;
  if (text[close - 1] === '/') return close + 1;
  const written = match[0].slice(1);
  const end = text.indexOf(`</${written}>`, close);
  return end === -1 ? undefined : end + written.length + 3;
}

/** Throws RecordError. */
export function parseRecord(text: string): XmlElement {
  try {
    return parseXml(text, xmlLimits);
  } catch (error) {
    if (error instanceof XmlError) throw new RecordError(`it is not XML: ${error.message}`);
    throw error;
  }
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of a child; `undefined` where it is absent or empty. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = element === undefined ? undefined : childOf(element, name)?.text;
  return text === undefined || text === '' ? undefined : text;
}
