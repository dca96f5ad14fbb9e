import { itemsOf, type LocatedYaml, memberOf, textOf } from '../../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../../lib/yaml/location-of.ts';
import { isPlainSecret } from '../../container/is-plain-secret.ts';
import { exampleService } from '../../container/container.ts';
import { isSecretName } from '../../dockerfile/find/secret-names.ts';
import { parseEnvironment } from '../compose-project.ts';
import { type ComposeRule } from '../compose-rule.ts';

const references = ['https://docs.docker.com/compose/how-tos/use-secrets/'];
const shared = { kind: 'misconfiguration', references, aliases: [] } as const;

export const unusedSecret: ComposeRule = {
  ...shared,
  id: 'unused-secret',
  title: 'No service uses a secret',
  rationale: 'A secret that nobody needs any more is seldom changed, and still opens what it opened.',
  remediation: 'Remove it from the file, and revoke it.',
  severity: 'low',
  examples: {
    bad: ['services:\n  app:\n    image: a:1\nsecrets:\n  db:\n    file: ./db.txt\n'],
    good: ['services:\n  app:\n    image: a:1\n    secrets: [db]\nsecrets:\n  db:\n    file: ./db.txt\n', 'services:\n  app:\n    build:\n      context: .\n      secrets:\n        - source: db\nsecrets:\n  db:\n    file: ./db.txt\n'],
  },
  *check({ secrets, services }) {
    const used = new Set(services.flatMap(({ node }) => [memberOf(node, 'secrets'), memberOf(node, 'build', 'secrets')]).flatMap(itemsOf).map(nameOf));
    for (const [name, { at }] of secrets)
      if (!used.has(name)) yield { message: `no service uses the secret ${name}`, location: locationOf(at), key: name };
  },
}; // prettier-ignore

export const readableSecret: ComposeRule = {
  ...shared,
  id: 'readable-secret',
  title: 'Every user of a container can read a secret',
  rationale: 'A process that runs as another user than the service, such as one that was broken into, reads it as well.',
  remediation: 'Set mode: 0400, and uid to the user of the service.',
  severity: 'low',
  examples: {
    bad: ['services:\n  app:\n    image: a:1\n    secrets:\n      - source: db\n        mode: 0444\nsecrets:\n  db:\n    file: ./db.txt\n'],
    good: ['services:\n  app:\n    image: a:1\n    secrets:\n      - source: db\n        uid: "1000"\n        mode: 0400\nsecrets:\n  db:\n    file: ./db.txt\n'],
  },
  *check({ services }) {
    for (const { name, node } of services)
      for (const item of itemsOf(memberOf(node, 'secrets'))) {
        const mode = memberOf(item, 'mode');
        const text = textOf(mode)?.replace(/^0o?/, '') ?? '';
        if (mode === undefined || !/^[0-7]{3,4}$/.test(text) || (Number.parseInt(text, 8) & 0o004) === 0) continue;
        yield { message: `${name}: every user can read the secret ${nameOf(item)} (mode ${textOf(mode)!})`, location: locationOf(mode.at), key: `${name} ${nameOf(item)}` };
      }
  },
}; // prettier-ignore

export const secretInConfig: ComposeRule = {
  ...shared,
  id: 'secret-in-config',
  title: 'A config holds a secret',
  rationale: 'Configs are not encrypted: everybody who can list them reads what they hold.',
  remediation: 'Change the secret, and make it one of secrets:.',
  severity: 'high',
  examples: {
    bad: ['services: {}\nconfigs:\n  app:\n    content: |\n      host=db\n      password=Tq9vL2mxR7w4Kd\n', 'services: {}\nconfigs:\n  app:\n    environment: DB_PASSWORD\n'],
    good: ['services: {}\nconfigs:\n  app:\n    content: |\n      host=db\n      password_file=/run/secrets/db\n', exampleService('restart: "no"')],
  },
  *check({ configs }) {
    for (const [name, { value, at }] of configs) {
      const [content, variable] = [memberOf(value, 'content'), memberOf(value, 'environment')];
      const held = secretIn(textOf(content) ?? '') ?? (isSecretName(textOf(variable) ?? '') ? textOf(variable) : undefined);
      if (held !== undefined) yield { message: `the config ${name} holds ${held}`, location: locationOf((content ?? variable)?.at ?? at), key: name };
    }
  },
}; // prettier-ignore

export const secretInGit: ComposeRule = {
  ...shared,
  id: 'secret-in-git',
  title: 'Git keeps a file with secrets',
  rationale: 'Everybody who can clone the repository has them, also after the file was deleted.',
  remediation: 'Change the secrets, take the file out of Git (git rm --cached), and name it in .gitignore.',
  severity: 'high',
  // Whether Git keeps a file is not in the text: its cases are in compose-project.test.ts.
  examples: { bad: [], good: ['services:\n  app:\n    image: a:1\n    restart: "no"\n'] },
  *check({ files }) {
    for (const { path, at, kind, text } of files) {
      const names = kind === 'secret' ? [] : [...parseEnvironment(text)].filter(([name, value]) => isSecretName(name) && isPlainSecret(value)).map(([name]) => name); // prettier-ignore
      if (kind === 'secret') yield { message: `Git keeps ${path}, which is a secret`, location: locationOf(at), key: path };
      else if (names.length > 0)
        yield { message: `Git keeps ${path}, which has ${names.slice(0, 5).join(', ')}`, location: locationOf(at), key: path };
    }
  },
};

/** The short form is the name; the long one has it in `source`. */
function nameOf(item: LocatedYaml): string {
  return textOf(item) ?? textOf(memberOf(item, 'source')) ?? '';
}

/** What a text holds: a private key, or a setting with a secret. */
function secretIn(text: string): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return 'a private key';
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^\s*["']?([\w.-]{1,80})["']?\s*[:=]\s*["']?([^"'\s]{1,400})/.exec(line) ?? [];
    if (isSecretName(name) && isPlainSecret(value)) return name;
  }
  return undefined;
}
