import { createHash } from 'node:crypto';
import { PratiqueError } from '../../model/pratique-error.ts';
import { escapeXml } from '../../lib/xml/escape-xml.ts';

/** What templates compute with: values of JSON. */
export type Value = string | number | boolean | undefined | readonly Value[] | { readonly [key: string]: Value };

export interface FunctionContext {
  readonly now: Date;
  readonly toolVersion: string;
  /** Of the variables that `getEnv` may read. */
  readonly variables: ReadonlyMap<string, string>;
}

type TemplateFunction = (arguments_: readonly Value[], context: FunctionContext) => Value;

/** Longer results would be made only to use up memory. */
const maxCharacters = 1_000_000;

/** Go's own functions, Trivy's, and those of Sprig that its users' templates have. Arguments are in Go's order: the piped value is the last. */
const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', (values) => values.find((value) => !isTrue(value)) ?? values.at(-1)],
  ['or', (values) => values.find(isTrue) ?? values.at(-1)],
  ['not', ([value]) => !isTrue(value)],
  ['eq', ([first, ...others]) => others.some((other) => other === first)],
  ['ne', ([a, b]) => a !== b],
  ['lt', ([a, b]) => compare(a, b) < 0],
  ['le', ([a, b]) => compare(a, b) <= 0],
  ['gt', ([a, b]) => compare(a, b) > 0],
  ['ge', ([a, b]) => compare(a, b) >= 0],
  ['len', ([value]) => lengthOf(value)],
  ['index', ([value, ...keys]) => keys.reduce<Value>((inner, key) => memberOf(inner, key), value)],
  ['slice', ([value, from, to]) => (typeof value === 'string' || Array.isArray(value) ? value.slice(toNumber(from), to === undefined ? undefined : toNumber(to)) : undefined)],
  ['print', (values) => values.map(show).join('')],
  ['println', (values) => `${values.map(show).join(' ')}\n`],
  ['printf', ([format, ...values]) => formatText(show(format), values)],
  ['html', ([value]) => escapeXml(show(value))],
  ['js', ([value]) => JSON.stringify(show(value)).slice(1, -1)],
  ['urlquery', ([value]) => encodeURIComponent(show(value))],
  ['escapeXML', ([value]) => escapeXml(show(value))],
  ['escapeString', ([value]) => escapeXml(show(value))],
  ['endWithPeriod', ([value]) => (show(value).endsWith('.') ? show(value) : `${show(value)}.`)],
  ['toLower', ([value]) => show(value).toLowerCase()],
  ['lower', ([value]) => show(value).toLowerCase()],
  ['upper', ([value]) => show(value).toUpperCase()],
  ['title', ([value]) => show(value).replace(/\b\w/g, (letter) => letter.toUpperCase())],
  ['trim', ([value]) => show(value).trim()],
  ['trimSuffix', ([end, value]) => (show(value).endsWith(show(end)) ? show(value).slice(0, show(value).length - show(end).length) : show(value))],
  ['trimPrefix', ([start, value]) => (show(value).startsWith(show(start)) ? show(value).slice(show(start).length) : show(value))],
  ['replace', ([old, fresh, value]) => show(value).replaceAll(show(old), show(fresh)).slice(0, maxCharacters)],
  ['contains', ([part, value]) => show(value).includes(show(part))],
  ['hasPrefix', ([start, value]) => show(value).startsWith(show(start))],
  ['hasSuffix', ([end, value]) => show(value).endsWith(show(end))],
  ['join', ([between, value]) => (Array.isArray(value) ? value.map(show).join(show(between)) : show(value))],
  ['splitList', ([between, value]) => show(value).split(show(between))],
  ['list', (values) => values],
  ['append', ([value, more]) => [...(Array.isArray(value) ? (value as readonly Value[]) : []), more]],
  ['first', ([value]) => (Array.isArray(value) ? (value[0] as Value) : undefined)],
  ['last', ([value]) => (Array.isArray(value) ? (value.at(-1) as Value) : undefined)],
  ['default', ([other, value]) => (isTrue(value) ? value : other)],
  ['empty', ([value]) => !isTrue(value)],
  ['ternary', ([yes, no, condition]) => (isTrue(condition) ? yes : no)],
  ['coalesce', (values) => values.find(isTrue)],
  ['quote', (values) => values.map((value) => JSON.stringify(show(value))).join(' ')],
  ['squote', (values) => values.map((value) => `'${show(value)}'`).join(' ')],
  ['toJson', ([value]) => JSON.stringify(value ?? null)],
  ['toString', ([value]) => show(value)],
  ['int', ([value]) => Math.trunc(toNumber(value))],
  ['add', (values) => values.reduce<number>((sum, value) => sum + toNumber(value), 0)],
  ['sum', (values) => values.reduce<number>((sum, value) => sum + toNumber(value), 0)],
  ['add1', ([value]) => toNumber(value) + 1],
  ['sub', ([a, b]) => toNumber(a) - toNumber(b)],
  ['mul', (values) => values.reduce<number>((product, value) => product * toNumber(value), 1)],
  ['abbrev', ([width, value]) => abbreviate(toNumber(width), show(value))],
  ['trunc', ([width, value]) => show(value).slice(0, toNumber(width))],
  ['nospace', ([value]) => show(value).replace(/\s/g, '')],
  ['sha1sum', ([value]) => createHash('sha1').update(show(value)).digest('hex')],
  ['sha256sum', ([value]) => createHash('sha256').update(show(value)).digest('hex')],
  ['regexFind', ([pattern, value]) => findPattern(show(pattern), show(value))?.[0] ?? ''],
  ['regexMatch', ([pattern, value]) => findPattern(show(pattern), show(value)) !== undefined],
  ['now', (_, { now }) => now.toISOString()],
  ['getCurrentTime', (_, { now }) => now.toISOString()],
  ['appVersion', (_, { toolVersion }) => toolVersion],
  ['date', ([layout, value]) => formatDate(show(layout), show(value))],
  ['substr', ([from, to, value]) => show(value).slice(Math.max(0, toNumber(from)), toNumber(to) < 0 ? undefined : toNumber(to))],
  ['sourceID', ([value]) => show(value)],
  ['env', ([name], { variables }) => variables.get(show(name)) ?? ''],
  ['getEnv', ([name], { variables }) => variables.get(show(name)) ?? ''],
]); // prettier-ignore

