import { type TargetsMetadata } from '../../tuf/metadata.ts';

/** Version 0 has never been published; the expiry is set when it is signed. */
export const emptyTargets: TargetsMetadata = {
  kind: 'targets',
  version: 0,
  expires: new Date(0),
  targets: new Map(),
  delegations: { keys: new Map(), unusableKeys: new Map(), roles: [] },
};
