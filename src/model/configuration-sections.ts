/** The sections of `pratique.yaml` that something reads. */
const builtSections = ['version', 'trust', 'suppressions', 'policy', 'policy-tests', 'licenses', 'secrets', 'network', 'guard'] as const;

/** Sections whose names are taken, and that nothing reads yet. */
export const plannedSections = ['severity', 'baseline', 'vex'] as const;

/** Every top-level key of `pratique.yaml`; any other is a spelling mistake. */
export const configurationSections = [...builtSections, ...plannedSections] as const;
