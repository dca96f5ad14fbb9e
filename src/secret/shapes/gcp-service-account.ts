import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { findPrivateKey } from './private-key.ts';
import { shapeRule } from './shape-rule.ts';

const begin = Buffer.from('-----BEGIN');
const maxBytesBefore = 1024;

/** The key file of a service account: JSON with a private key. */
export const gcpServiceAccount: SecretRule = shapeRule({
  id: 'gcp-service-account',
  title: 'Key of a Google Cloud service account',
  severity: 'critical',
  advice: 'Delete the key in the Google Cloud console, under IAM > Service accounts.',
  references: ['https://cloud.google.com/iam/docs/keys-create-delete'],
  aliases: ['trivy:gcp-service-account'],
  keywords: ['"service_account"'],
  find: findKeyOfAccount,
});

function findKeyOfAccount(text: Text, at: number): ValuePlace | undefined {
  const stop = Math.min(text.end, at + maxBytesBefore);
  const key = Buffer.from(text.bytes.buffer, text.bytes.byteOffset + at, stop - at).indexOf(begin);
  if (key < 0) return undefined;
  const place = findPrivateKey(text, at + key + begin.length, begin.length);
  // One byte longer than the key alone, so that of the two this is reported.
  return place === undefined ? undefined : { ...place, end: Math.min(place.end + 1, text.end) };
}
