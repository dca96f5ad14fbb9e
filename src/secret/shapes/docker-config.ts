import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { makeValueReader } from './read-value.ts';
import { shapeRule } from './shape-rule.ts';

const references = ['https://docs.docker.com/reference/cli/docker/login/#credential-stores'];
const advice = 'Log out of the registry, revoke the access token or change the password, and use a build secret or a credential helper.';

/** Credentials of a registry as `docker login` writes them. */
export const dockerConfigAuth: SecretRule = shapeRule({
  id: 'docker-config-auth',
  title: 'Registry credentials of Docker',
  severity: 'high',
  advice,
  references,
  keywords: ['"auth"', '_auth'],
  find: decodedPlace((decoded) => /^[\x21-\x39\x3b-\x7e]{1,256}:[\x20-\x7e]{3,2048}$/.test(decoded)),
  sample: (seed) => `{"auths": {"registry.internal": {"auth": "${Buffer.from(`deploy:q7Lw2kz9${seed}`).toString('base64')}"}}}\n`,
});

/** The same as a Secret of Kubernetes. */
export const dockerConfigSecret: SecretRule = shapeRule({
  id: 'dockerconfig-secret',
  title: 'Registry credentials of Kubernetes',
  severity: 'high',
  advice,
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/'],
  aliases: ['trivy:dockerconfig-secret'],
  keywords: ['.dockerconfigjson', '.dockercfg'],
  find: decodedPlace((decoded) => decoded.startsWith('{') && decoded.includes('"auth')),
  sample: (seed) =>
    `data:\n  .dockerconfigjson: ${Buffer.from(`{"auths":{"registry.internal":{"auth":"${Buffer.from(`d:q7Lw2kz9${seed}`).toString('base64')}"}}}`).toString('base64')}\n`,
});

function decodedPlace(isWanted: (decoded: string) => boolean): (text: Text, at: number) => ValuePlace | undefined {
  const readAssigned = makeValueReader(8);
  return (text, at) => {
    const written = readAssigned(text, at);
    if (written === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(written.value)) return undefined;
    return isWanted(Buffer.from(written.value, 'base64').toString('latin1')) ? { start: written.start, end: written.end } : undefined;
  };
}
