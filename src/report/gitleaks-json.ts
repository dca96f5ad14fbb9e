import { type Reporter } from './reporter.ts';

/** Gitleaks’ JSON with masked secrets, for tools that read it. */
export const gitleaksJsonReporter: Reporter = {
  format: 'gitleaks-json',
  title: 'gitleaks’ JSON with masked secrets, for tools that read it',
  mediaType: 'application/json',
  extensions: ['.gitleaks.json'],
  load: async () => (await import('./gitleaks/write-gitleaks-json.ts')).writeGitleaksJson,
};
