import { endOfString } from './parse-json-bounded.ts';

export interface NameRules {
  /** Names that readers look for, as they are spelled. */
  readonly known: ReadonlySet<string>;
  /** Members whose own members are data, such as labels: their names may differ in case only. */
  readonly maps: ReadonlySet<string>;
}

/**
 * Finds a name for which readers of JSON disagree: one that an object has twice, or one that differs from a known name in case only. Go's
 * encoding/json takes the last member whose name is equal under simple folding, and most other readers the last or the first of the very name.
 * `bytes` are valid JSON. Returns what is wrong; linear in the input.
 */
export function findNameFault(bytes: Uint8Array, { known, maps }: NameRules): string | undefined {
  const knownByFold = new Map([...known].map((name) => [fold(name), name]));
  const text = new TextDecoder('utf-8', { ignoreBOM: true });
  const open: Scope[] = [];
  let name: string | undefined;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    const scope = open.at(-1);
    if (byte === quote) {
      const end = endOfString(bytes, at + 1);
      if (scope?.isKeyNext === true) {
        name = readName(text.decode(bytes.subarray(at, end + 1)));
        scope.isKeyNext = false;
        if (scope.names.has(name)) return `has ${JSON.stringify(name.slice(0, 80))} twice in one object`;
        scope.names.add(name);
        const spelled = scope.isMap ? name : (knownByFold.get(fold(name)) ?? name);
        if (spelled !== name) return `has ${JSON.stringify(name.slice(0, 80))}, which some programs read as ${JSON.stringify(spelled)}`;
      }
      at = end;
    } else if (byte === openBrace) {
      open.push({
        names: new Set(),
        isKeyNext: true,
        isObject: true,
        isMap: scope?.isObject === true && !scope.isMap && maps.has(name ?? ''),
      });
    } else if (byte === openBracket) open.push({ names: none, isKeyNext: false, isObject: false, isMap: false });
    else if (byte === closeBrace || byte === closeBracket) open.pop();
    else if (byte === comma && scope?.isObject === true) scope.isKeyNext = true;
  }
  return undefined;
}

interface Scope {
  readonly names: Set<string>;
  readonly isObject: boolean;
  readonly isMap: boolean;
  isKeyNext: boolean;
}

const none = new Set<string>();

function readName(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

/** As Go's encoding/json compares names, as far as letters of known names are concerned: the long s and the Kelvin sign fold to s and k. */
function fold(name: string): string {
  return name.replaceAll('\u017f', 's').toLowerCase();
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
