import { PratiqueError } from '../../../model/pratique-error.ts';
import { type DelegatedRole, type RootMetadata, type TargetsMetadata } from '../../tuf/metadata.ts';
import { type DelegationName, isDelegationName, parentRole, type TargetsRole } from '../../tuf/role-name.ts';
import { emptyTargets } from './empty-targets.ts';
import { type EditedContent, type RepositoryContent } from './repository-content.ts';

/** A working copy of a repository's content that remembers what was changed in it. */
export class ContentEditor {
  #root: RootMetadata;
  readonly #targets: Map<TargetsRole, TargetsMetadata>;
  readonly #refused: ReadonlyMap<TargetsRole, TargetsMetadata>;
  readonly #dirty = new Set<'root' | 'snapshot' | TargetsRole>();
  readonly #removed = new Set<TargetsRole>();

  constructor({ root, targets, refused = new Map() }: RepositoryContent) {
    this.#refused = refused;
    this.#root = root;
    this.#targets = new Map(targets);
  }

  get root(): RootMetadata {
    return this.#root;
  }

  get delegations(): readonly DelegationName[] {
    return [...this.#targets.values()].flatMap(({ delegations }) => delegations.roles.map(({ name }) => name));
  }

  /**
   * Throws CHANGE_INVALID when no role delegates to it. A delegation without metadata starts empty; so does one whose metadata was refused, because no
   * current key has signed its tags.
   */
  targets(role: string): TargetsMetadata {
    const name = assertTargetsRole(role);
    const found = this.#targets.get(name);
    if (found !== undefined) return found;
    if (name === 'targets' || this.delegation(name) === undefined)
      throw new PratiqueError('CHANGE_INVALID', `the repository has no role ${role}`);
    return { ...emptyTargets, version: this.#refused.get(name)?.version ?? 0 };
  }

  /** As its parent defines it. */
  delegation(name: DelegationName): DelegatedRole | undefined {
    return this.#targets.get(parentRole(name))?.delegations.roles.find((role) => role.name === name);
  }

  setTargets(role: string, content: TargetsMetadata): void {
    const name = assertTargetsRole(role);
    this.#targets.set(name, content);
    this.#dirty.add(name);
  }

  setRoot(root: RootMetadata): void {
    this.#root = root;
    this.#dirty.add('root');
  }

  /** To be signed again as it is; that is the one way to bring back what a refused delegation says. */
  witness(role: string): void {
    if (role === 'snapshot') {
      this.#dirty.add('snapshot');
      return;
    }
    const content = this.targets(role);
    const refused = this.#refused.get(assertTargetsRole(role));
    this.setTargets(role, this.#targets.has(assertTargetsRole(role)) ? content : (refused ?? content));
  }

  /** With everything beneath it. */
  dropTargets(name: DelegationName): void {
    const isBeneath = (role: TargetsRole): boolean => role === name || role.startsWith(`${name}/`);
    for (const role of [...this.#targets.keys()].filter(isBeneath)) this.#targets.delete(role);
    for (const role of [...this.#dirty]) if (role !== 'root' && role !== 'snapshot' && isBeneath(role)) this.#dirty.delete(role);
    this.#removed.add(name);
  }

  result(): EditedContent {
    return { root: this.#root, targets: this.#targets, dirty: this.#dirty, removed: this.#removed };
  }
}

function assertTargetsRole(role: string): TargetsRole {
  if (role === 'targets' || isDelegationName(role)) return role;
  throw new PratiqueError('CHANGE_INVALID', `${JSON.stringify(role.slice(0, 80))} is not a role for tags`);
}