/** Functions of Sprig and Go that exist there, and are left out here: they read files or the network, make keys, or nobody has needed them. */
const leftOut: ReadonlySet<string> = new Set('call expandenv getHostByName genPrivateKey genCA genSelfSignedCert genSignedCert encryptAES decryptAES randAlpha randAlphaNum randNumeric uuidv4 htpasswd bcrypt tpl include lookup dict get set unset hasKey pluck keys pick omit merge dateInZone duration ago toDate b64enc b64dec regexReplaceAll regexFindAll regexSplit indent nindent repeat wrap plural snakecase camelcase kebabcase untilStep until seq uniq without has prepend concat reverse sortAlpha max min floor ceil round mod div kindOf typeOf semver semverCompare fail'.split(' ')); // prettier-ignore

/** Throws what `fault` makes of the message for a function that templates here do not have. */
export function assertFunction(name: string, fault: (message: string) => Error): void {
  if (functions.has(name)) return;
  throw fault(leftOut.has(name) ? `function "${name}" is not supported here` : `function "${name}" is not defined`);
}

export function callFunction(name: string, values: readonly Value[], context: FunctionContext): Value {
  const called = functions.get(name);
  if (called === undefined) throw new Error(`no function ${name}`);
  return called(values, context);
}

/** Go: empty values are false. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' ? Object.keys(value).length > 0 : value !== undefined && value !== '' && value !== 0 && value !== false;
}

/** As Go prints it. */
export function show(value: Value): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  return Array.isArray(value) ? `[${value.map((each: Value) => show(each)).join(' ')}]` : JSON.stringify(value);
}

/** A member that is not there is empty, as a field of Go's structures is. */
export function memberOf(value: Value, key: Value): Value {
  if (Array.isArray(value)) return typeof key === 'number' ? (value[key] as Value) : undefined;
  const name = show(key);
  return typeof value === 'object' && Object.hasOwn(value, name) ? (value as Readonly<Record<string, Value>>)[name] : undefined;
}

function lengthOf(value: Value): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' ? Object.keys(value).length : 0;
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return show(a) < show(b) ? -1 : show(a) > show(b) ? 1 : 0;
}

function toNumber(value: Value): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

function formatText(format: string, values: readonly Value[]): string {
  let at = 0;
  return format.replace(/%(%|[-+#0-9.]*[vsdqfgtx])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = values[at++];
    const kind = verb.at(-1);
    if (kind === 'q') return JSON.stringify(show(value));
    if (kind === 'd') return String(Math.trunc(toNumber(value)));
    if (kind === 'f') return toNumber(value).toFixed(Math.min(20, Number(/\.(\d+)/.exec(verb)?.[1] ?? 6)));
    return kind === 'x' ? toNumber(value).toString(16) : show(value);
  });
}

function abbreviate(width: number, text: string): string {
  return width < 4 || text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

/** Of a text in which a pattern is looked for; with at most two open quantifiers, that is at most a few million steps. */
const searchedCharacters = 2_000;

/** Throws USAGE for a pattern that could take long: a repeated group, or more than two open quantifiers. */
function findPattern(pattern: string, text: string): RegExpExecArray | undefined {
  const bare = pattern.replace(/\\.|\[[^\]]*\]/g, 'x');
  const open = bare.match(/[*+]|\{\d+,\}/g) ?? [];
  if (/\)[*+{]|\(\?/.test(bare) || open.length > 2)
    throw new PratiqueError('USAGE', `the pattern ${JSON.stringify(pattern.slice(0, 80))} of a template is not supported here`, {
      hint: 'use a pattern without repeated groups',
    });
  return compile(pattern).exec(text.slice(0, searchedCharacters)) ?? undefined;
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch (cause) {
    throw new PratiqueError('USAGE', `${JSON.stringify(pattern.slice(0, 80))} is not a pattern`, { cause, hint: 'correct the template' });
  }
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Go writes a layout as the date Mon Jan 2 15:04:05 2006; the time is UTC. What is none of its parts stays. */
function formatDate(layout: string, value: string): string {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return '';
  const iso = time.toISOString();
  const parts = new Map([
    ['2006', iso.slice(0, 4)],
    ['01', iso.slice(5, 7)],
    ['02', iso.slice(8, 10)],
    ['15', iso.slice(11, 13)],
    ['04', iso.slice(14, 16)],
    ['05', iso.slice(17, 19)],
    ['Jan', months[time.getUTCMonth()] ?? ''],
    ['Z07:00', 'Z'],
    ['MST', 'UTC'],
  ]);
  return layout.replace(/2006|Jan|MST|Z07:00|01|02|15|04|05|\.9+|\.0+/g, (part) => parts.get(part) ?? iso.slice(19, 23));
}
