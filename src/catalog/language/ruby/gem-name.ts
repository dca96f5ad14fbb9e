/** Gem::Specification::VALID_NAME_PATTERN. */
export function isGemName(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}

/** `1.13.3-x86_64-linux` → `1.13.3`: Bundler and RubyGems write the platform behind the version, which has no hyphen of its own. */
export function withoutPlatform(version: string): string {
  const hyphen = version.indexOf('-');
  return hyphen === -1 ? version : version.slice(0, hyphen);
}
