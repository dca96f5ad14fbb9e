const longestTitle = 200;
const longestDescription = 1000;
const mostWeaknesses = 8;
const longestReference = 2048;
const mostReferences = 4;
const secondsLength = '2026-09-10T03:51:02'.length;

/** A first line to recognise the record by; longer ones end in `…`. `undefined` for nothing but white space. */
export function boundTitle(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const start = text.slice(0, longestTitle * 4).trimStart();
  const newline = start.indexOf('\n');
  const line = (newline === -1 ? start : start.slice(0, newline)).trim();
  if (line === '') return undefined;
  if (line.length <= longestTitle) return line;
  const blank = line.lastIndexOf(' ', longestTitle - 1);
  return `${line.slice(0, blank > longestTitle / 2 ? blank : longestTitle - 1)}…`;
}

/**
 * The text itself up to a thousand characters, at the end of a word; longer ones end in `…`. Blank lines are one, and characters that no page shows are
 * left out. `undefined` for nothing more than the title says.
 */
export function boundDescription(text: string | undefined, title: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const plain = text
    .slice(0, longestDescription * 2)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\0-\x09\x0b-\x1f\x7f]/g, ' ')
    .replaceAll(/[ \n]*\n[ ]*\n[ \n]*/g, '\n\n')
    .trim();
  if (plain === '' || plain === title) return undefined;
  if (plain.length <= longestDescription) return plain;
  const blank = plain.slice(0, longestDescription - 1).search(/\s\S*$/);
  return `${plain.slice(0, blank > longestDescription / 2 ? blank : longestDescription - 1)}…`;
}

/** Ids of weaknesses, `CWE-79`, each once. */
export function boundWeaknesses(ids: Iterable<unknown>): readonly string[] {
  const kept = new Set<string>();
  for (const id of ids) if (typeof id === 'string' && /^CWE-\d{1,5}$/.test(id) && kept.size < mostWeaknesses) kept.add(id);
  return [...kept];
}

/** The first few that are http(s) and of sane length; the rest is on the pages these lead to. */
export function boundReferences(urls: Iterable<string>): readonly string[] {
  const kept: string[] = [];
  for (const url of urls) {
    if (kept.length === mostReferences) break;
    if (isWebAddress(url) && !kept.includes(url)) kept.push(url);
  }
  return kept;
}

/** Checked by prefix and characters: parsing a million addresses costs more than reading the feed. */
function isWebAddress(url: string): boolean {
  if (url.length > longestReference || !(url.startsWith('https://') || url.startsWith('http://'))) return false;
  for (let at = 0; at < url.length; at++) {
    const code = url.charCodeAt(at);
    if (code <= 0x20 || code === 0x7f || code === 0x22 || code === 0x3c || code === 0x3e) return false;
  }
  return url.length > 'https://'.length;
}

/**
 * RFC 3339 in UTC to the second. Publishers write up to nine decimals, which sort wrongly as text and are of no use; placeholders of
 * the year 1 are no date. `undefined` for what is not a date.
 */
export function boundDate(date: string | undefined): string | undefined {
  if (date === undefined || date.length < secondsLength || date.length > 40 || !isDateTime(date) || date.startsWith('000'))
    return undefined;
  if (date.endsWith('Z')) return `${date.slice(0, secondsLength)}Z`;
  const parsed = Date.parse(date);
  return Number.isNaN(parsed) ? undefined : `${new Date(parsed).toISOString().slice(0, secondsLength)}Z`;
}

function isDateTime(date: string): boolean {
  for (let at = 0; at < secondsLength; at++) {
    const code = date.charCodeAt(at);
    const shape = dateShape.charCodeAt(at);
    if (shape === 0x30 ? code < 0x30 || code > 0x39 : code !== shape) return false;
  }
  return true;
}

const dateShape = '0000-00-00T00:00:00';
