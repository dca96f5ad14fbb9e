import { PratiqueError } from '../../../model/pratique-error.ts';
import { type CertificateExtensionName } from '../certificate/certificate-extensions.ts';
import { type VerificationKey } from '../key/verification-key.ts';
import { type AnchoredPattern } from './anchored-pattern.ts';

/** Whose signature counts. "Any signer" exists only where the user asked for it. */
export type ExpectedSigner =
  | {
      readonly kind: 'certificate';
      /** Issuer of the identity token, such as `https://token.actions.githubusercontent.com`. */
      readonly issuer: ExpectedText;
      /** Mail address, URI or user name that the certificate was made for. */
      readonly subject: ExpectedText;
      /** Claims that the certificate must also have, exactly. */
      readonly extensions?: ReadonlyMap<CertificateExtensionName, string>;
    }
  | {
      readonly kind: 'key';
      readonly key: VerificationKey;
      /** Where the key is from, for people: a path. */
      readonly name: string;
    };

export type ExpectedText =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: AnchoredPattern }
  /** Only where the user asked for it by name. */
  | { readonly kind: 'any' };

/** Throws USAGE before anything is fetched when no signer is named: an empty text would match certificates without one. */
export function assertExpectedSigner(expected: ExpectedSigner): void {
  if (expected.kind === 'key') return;
  for (const [what, match] of [
    ['issuer', expected.issuer],
    ['subject', expected.subject],
  ] as const) {
    if (match.kind === 'exact' && match.text === '') throw new PratiqueError('USAGE', `no ${what} is given that may have signed`);
  }
}

export function isExpectedText(expected: ExpectedText, text: string): boolean {
  if (expected.kind === 'any') return true;
  return expected.kind === 'exact' ? expected.text === text : expected.pattern.matches(text);
}

/** For messages. */
export function formatExpectedText(expected: ExpectedText): string {
  if (expected.kind === 'any') return 'any signer';
  return expected.kind === 'exact' ? expected.text : `the pattern ${expected.pattern.source}`;
}
