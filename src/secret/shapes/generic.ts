import { entropyOf } from '../engine/entropy.ts';
import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { fileClassOf } from './file-class.ts';
import { isStandIn, makeValueReader, type WrittenValue } from './read-value.ts';
import { shapeRule } from './shape-rule.ts';

const advice =
  'If it is in use, change it where it is checked, and give it to the program at run time: a secret mount or an environment variable.';
const references = ['https://docs.docker.com/build/building/secrets/', 'https://cwe.mitre.org/data/definitions/798.html'];

/** A shorter value is no secret worth the noise. */
const minValueBytes = 8;

/** A random value under a name that says it is a secret, of nobody known. */
export const genericSecret: SecretRule = shapeRule({
  id: 'generic-api-key',
  title: 'Random value named as a secret',
  severity: 'medium',
  advice,
  references,
  aliases: ['gitleaks:generic-api-key'],
  keywords: [
    'token',
    'secret',
    'apikey',
    'api_key',
    'api-key',
    'access_key',
    'accesskey',
    'auth_key',
    'authkey',
    'private_key',
    'privatekey',
    'encryption_key',
    'encryptionkey',
    'signing_key',
    'signingkey',
    'master_key',
    'masterkey',
    'account_key',
    'accountkey',
    'app_key',
    'appkey',
    'credential',
  ],
  find: findNamed(isRandom),
  isGeneric: true,
  sample: (seed) => `SERVICE_API_KEY=${(seed + 60_466_176).toString(36)}q7Lw2kz9XbTr4Vn8\n`,
});

/** A password that is written down. */
export const genericPassword: SecretRule = shapeRule({
  id: 'generic-password',
  title: 'Password in plain text',
  severity: 'medium',
  advice,
  references,
  keywords: ['password', 'passwd', 'passphrase', 'pwd', '_pass'],
  files: (path) => fileClassOf(path) !== 'prose',
  find: findNamed(isPassword),
  isGeneric: true,
  sample: (seed) => `DB_PASSWORD=q7Lw2kz9-${seed}\n`,
});

/** What may follow the word in its name. */
const suffix =
  /^[-_.]?(?:value|plain|text|raw|string|str|prod|production|dev|development|staging|test|live|default|base64|b64|hex|encoded|key|id_token|token|\d{1,2})?$/i;
/** Words before it that make it the name of something else. */
const otherThings: ReadonlySet<string> = new Set(
  'public pub csrf xsrf max min num next page cancel continuation primary foreign sort partition cache pagination sync reset forgot confirm repeat show hide toggle is has no use hashed hash encrypted id'.split(
    ' ',
  ),
);
const maxNameBytes = 48;

function findNamed(
  isSecret: (written: WrittenValue) => boolean,
): (text: Text, at: number, keywordLength: number) => ValuePlace | undefined {
  const readAssigned = makeValueReader(minValueBytes);
  return (text, at, keywordLength) => {
    const written = readAssigned(text, at);
    if (written === undefined || !isNameOfSecret(text, at, keywordLength)) return undefined;
    if (isStandIn(written.value) || !isSecret(written)) return undefined;
    if (isListed(text, at, keywordLength, written)) return undefined;
    return { start: written.start, end: written.end };
  };
}

function isNameOfSecret({ bytes, end }: Text, at: number, keywordLength: number): boolean {
  const after = Buffer.from(bytes.subarray(at, Math.min(end, at + maxNameBytes))).toString('latin1');
  const before = Buffer.from(bytes.subarray(Math.max(0, at - keywordLength - maxNameBytes), at - keywordLength)).toString('latin1');
  const [rest = ''] = /^[\w.-]*/.exec(after) ?? [];
  const [lead = ''] = /[\w.-]*$/.exec(before) ?? [];
  return suffix.test(rest) && !otherThings.has(lastWordOf(lead));
}

/** `csrf` of `next_csrf-` and of `nextCsrf`. */
function lastWordOf(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[-_.]/);
  return words.filter((word) => word !== '').at(-1) ?? '';
}

/** What a comma parts from the name is the next item of a list, unless the two are arguments of a call: `set("NAME", "value")`. */
function isListed({ bytes }: Text, at: number, keywordLength: number, { start, isQuoted }: WrittenValue): boolean {
  if (!bytes.subarray(at, start).includes(0x2c)) return false;
  const before = Buffer.from(bytes.subarray(Math.max(0, at - keywordLength - maxNameBytes), at - keywordLength)).toString('latin1');
  return !isQuoted || !/\([ \t]?['"][\w.-]*$/.test(before);
}

function isRandom({ value }: WrittenValue): boolean {
  if (isUuid(value)) return entropyOf(value) >= 2.8;
  if (value.length < 16 || !/^[\w+/=.~:!@#%^*-]+$/.test(value) || entropyOf(value) < 3.5) return false;
  if (/^(?:https?:|[./~]|sha\d+[:-])/.test(value) || /^(?:\w+[.:/])+\w*[a-z]{3}$/i.test(value) || isAlphabet(value)) return false;
  return value.split(/[-_.:/]/).some(isRandomPart);
}

/** Words and numbers are names of things; random text has both in one. */
function isRandomPart(part: string): boolean {
  return part.length >= 10 && /\d.*\d/.test(part) && /[A-Za-z].*[A-Za-z]/.test(part) && entropyOf(part) >= 2.5;
}

function isAlphabet(value: string): boolean {
  return /abcdefgh|ABCDEFGH|01234567|12345678/.test(value);
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
}

function isPassword({ value }: WrittenValue): boolean {
  if (value.length < 8 || !/^[\x21-\x7e]+$/.test(value) || entropyOf(value) < 2.7) return false;
  if (/^(?:https?:|[./~]\S*\/|[\w.]+\(|this\.|self\.|process\.|os\.|env\.|args?\.|config\.|options?\.)/i.test(value)) return false;
  if (/[()[\]{}]/.test(value) || /^[A-Za-z_.]+$/.test(value)) return false;
  return /[A-Za-z]/.test(value) && /[\d\W]/.test(value.replaceAll(/[-_.]/g, ''));
}
