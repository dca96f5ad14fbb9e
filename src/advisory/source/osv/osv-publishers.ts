/** How records of one id prefix are to be read. */
export interface OsvPublisher {
  /** Name that its severities go by. */
  readonly origin: string;
  /** `bulletin`: one record fixes several flaws. `malware`: the package itself is the attack. */
  readonly kind: 'flaw' | 'bulletin' | 'malware';
  /** Whose the CVSS vectors are, where they are not its own. */
  readonly vectorOrigin?: string;
  /** The IDs of its flaw are in `related`. */
  readonly readsRelated?: boolean;
  /** Its records without a flaw are bug fixes and enhancements. */
  readonly isOftenNotSecurity?: boolean;
  /** Its licence does not allow to pass on what it writes about a flaw. */
  readonly hasPrivateText?: boolean;
  /** `Important: httpd security update`: the rating is the first word of the summary. */
  readonly ratesInSummary?: boolean;
}

const debian: OsvPublisher = { origin: 'debian', kind: 'bulletin', vectorOrigin: 'nvd' };
const redhat: OsvPublisher = { origin: 'redhat', kind: 'bulletin' };
const almalinux: OsvPublisher = { origin: 'almalinux', kind: 'bulletin', ratesInSummary: true };
/** Security, recommended and feature updates have the same prefix. */
const suse: OsvPublisher = { origin: 'suse', kind: 'bulletin', isOftenNotSecurity: true };
const rocky: OsvPublisher = { origin: 'rocky', kind: 'bulletin', ratesInSummary: true };

/** By the part of the id before its first dash; OSV schema, "id, modified fields". */
const publishers: ReadonlyMap<string, OsvPublisher> = new Map<string, OsvPublisher>([
  ['GHSA', { origin: 'ghsa', kind: 'flaw' }],
  ['PYSEC', { origin: 'pypa', kind: 'flaw' }],
  ['GO', { origin: 'go', kind: 'flaw' }],
  ['RUSTSEC', { origin: 'rustsec', kind: 'flaw' }],
  ['MAL', { origin: 'openssf', kind: 'malware' }],
  ['BIT', { origin: 'bitnami', kind: 'flaw', vectorOrigin: 'nvd' }],
  ['DRUPAL', { origin: 'drupal', kind: 'flaw' }],
  ['CGA', { origin: 'chainguard', kind: 'flaw', readsRelated: true, hasPrivateText: true }],
  ['DEBIAN', { origin: 'debian', kind: 'flaw', vectorOrigin: 'nvd' }],
  ['ALPINE', { origin: 'alpine', kind: 'flaw', vectorOrigin: 'nvd' }],
  ['UBUNTU', { origin: 'ubuntu', kind: 'flaw', vectorOrigin: 'nvd' }],
  ['CVE', { origin: 'nvd', kind: 'flaw' }],
  ['USN', { origin: 'ubuntu', kind: 'bulletin' }],
  ['LSN', { origin: 'ubuntu', kind: 'bulletin' }],
  ['DSA', debian],
  ['DLA', debian],
  ['DTSA', debian],
  ['RHSA', redhat],
  ['RHBA', { ...redhat, isOftenNotSecurity: true }],
  ['RHEA', { ...redhat, isOftenNotSecurity: true }],
  ['ALSA', almalinux],
  ['ALBA', { ...almalinux, isOftenNotSecurity: true }],
  ['ALEA', { ...almalinux, isOftenNotSecurity: true }],
  ['SUSE', suse],
  ['openSUSE', suse],
  ['MGASA', { origin: 'mageia', kind: 'bulletin' }],
  ['OESA', { origin: 'openeuler', kind: 'bulletin' }],
  ['RLSA', rocky],
  ['RXSA', rocky],
  ['RLBA', { ...rocky, isOftenNotSecurity: true }],
  ['RLEA', { ...rocky, isOftenNotSecurity: true }],
]);

/** A prefix without a row is taken for a publisher of single flaws that goes by its prefix. */
export function publisherOf(prefix: string): OsvPublisher {
  return publishers.get(prefix) ?? { origin: prefix.toLowerCase() || 'osv', kind: 'flaw' };
}
