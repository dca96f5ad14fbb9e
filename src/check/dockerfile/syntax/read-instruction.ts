import { type EscapeCharacter, type Instruction, type Value } from './dockerfile.ts';
import { type JoinedText } from './joined-text.ts';
import { readFlags } from './read-flags.ts';
import { NotStringsError, splitBlanks, splitJson, splitWords } from './split-words.ts';

/** An instruction without what only its surroundings tell. */
export type RawInstruction = Pick<Instruction, 'keyword' | 'word' | 'flags' | 'rest' | 'restAt' | 'isJson' | 'values'> & {
  readonly trigger?: RawInstruction;
};

type Report = (message: string) => void;

/** Divides an instruction into flags and arguments (BuildKit's `newNodeFromLine`). */
export function readInstruction({ text }: JoinedText, escape: EscapeCharacter, report: Report): RawInstruction {
  return readFrom(text, text.length - text.trimStart().length, escape, report, 0);
}

/** ONBUILD ONBUILD is refused, so there is no need to follow it far. */
const deepestTrigger = 4;

function readFrom(text: string, at: number, escape: EscapeCharacter, report: Report, depth: number): RawInstruction {
  const whole = /[\t\v\f\r ]/g;
  whole.lastIndex = at;
  const wordEnd = whole.exec(text)?.index ?? text.length;
  const word = text.slice(at, wordEnd);
  const keyword = word.toUpperCase();
  const { flags, end } = readFlags(text, wordEnd);
  const rest = text.slice(end).trim();
  const restAt = rest === '' ? text.length : end + (text.length - end - text.slice(end).trimStart().length);
  const head = { keyword, word, flags, rest, restAt };
  if (keyword === 'ONBUILD' && rest !== '' && depth < deepestTrigger)
    return { ...head, isJson: false, values: [], trigger: readFrom(text, restAt, escape, report, depth + 1) };
  return { ...head, ...readArguments(keyword, rest, restAt, escape, report) };
}

type Arguments = Pick<RawInstruction, 'isJson' | 'values'>;

function readArguments(keyword: string, rest: string, at: number, escape: EscapeCharacter, report: Report): Arguments {
  if (rest === '') return { isJson: false, values: [] };
  switch (keyword) {
    case 'ADD':
    case 'COPY':
    case 'VOLUME':
      return readJson(rest, at, report) ?? { isJson: false, values: splitBlanks(rest, at) };
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN':
    case 'SHELL':
      return readJson(rest, at, report) ?? { isJson: false, values: [{ text: rest, start: at, end: at + rest.length }] };
    case 'HEALTHCHECK':
      return readHealthcheck(rest, at, report);
    case 'ENV':
    case 'LABEL':
      return { isJson: false, values: readPairs(keyword, rest, at, escape, report) };
    case 'ARG':
      return { isJson: false, values: splitWords(rest, at, escape) };
    case 'EXPOSE':
    case 'FROM':
      return { isJson: false, values: splitBlanks(rest, at) };
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      return { isJson: false, values: [{ text: rest, start: at, end: at + rest.length }] };
    default:
      return { isJson: false, values: [] };
  }
}

function readJson(rest: string, at: number, report: Report): Arguments | undefined {
  try {
    const values = splitJson(rest, at);
    return values === undefined ? undefined : { isJson: true, values };
  } catch (error) {
    if (!(error instanceof NotStringsError)) throw error;
    report('the JSON array holds something other than strings; expected strings only');
    return { isJson: true, values: [] };
  }
}

/** `NONE`, or `CMD` and a command in either form. */
function readHealthcheck(rest: string, at: number, report: Report): Arguments {
  const type = /^\S+/.exec(rest)?.[0] ?? '';
  const command = rest.slice(type.length).trimStart();
  const kind: Value = { text: type, start: at, end: at + type.length };
  if (command === '') return { isJson: false, values: [kind] };
  const start = at + rest.length - command.length;
  const json = readJson(command, start, report);
  if (json !== undefined) return { isJson: true, values: [kind, ...json.values] };
  return { isJson: false, values: [kind, { text: command, start, end: start + command.length }] };
}

/** `key value` is the old form, `key=value …` the new one: the first word decides. Three values a pair: key, value, separator. */
function readPairs(keyword: string, rest: string, at: number, escape: EscapeCharacter, report: Report): readonly Value[] {
  const words = splitWords(rest, at, escape);
  const [first] = words;
  if (first === undefined) return [];
  if (!first.text.includes('=')) {
    const [, key = '', value] = /^([^\t\v\f\r ]+)[\t\v\f\r ]+([^]*)$/.exec(rest) ?? [];
    if (value === undefined) {
      report(`${keyword} has no value; expected ${keyword} key=value`);
      return [];
    }
    const start = at + rest.length - value.length;
    return [
      { text: key, start: at, end: at + key.length },
      { text: value, start, end: at + rest.length },
      { text: '', start, end: start },
    ];
  }
  return words.flatMap(({ text, start, end }) => {
    const equals = text.indexOf('=');
    if (equals < 0) {
      report(`${keyword}: no = in ${JSON.stringify(text.slice(0, 60))}; expected key=value`);
      return [];
    }
    return [
      { text: text.slice(0, equals), start, end: start + equals },
      { text: text.slice(equals + 1), start: start + equals + 1, end },
      { text: '=', start: start + equals, end: start + equals + 1 },
    ];
  });
}
