import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNameFault } from './find-name-fault.ts';

const rules = { known: new Set(['layers', 'config', 'os', 'os.version', 'Labels']), maps: new Set(['Labels', 'annotations']) };
const find = (text: string): string | undefined => findNameFault(Buffer.from(text), rules);

describe('names that readers of JSON take for different members', () => {
  it.each([
    ['{"layers":[],"Layers":[]}', 'has "Layers", which some programs read as "layers"'],
    ['{"LAYERS":[]}', 'has "LAYERS", which some programs read as "layers"'],
    ['{"layer\u017f":[]}', 'has "layer\u017f", which some programs read as "layers"'],
    ['{"layer\\u017f":[]}', 'has "layer\u017f", which some programs read as "layers"'],
    ['{"l\\u0061yers":[],"layers":[]}', 'has "layers" twice in one object'],
    ['[{"a":{"b":1,"b":2}}]', 'has "b" twice in one object'],
    ['{"a":[{"OS.version":"1"}]}', 'has "OS.version", which some programs read as "os.version"'],
    ['{"Labels":{"a":"1","a":"2"}}', 'has "a" twice in one object'],
    ['{"labels":{}}', 'has "labels", which some programs read as "Labels"'],
    ['{"x":"{\\"layers\\"","layers":1,"layers":2}', 'has "layers" twice in one object'],
  ])('%s', (text, expected) => {
    expect(find(text)).toBe(expected);
  });

  it.each([
    '{"layers":[],"config":{"layers":1}}',
    '{"Labels":{"a":"1","A":"2","Layers":"x","LAYERS":"y"}}',
    '{"annotations":{"OS":"linux","os":"linux"}}',
    '{"layers":"Layers","config":"config"}',
    '[["layers","layers"],{"layers":{"layers":{}}}]',
    '{"size":1,"Size":2}',
    '"layers"',
    '{}',
  ])('%s has none', (text) => {
    expect(find(text)).toBeUndefined();
  });

  it('has no exception but data: a member of a map is no map again', () => {
    expect(find('{"annotations":{"Labels":{"os":1,"OS":2}}}')).toBe('has "OS", which some programs read as "os"');
  });

  it('has none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => /os|config|layers|labels/i.test(JSON.stringify(value)) || find(JSON.stringify(value)) === undefined,
      ),
    );
  });
});
