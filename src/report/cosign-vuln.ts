import { type Reporter } from './reporter.ts';

/** The predicate of a vulnerability attestation: `pratique attest --type vuln --predicate FILE`. */
export const cosignVulnReporter: Reporter = {
  format: 'cosign-vuln',
  title: 'predicate of a vulnerability attestation, for pratique attest and cosign',
  mediaType: 'application/json',
  extensions: ['.vuln.json'],
  load: async () => (await import('./cosign-vuln/write-cosign-vuln.ts')).writeCosignVuln,
};
