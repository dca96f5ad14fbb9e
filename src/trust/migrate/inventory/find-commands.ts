import { type FoundInText } from './inventory-finding.ts';

interface CommandPattern {
  readonly pattern: RegExp;
  readonly describe: (match: RegExpExecArray) => Omit<FoundInText, 'line'>;
}

/** What can precede a command: an operator, or a command that runs another. */
const start = String.raw`(?:^|[;&|($\`"'\[]|(?:^|\s)(?:sudo|then|do|else|time|exec|run|sh|call|-|\w+=\S*)\s)\s*`;

const signing = new Set([
  'sign',
  'revoke',
  'key',
  'signer',
  'init',
  'add',
  'addhash',
  'publish',
  'remove',
  'delete',
  'delegation',
  'witness',
]);

const patterns: readonly CommandPattern[] = [
  {
    pattern: new RegExp(`${start}docker\\s+trust\\s+(sign|revoke|inspect|view|key|signer)\\b(\\s+(?:generate|load|add|remove))?`),
    describe: ([, verb = '', second = '']) => ({
      kind: 'command',
      sets: `docker trust ${verb}${second.replace(/\s+/, ' ')}`,
      meaning: signing.has(verb) ? 'signs with Content Trust, or manages its keys' : 'reads Content Trust signatures',
      action: `use pratique trust ${verb === 'view' ? 'inspect' : verb}${second.replace(/\s+/, ' ')} while the server runs (Docker 29 has no docker trust), then pratique ${signing.has(verb) ? 'sign' : 'verify'}`,
    }),
  },
  {
    pattern: new RegExp(
      `${start}notary(?:\\s+(?:-\\w|--[\\w-]+)(?:[\\s=]+[^-\\s]\\S*)?)*\\s+(init|add|addhash|publish|sign|verify|list|lookup|remove|delete|key|delegation|witness|status|reset)\\s`,
    ),
    describe: ({ 1: verb = '', index, input }) => ({
      kind: 'command',
      sets: `notary ${verb}`,
      ...serverOf(input.slice(index)),
      meaning: signing.has(verb) ? 'signs with the notary client, or manages its keys' : 'reads signatures with the notary client',
      action: `use pratique trust ${verb === 'lookup' ? 'inspect' : verb === 'addhash' ? 'sign' : verb} while the server runs, then pratique ${signing.has(verb) ? 'sign' : 'verify'}`,
    }),
  },
  {
    pattern: /--disable-content-trust(?:[=\s]["']?(true|false|1|0)\b)?/,
    describe: ([, value = 'true']) => {
      const isOn = value === 'false' || value === '0';
      return {
        kind: 'switch',
        sets: `--disable-content-trust=${value}`,
        state: isOn ? 'on' : 'off',
        meaning: isOn
          ? 'makes Docker before 29 verify this image; Docker 29 and later ignores it'
          : 'turns Content Trust off for one command',
        action: isOn ? 'verify first: pratique verify --enforce IMAGE' : 'remove it: Docker 29 has no Content Trust to disable',
      };
    },
  },
  {
    pattern: /\baz\s+acr\s+config\s+content-trust\s+update\b(.*)/,
    describe: ([, rest = '']) => ({
      kind: 'registry setting',
      sets: 'az acr config content-trust update',
      state: rest.includes('enabled') ? 'on' : 'off',
      server: 'azurecr.io',
      meaning: 'turns Content Trust of an Azure Container Registry on or off',
      action: 'sign with pratique sign --scheme notation, and remove the call before 2028-03-31',
    }),
  },
  {
    pattern: /--with-notary\b|--set(?:-string)?[\s=]["']?notary\.enabled=true/,
    describe: ([sets]) => ({
      kind: 'notary server',
      sets,
      state: 'on',
      meaning: 'installs Harbor with a Notary server, which Harbor removed in 2.9',
      action: 'export its signatures before you upgrade Harbor, then sign with pratique sign',
    }),
  },
];

/** The server that the notary client is told to use, wherever the option stands. */
function serverOf(command: string): Pick<FoundInText, 'server'> {
  const server = /\s(?:-s|--server)(?:\s+|=)["']?(?:https?:\/\/)?([\w.-]+(?::\d+)?)/i.exec(command)?.[1];
  return server === undefined ? {} : { server: server.toLowerCase() };
}

/** Commands of Content Trust in one line of a script. */
export function findCommands(text: string, line: number): readonly FoundInText[] {
  return patterns.flatMap(({ pattern, describe }) => {
    const matches = text.matchAll(new RegExp(pattern, 'gi'));
    return [...matches].map((match) => ({ line, ...describe(match) }));
  });
}
