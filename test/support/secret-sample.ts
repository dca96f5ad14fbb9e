import { parsePattern } from '../../src/secret/pattern/parse-pattern.ts';
import { samplePattern } from '../../src/secret/pattern/sample-pattern.ts';
import { type SecretRule } from '../../src/secret/secret-rule.ts';
import { checksumOf, crcOfToken } from '../../src/secret/structure/crc-of-token.ts';

/** A made-up secret, and text of a file that holds it. Assembled here, so that no file of the project has what looks like a real one. */
export interface SecretSample {
  readonly text: string;
  readonly value: string;
  /** Of the file, where the rule is about some files only. */
  readonly path: string;
}

/** What a rule is about, the same for the same seed; undefined for a rule whose secrets take more to make. */
export function makeSecretSample(rule: SecretRule, seed = 1): SecretSample | undefined {
  const { detection } = rule;
  if (detection.how === 'shape') {
    const text = detection.sample?.(seed);
    const path = ['app/.env', 'k8s/db.yaml', 'main.tf', 'nuget.config', 'root/.m2/settings.xml', 'root/.netrc'].find(
      (name) => detection.files === undefined || detection.files(name),
    );
    return text === undefined || path === undefined ? undefined : { text, value: '', path };
  }
  const sample = samplePattern(parsePattern(detection.pattern), seed);
  const value = rule.check === crcOfToken ? withChecksum(sample) : sample;
  const name = detection.how === 'token' ? 'VALUE' : detection.names[0]!.replaceAll(' ', '_');
  return { text: `# settings\n${name}=${value}\nNEXT=1\n`, value, path: 'app/settings.conf' };
}

function withChecksum(token: string): string {
  const start = token.indexOf('_') + 1;
  const random = token.slice(start, start + 30);
  return token.slice(0, start) + random + checksumOf(random);
}
