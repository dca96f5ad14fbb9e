import { type Instruction } from './dockerfile.ts';
import { readHeredoc } from './find-heredocs.ts';

/** Flags that the builder knows, by instruction (Dockerfile reference). */
const knownFlags: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['ADD', new Set(['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'exclude', 'unpack'])],
  ['COPY', new Set(['from', 'chown', 'chmod', 'link', 'parents', 'exclude'])],
  ['FROM', new Set(['platform'])],
  ['HEALTHCHECK', new Set(['interval', 'timeout', 'start-period', 'start-interval', 'retries'])],
  ['RUN', new Set(['mount', 'network', 'security', 'device'])],
]);
/** Flags that may stand without a value, and those that may be repeated. */
const switches: ReadonlySet<string> = new Set(['link', 'keep-git-dir', 'parents', 'unpack']);
const repeatable: ReadonlySet<string> = new Set(['mount', 'exclude', 'device']);
const durationFlags: ReadonlySet<string> = new Set(['interval', 'timeout', 'start-period', 'start-interval']);

/** What the builder refuses in one instruction: each message says what is wrong and what was expected. */
export function* checkInstruction(instruction: Instruction): Iterable<string> {
  const { keyword, trigger } = instruction;
  if (!keywords.has(keyword)) {
    yield `unknown instruction ${JSON.stringify(instruction.word.slice(0, 40))}; expected FROM, RUN, COPY or another instruction`;
    return;
  }
  yield* checkFlags(instruction);
  yield* checkArguments(instruction);
  if (trigger === undefined) return;
  if (trigger.keyword === 'ONBUILD') yield 'ONBUILD holds another ONBUILD; expected an instruction for the child build';
  else yield* checkInstruction(trigger);
}

export const keywords: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);

function* checkFlags({ keyword, flags }: Instruction): Iterable<string> {
  const known = knownFlags.get(keyword);
  const seen = new Set<string>();
  for (const { name, value, text } of flags) {
    const shown = text.slice(0, 60);
    if (known?.has(name) !== true)
      yield `${keyword} has no flag ${shown}${known === undefined ? '' : `; expected --${[...known].join(', --')}`}`;
    else if (value === undefined && !switches.has(name)) yield `--${name} has no value; expected --${name}=…`;
    else if (seen.has(name) && !repeatable.has(name)) yield `--${name} is given twice; expected it once`;
    else if (switches.has(name) && value !== undefined && !/^(?:true|false|1|0|t|f)$/i.test(value)) yield `${shown} is not true or false`;
    else if (durationFlags.has(name) && !/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$|^0$/.test(value ?? ''))
      yield `${shown} is not a duration; expected one such as 30s`;
    else if (name === 'retries' && !/^\d+$/.test(value ?? '')) yield `${shown} is not a number`;
    seen.add(name);
  }
}

function* checkArguments(instruction: Instruction): Iterable<string> {
  const { keyword, values, rest } = instruction;
  switch (keyword) {
    case 'ADD':
    case 'COPY':
      yield* checkCopy(instruction);
      return;
    case 'FROM':
      yield* checkFrom(instruction);
      return;
    case 'HEALTHCHECK':
      yield* checkHealthcheck(instruction);
      return;
    case 'ARG':
    case 'ENV':
    case 'LABEL':
      yield* checkNames(instruction);
      return;
    case 'EXPOSE':
    case 'ONBUILD':
    case 'VOLUME':
      if (rest === '') yield `${keyword} has no argument; expected at least one`;
      else if (values.some(({ text }) => text === '')) yield `${keyword} has an empty argument`;
      return;
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      if (rest === '') yield `${keyword} has no argument; expected one`;
      return;
    case 'SHELL':
      if (!instruction.isJson) yield 'SHELL is not in JSON form; expected SHELL ["executable", "parameter"]';
      else if (values.length === 0) yield 'SHELL has no argument; expected at least one';
      return;
    case 'RUN':
      if (values.length === 0 && instruction.heredocs.length === 0) yield 'RUN has no command; expected one';
      return;
    default:
  }
}

function* checkCopy({ keyword, values }: Instruction): Iterable<string> {
  if (values.length < 2)
    yield `${keyword} has ${values.length === 0 ? 'no arguments' : 'one argument'}; expected a source and a destination`;
  else if (readHeredoc(values.at(-1)!.text) !== undefined) yield `${keyword} has a here-document as its destination; expected a path`;
}

function* checkFrom({ values }: Instruction): Iterable<string> {
  if (values.length !== 1 && values.length !== 3) {
    yield `FROM has ${values.length === 0 ? 'no image' : `${values.length} arguments`}; expected FROM image or FROM image AS name`;
    return;
  }
  const [, as, name] = values;
  if (as === undefined || name === undefined) return;
  if (as.text.toUpperCase() !== 'AS') yield `FROM has ${JSON.stringify(as.text.slice(0, 40))} after the image; expected AS name`;
  else if (!/^[a-z][a-z0-9._-]*$/.test(name.text.toLowerCase()))
    yield `${JSON.stringify(name.text.slice(0, 40))} is not a stage name; expected a letter, then letters, digits, - _ or .`;
}

function* checkHealthcheck({ values }: Instruction): Iterable<string> {
  const [type, ...command] = values;
  const kind = type?.text.toUpperCase();
  if (kind === undefined) yield 'HEALTHCHECK has no argument; expected NONE or CMD command';
  else if (kind !== 'NONE' && kind !== 'CMD')
    yield `HEALTHCHECK has the type ${JSON.stringify(type!.text.slice(0, 40))}; expected NONE or CMD`;
  else if (kind === 'NONE' && command.length > 0) yield 'HEALTHCHECK NONE takes no arguments';
  else if (kind === 'CMD' && command.length === 0) yield 'HEALTHCHECK CMD has no command; expected one';
}

function* checkNames({ keyword, values, rest }: Instruction): Iterable<string> {
  if (rest === '') yield `${keyword} has no argument; expected ${keyword === 'ARG' ? 'a name' : 'key=value'}`;
  const names =
    keyword === 'ARG' ? values.map(({ text }) => text.split('=', 1)[0]) : values.filter((_, at) => at % 3 === 0).map(({ text }) => text);
  if (names.includes('')) yield `${keyword} has an empty name`;
}
