export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Its own text, without that of its children, trimmed. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
}

/** The text is not well-formed XML, or more than a limit allows. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/**
 * The root element of an XML document: what build files use of XML 1.0, not all of it. Documents with a document type of their own are refused, so that there are no
 * entities to expand but the five of XML and characters by number. Linear in the text. Throws {@link XmlError}.
 */
export function parseXml(text: string, limits: XmlLimits): XmlElement {
  return new XmlParser(text, limits).parse();
}

interface OpenElement {
  readonly name: string;
  readonly written: string;
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
  readonly children: XmlElement[];
}

class XmlParser {
  readonly #text: string;
  readonly #limits: XmlLimits;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #elements = 0;

  constructor(text: string, limits: XmlLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  parse(): XmlElement {
    const text = this.#text;
    let at = 0;
    for (let mark = text.indexOf('<'); mark !== -1; mark = text.indexOf('<', at)) {
      this.#addText(unescapeXml(text.slice(at, mark)));
      at = this.#readMarkup(mark);
    }
    const last = this.#open.at(-1);
    if (last !== undefined) throw new XmlError(`element ${last.written.slice(0, 80)} is not closed`);
    if (this.#root === undefined) throw new XmlError('has no element');
    return this.#root;
  }

  /** Answers where the markup ends. */
  #readMarkup(at: number): number {
    const text = this.#text;
    if (text.startsWith('<!--', at)) return this.#endOf('-->', at + 4);
    if (text.startsWith('<?', at)) return this.#endOf('?>', at);
    if (text.startsWith('<![CDATA[', at)) {
      const end = this.#endOf(']]>', at);
      this.#addText(text.slice(at + 9, end - 3));
      return end;
    }
    if (text.startsWith('<!', at)) throw new XmlError('has a document type');
    if (text.startsWith('</', at)) return this.#close(at);
    return this.#begin(at);
  }

  #endOf(mark: string, from: number): number {
    const end = this.#text.indexOf(mark, from);
    if (end === -1) throw new XmlError(`ends before ${mark}`);
    return end + mark.length;
  }

  #addText(piece: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined && piece !== '') open.text += piece;
  }

  #begin(at: number): number {
    const end = tagEnd(this.#text, at);
    const isEmpty = this.#text.charAt(end - 2) === '/';
    const tag = this.#text.slice(at + 1, end - (isEmpty ? 2 : 1));
    const written = /^[^\s/>"'=<]+/.exec(tag)?.[0];
    if (written === undefined) throw new XmlError('has a tag without a name');
    this.#elements += 1;
    if (this.#elements > this.#limits.maxElements) throw new XmlError(`has more than ${this.#limits.maxElements} elements`);
    if (this.#open.length >= this.#limits.maxDepth) throw new XmlError(`has elements more than ${this.#limits.maxDepth} deep`);
    const name = written.slice(written.indexOf(':') + 1);
    this.#open.push({ name, written, attributes: readAttributes(tag.slice(written.length)), text: '', children: [] });
    if (isEmpty) this.#finish();
    return end;
  }

  #close(at: number): number {
    const end = this.#endOf('>', at);
    const written = this.#text.slice(at + 2, end - 1).trim();
    if (this.#open.at(-1)?.written !== written) throw new XmlError(`closes ${written.slice(0, 80)}, which is not open`);
    this.#finish();
    return end;
  }

  #finish(): void {
    const { name, attributes, text, children } = this.#open.pop()!;
    const element = { name, attributes, text: text.trim(), children };
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (this.#root === undefined) this.#root = element;
    else throw new XmlError('has two elements side by side');
  }
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
  throw new XmlError('ends inside a tag');
}

function readAttributes(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  // Sticky: it begins where the one before ended, so that a long tag takes linear time.
  const attribute = /\s*([^\s="'<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  for (let match = attribute.exec(tag); match !== null; match = attribute.exec(tag))
    attributes.set(match[1]!, unescapeXml(match[2] ?? match[3] ?? ''));
  return attributes;
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
