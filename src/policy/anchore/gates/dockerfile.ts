import { type ImageConfig } from '../../../model/image.ts';
import { readableInstruction } from '../../../model/readable-instruction.ts';
import { type AnchoreTrigger, type TriggerAnswer, type TriggerMatch } from '../anchore-trigger.ts';
import { type RuleParameters, splitWords } from '../rule-parameters.ts';

const gates = ['dockerfile'];
const lists = ['whitelist', 'blacklist', 'allowlist', 'denylist'];
const words = [
  'ADD', 'ARG', 'COPY', 'CMD', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD', 'USER', 'RUN', 'SHELL', 'STOPSIGNAL', 'VOLUME', 'WORKDIR',
]; // prettier-ignore
const checks = ['=', '!=', 'exists', 'not_exists', 'like', 'not_like', 'in', 'not_in'];

/** Triggers of the gate `dockerfile`, asked about the image’s own history and configuration, as Anchore does where it has no Dockerfile. */
export const dockerfileTriggers: readonly AnchoreTrigger[] = [
  {
    gates,
    names: ['instruction'],
    parameters: { instruction: words, check: checks, value: 'text', actual_dockerfile_only: 'boolean' },
    required: ['instruction', 'check'],
    judge: ofConfiguration(judgeInstruction),
  },
  {
    gates,
    names: ['effective_user'],
    parameters: { users: 'list', type: lists },
    required: ['users', 'type'],
    judge: ofConfiguration((parameters, { user = '' }) => {
      const name = user === '' ? 'root' : user;
      const names = [name, name.replace(/:.*$/, ''), ...(/^0(?::|$)/.test(name) ? ['root'] : [])];
      const isListed = names.some((each) => parameters.list('users').includes(each));
      return isListed === isAllowing(parameters) ? [] : [{ text: `the image runs as ${name}` }];
    }),
  },
  {
    gates,
    names: ['exposed_ports'],
    parameters: { ports: 'list', type: lists, actual_dockerfile_only: 'boolean' },
    required: ['ports', 'type'],
    judge: ofConfiguration((parameters, { exposedPorts }) => {
      const isListed = (port: string): boolean => parameters.list('ports').some((each) => each === '0' || each === port || each === port.replace(/\/.*$/, ''));
      return exposedPorts.filter((port) => isListed(port) !== isAllowing(parameters)).map((port) => ({ text: `port ${port} is exposed` }));
    }),
  },
  { gates, names: ['no_dockerfile_provided'], parameters: {}, required: [], judge: () => [{ text: 'the image was scanned without its Dockerfile' }] },
]; // prettier-ignore

function ofConfiguration(judge: (parameters: RuleParameters, config: ImageConfig) => TriggerAnswer): AnchoreTrigger['judge'] {
  return (parameters, { report }) => {
    if (parameters.boolean('actual_dockerfile_only') === true) return [];
    const config = report.imageFacts?.config;
    return config === undefined ? { unanswered: 'the target has no image configuration' } : judge(parameters, config);
  };
}

function isAllowing(parameters: RuleParameters): boolean {
  return ['whitelist', 'allowlist'].includes(parameters.text('type') ?? '');
}

/** Values of instructions may hold secrets, so that matches do not repeat them. */
function judgeInstruction(parameters: RuleParameters, config: ImageConfig): TriggerAnswer {
  const [word = '', check = '', value] = [parameters.text('instruction'), parameters.text('check'), parameters.text('value')];
  if (word === 'FROM') return { unanswered: 'FROM is not in the history of an image; check the Dockerfile with pratique lint' };
  const found = instructionsOf(word, config);
  if (check === 'not_exists') return found.length > 0 ? [] : [{ text: `there is no ${word}` }];
  if (check === 'exists') return found.slice(0, 1).map(() => ({ text: `there is ${word}` }));
  if (value === undefined) return [];
  const isAsked = askAbout(check, value);
  if (isAsked === undefined) return { unanswered: `${JSON.stringify(value)} is not a regular expression` };
  const count = found.filter(isAsked).length;
  return count === 0 ? [] : [{ text: `${count} ${word} ${count === 1 ? 'instruction is' : 'instructions are'} as the rule says` } satisfies TriggerMatch];
} // prettier-ignore

function instructionsOf(word: string, { history, hasHealthcheck }: ImageConfig): readonly string[] {
  const written = history.flatMap(({ createdBy = '' }) => {
    const text = readableInstruction(createdBy);
    return text.toUpperCase().startsWith(`${word} `) ? [text.slice(word.length + 1).trim()] : [];
  });
  return word === 'HEALTHCHECK' && !hasHealthcheck ? [] : word === 'HEALTHCHECK' && written.length === 0 ? [''] : written;
}

function askAbout(check: string, value: string): ((text: string) => boolean) | undefined {
  if (check === '=') return (text) => text === value;
  if (check === '!=') return (text) => text !== value;
  if (check === 'in') return (text) => splitWords(value).includes(text);
  if (check === 'not_in') return (text) => !splitWords(value).includes(text);
  try {
    const pattern = new RegExp(`^(?:${value})`);
    return (text) => pattern.test(text) === (check === 'like');
  } catch {
    return undefined;
  }
}
