import { type Container } from '../../check/container/container.ts';
import { isPlainSecret } from '../../check/container/is-plain-secret.ts';
import { isSecretName } from '../../check/dockerfile/find/secret-names.ts';
import { type HardenedSecret, type HardenedSetting } from './hardened-service.ts';

export interface SecretChanges {
  readonly settings: readonly HardenedSetting[];
  readonly secrets: readonly HardenedSecret[];
  readonly notes: readonly string[];
}

/** Secrets that stand in the file as variables become files, where a start script of the image reads `NAME_FILE`. */
export function moveSecrets({ environment, name: service }: Container, scripts: readonly string[]): SecretChanges {
  const written = environment.map(({ value }) => value).filter(({ name, value }) => isSecretName(name) && isPlainSecret(value));
  const names = [...new Set(written.map(({ name }) => name))];
  const moved = names.filter((name) => readsFile(name, scripts));
  const secrets = moved.map((variable) => {
    const name = `${service}_${variable}`.toLowerCase().replace(/[^a-z0-9_.-]/g, '_');
    return { name, file: `./secrets/${name}`, variable };
  });
  const variables = secrets.flatMap(({ name, variable }) => [
    { key: variable, value: '!reset null' },
    { key: `${variable}_FILE`, value: `/run/secrets/${name}` },
  ]);
  return {
    secrets,
    settings:
      secrets.length === 0
        ? []
        : [
            { key: 'environment', value: { kind: 'map', members: variables }, reason: 'docker inspect and /proc show variables; the start script reads these files in their place' },
            { key: 'secrets', value: { kind: 'list', items: secrets.map(({ name }) => ({ text: name })) } },
          ],
    notes: names.filter((name) => !moved.includes(name)).map((name) => `${name} stays a variable: no start script of the image reads ${name}_FILE`),
  }; // prettier-ignore
}

/** The convention of Docker's official images: `file_env 'NAME'`, or the name itself. */
function readsFile(name: string, scripts: readonly string[]): boolean {
  return scripts.some(
    (text) => text.includes(`${name}_FILE`) || new RegExp(`\\bfile_env\\s+["']?${name.replace(/\W/g, '')}\\b`).test(text),
  );
}
