import { type Package } from '../../model/package.ts';
import { type Candidate, Candidates, type Situation } from './candidate.ts';

/** How each ecosystem leaves development dependencies out. */
const commands: Partial<Record<Package['ecosystem'], string>> = {
  npm: 'npm ci --omit=dev',
  composer: 'composer install --no-dev',
  gem: "bundle config set without 'development test'",
};

/** Packages that the project declares for development only and that are in the image all the same. */
export function developmentRemovals({ findings, packages }: Situation): readonly Candidate[] {
  const candidates = new Candidates();
  for (const finding of findings) {
    const found = packages.get(finding.packageId);
    const command = found === undefined ? undefined : commands[found.ecosystem];
    // In a source tree a lock file names them too, and nothing of them is shipped.
    if (found?.isDevelopment !== true || found.evidence !== 'file' || command === undefined) continue;
    candidates.add({ kind: 'remove-development', text: `install without development dependencies: ${command}`, command }, finding);
  }
  return candidates.all();
}
