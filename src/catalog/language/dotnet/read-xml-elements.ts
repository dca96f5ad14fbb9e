export interface XmlElement {
  /** In lower case. */
  readonly name: string;
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * Start tags of some elements with their attributes, at any depth; MSBuild ignores the case of both. Comments and CDATA are passed over, entities other than the
 * five of XML stay as written: nothing is expanded.
 */
export function readXmlElements(text: string, names: readonly string[]): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) at = endOf(text, '-->', at);
    else if (text.startsWith('<![CDATA[', at)) at = endOf(text, ']]>', at);
    else {
      const end = tagEnd(text, at);
      const match = /^<([A-Za-z][\w.:-]*)/.exec(text.slice(at, Math.min(end, at + 80)));
      const name = match?.[1]?.toLowerCase() ?? '';
      if (names.includes(name)) found.push({ name, attributes: readAttributes(text.slice(at + 1 + name.length, end)) });
      at = end;
    }
  }
  return found;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
}

/** Past the next `>` outside of quotes. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return text.length;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(/([A-Za-z][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    attributes.set(name.toLowerCase(), unescape(double ?? single ?? ''));
  return attributes;
}

function unescape(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
