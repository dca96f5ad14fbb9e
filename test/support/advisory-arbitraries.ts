import fc from 'fast-check';
import { type Advisory, type AffectedPackage, type AffectedRange } from '../../src/model/advisory.ts';
import { severities, type SeverityRating } from '../../src/model/severity.ts';

/** Advisories of every shape that the model allows, with names that meet each other often and text that tries the encodings. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '0', 'a\tb', 'a\nb', '"', '\u{1F600}', '\ud800', '[', '__proto__'),
);
const version = fc.oneof(fc.constantFrom('0', '1.2.3', '1:2.0-1~deb12u1'), text);

const range: fc.Arbitrary<AffectedRange> = fc.record(
  { introduced: version, fixed: version, lastAffected: version },
  { requiredKeys: ['introduced'], noNullPrototype: true },
);

const rating: fc.Arbitrary<SeverityRating> = fc.record(
  {
    origin: text,
    severity: fc.constantFrom(...severities),
    vector: text,
    score: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
  },
  { requiredKeys: ['origin', 'severity'], noNullPrototype: true },
);

const place = fc.constantFrom<Pick<AffectedPackage, 'ecosystem' | 'release'>>(
  { ecosystem: 'npm' },
  { ecosystem: 'debian', release: '12' },
  { ecosystem: 'debian', release: '13' },
  { ecosystem: 'wolfi' },
);

export const affectedPackage: fc.Arbitrary<AffectedPackage> = fc
  .record(
    {
      name: fc.oneof(fc.constantFrom('openssl', 'openssl-libs', 'lodash'), text),
      status: fc.constantFrom('affected', 'not-affected', 'under-investigation'),
      ranges: fc.array(range, { maxLength: 3 }),
      versions: fc.array(version, { maxLength: 3 }),
      fixState: fc.constantFrom('fixed', 'no-fix-yet', 'deferred', 'wont-fix', 'end-of-life', 'unknown'),
      severity: rating,
      architectures: fc.array(text, { maxLength: 2 }),
      module: text,
      stream: text,
    },
    { requiredKeys: ['name', 'status', 'ranges', 'versions', 'fixState'], noNullPrototype: true },
  )
  .chain((fact) => place.map((where) => ({ ...where, ...fact })));

export const advisory: fc.Arbitrary<Advisory> = fc.record(
  {
    id: fc.oneof(fc.constantFrom('CVE-2026-0001', 'CVE-2026-0002'), text),
    sourceId: fc.constantFrom('made-a', 'made-b'),
    aliases: fc.array(text, { maxLength: 2 }),
    covers: fc.array(text, { maxLength: 2 }),
    title: text,
    description: text,
    weaknesses: fc.array(text, { maxLength: 2 }),
    symbols: fc.array(fc.record({ path: text, symbols: fc.array(text, { maxLength: 2 }) }, { noNullPrototype: true }), { maxLength: 2 }),
    published: fc.constant('2026-01-02T03:04:05Z'),
    modified: fc.constant('2026-01-03T03:04:05Z'),
    severities: fc.array(rating, { maxLength: 2 }),
    references: fc.array(text, { maxLength: 2 }),
    isMalware: fc.boolean(),
    affected: fc.array(affectedPackage, { maxLength: 4 }),
  },
  { requiredKeys: ['id', 'sourceId', 'aliases', 'covers', 'severities', 'references', 'affected'], noNullPrototype: true },
);
