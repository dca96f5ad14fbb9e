/** Which licences packages may have; the `licenses` section of `pratique.yaml`. An entry is an SPDX identifier, also with an exception, or a pattern with `*`. */
export interface LicensePolicy {
  /** Any other licence is a finding. Absent: categories decide. */
  readonly allow?: readonly string[];
  /** A finding whatever else is allowed. */
  readonly deny?: readonly string[];
}
