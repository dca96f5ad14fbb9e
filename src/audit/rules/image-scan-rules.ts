import { type AuditItem } from '../../model/audit-report.ts';
import { type AuditOutcome, type AuditRule, notApplicable } from '../audit-rule.ts';
import { type ImageFacts } from '../facts/image-facts.ts';
import { type ImageScan } from '../facts/image-scan.ts';
import { HostUnreadable } from '../host.ts';
import { type Known, valueOf } from '../known.ts';

type ScanRule = Omit<AuditRule, 'judge' | 'isManual'> & {
  /** What is wrong with an image; several sentences, one, or none. May throw HostUnreadable. */
  readonly faults: (scan: ImageScan, image: ImageFacts) => readonly string[];
};

const rules: readonly ScanRule[] = [
  {
    id: '4.2',
    title: 'Images come from publishers you trust',
    severity: 'high',
    rationale: 'Whoever makes the base decides what is in every image on top of it.',
    remediation: 'Say in the trust policy who must have signed which images, and verify them before they run.',
    command: 'pratique verify IMAGE',
    faults: ({ isTrusted }) => (valueOf(isTrusted) ? [] : ['is signed by nobody whom the trust policy trusts']),
  },
  {
    id: '4.3',
    title: 'Images have no needless packages',
    severity: 'low',
    rationale: 'What is not there cannot be attacked and needs no updates.',
    remediation: 'Build in stages, and start the last one from a minimal base.',
    command: 'pratique scan IMAGE --scanners misconfig',
    faults: ({ buildTools }) => buildTools.slice(0, mostPerImage),
  },
  {
    id: '4.4',
    title: 'Images are scanned, and rebuilt with security fixes',
    severity: 'high',
    rationale: 'Flaws are found after an image was built; it does not get the fixes by itself.',
    remediation: 'Scan every image that runs, and rebuild it when its base or packages have fixes.',
    command: 'pratique scan IMAGE --exit-code 1 --severity CRITICAL,HIGH',
    faults: ({ fixable }) => (fixable.length === 0 ? [] : [`has ${fixable.length} critical or high flaws with a fix: ${listed(fixable)}`]),
  },
  {
    id: '4.8',
    title: 'Images have no needless setuid and setgid programs',
    severity: 'medium',
    rationale: 'Such a program runs as its owner, mostly root, whoever starts it.',
    remediation: 'Remove the permissions at the end of the Dockerfile.',
    command: 'RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +',
    faults: ({ setuid }) => setuid.slice(0, mostPerImage),
  },
  {
    id: '4.10',
    title: 'Images have no secrets',
    severity: 'critical',
    rationale: 'Whoever can pull the image can read them, also from layers that a later one deleted.',
    remediation: 'Use RUN --mount=type=secret, and replace every secret that was in an image.',
    command: 'pratique scan IMAGE',
    faults: ({ secrets }) => secrets.slice(0, mostPerImage),
  },
  {
    id: '4.11',
    title: 'Packages are verified when they are installed',
    severity: 'medium',
    rationale: 'Without verification whoever is on the way can replace a package.',
    remediation: 'Do not switch verification off (--allow-unauthenticated, --nogpgcheck, --allow-untrusted, --trusted-host).',
    command: 'pratique scan IMAGE --scanners misconfig',
    faults: (_, { history }) => history.flatMap((instruction) => unverified.exec(instruction)?.[0] ?? []).map((flag) => `was built with ${flag}`),
  },
  {
    id: '4.12',
    title: 'Signed artifacts are validated',
    severity: 'medium',
    rationale: 'What is signed and not verified protects nobody.',
    remediation: 'Verify images and their attestations before they are pushed on or run.',
    command: 'pratique verify-attestation IMAGE',
    faults: ({ isTrusted }) => (valueOf(isTrusted) ? [] : ['has no signature that the trust policy accepts']),
  },
]; // prettier-ignore

const mostPerImage = 5;
const unverified =
  /--(?:allow-unauthenticated|force-yes|nogpgcheck|no-gpgchecks|no-gpg-checks|allow-untrusted|trusted-host[= ]\S+|allow-insecure-repositories)\b/;

/** Checks that only the content of images can answer; they could not look unless images are scanned (`--images`). */
export const imageScanRules: readonly AuditRule[] = rules.map(({ faults, ...rule }) => ({
  ...rule,
  // Without scans they are for a person, as in the benchmark.
  isManual: true,
  judge: ({ images, imageScans }): AuditOutcome => {
    if (imageScans === undefined) return { unread: ['images were not scanned: add --images'] };
    const all = valueOf(images);
    if (all.length === 0) return notApplicable('there are no images');
    const items: AuditItem[] = [];
    const unread: string[] = [];
    for (const image of all) judgeImage(image, imageScans.get(image.id), faults, items, unread);
    return { items, unread, note: `images scanned: ${all.length}`, isDecided: true };
  },
}));

function judgeImage(image: ImageFacts, known: Known<ImageScan> | undefined, faults: ScanRule['faults'], items: AuditItem[], unread: string[]): void {
  const scan = known ?? { unread: 'it was not scanned' };
  if ('unread' in scan) {
    unread.push(`${image.name}: ${scan.unread}`);
    return;
  }
  try {
    for (const message of faults(scan.value, image)) items.push({ subject: image.name, message });
    const [first] = scan.value.unread;
    if (first !== undefined) unread.push(`${image.name}: ${first}`);
  } catch (error) {
    if (!(error instanceof HostUnreadable)) throw error;
    unread.push(`${image.name}: ${error.message}`);
  }
} // prettier-ignore

function listed(ids: readonly string[]): string {
  return ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`;
}
