interface GateSource {
  readonly id: string;
  readonly status: string;
  readonly advisories: number;
}
interface GateManifest {
  readonly sources: readonly GateSource[];
  readonly shards: readonly { readonly name: string; readonly rows: number }[];
}
export function compareManifests(before: GateManifest | undefined, after: GateManifest): readonly string[];
export function scoreFindings(
  found: ReadonlySet<string>,
  labels: { readonly affected: readonly string[]; readonly notAffected: readonly string[] },
): { readonly precision: number; readonly recall: number; readonly f1: number };
