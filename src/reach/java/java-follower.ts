import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type PackageReach, type ReachStep } from '../../model/reach.ts';
import { type Started, type Starter } from '../command/commands.ts';
import { packageOfClass } from '../facts/class-references.ts';
import { type Certainty, type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { readJavaLaunch } from './class-path.ts';
import { readUnits, type JavaUnit } from './java-units.ts';

interface ReachedUnit {
  readonly unit: JavaUnit;
  readonly certainty: Certainty;
  readonly how: string;
  /** Key of the unit that leads to it. */
  readonly from?: string;
}

/**
 * Follows Java: from the main class over the class path, package of classes by package of classes. A class path is searched when a class is named by a
 * string that is put together, so where reached code does that, what is on the path and not reached is unknown.
 */
export class JavaFollower {
  readonly #walk: Walk;
  /** On some class path, by key. */
  readonly #units = new Map<string, JavaUnit>();
  readonly #byPackage = new Map<string, JavaUnit[]>();
  readonly #asked = new Map<string, { readonly from: string; readonly certainty: Certainty }>();
  readonly #reached = new Map<string, ReachedUnit>();
  readonly #visited = new Set<string>();
  #reflective: string | undefined;
  /** Some virtual machine was started in a way that was understood. */
  isStarted = false;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  get starters(): readonly Starter[] {
    return [{ names: ['java'], start: (words, at) => this.#start(words, at) }];
  }

  /** An archive that something names or opens: all that is in it may be loaded. */
  follow({ entry }: ReachedFile): void {
    if (this.#units.has(entry.path)) return;
    for (const unit of this.#add(entry.path, new Set()))
      for (const name of unit.references.keys()) this.#use(name, { certainty: 'loadable', from: unit.key });
  }

  /** What is known of the archive that a package is in: by the path of the package's location. */
  judge(location: string): PackageReach | undefined {
    const key = this.#keyOf(location);
    if (key === undefined) return undefined;
    const reached = this.#reached.get(key);
    if (reached !== undefined) return { state: reached.certainty, steps: this.#stepsTo(key) };
    if (this.#reflective === undefined) return { state: 'not-referenced' };
    const by = `/${this.#reflective}`;
    return { state: 'unknown', reason: `it is on the class path, and ${by} loads classes by name` };
  }

  #keyOf(location: string): string | undefined {
    for (let key = location; ; key = key.slice(0, key.lastIndexOf('!/'))) {
      if (this.#units.has(key)) return key;
      if (!key.includes('!/')) return undefined;
    }
  }

  #start(words: readonly string[], { folder, edge, program }: Started): void {
    const launch = readJavaLaunch(words, folder, this.#walk.world);
    if (launch === undefined) {
      if (!words.some((word) => /^-?-version$/.test(word)))
        this.#walk.leaveOpen('java', program.path, 'is started with no main class that is known');
      return;
    }
    const seen = new Set<string>();
    const { archive } = launch;
    const paths = [...(archive === undefined ? launch.classPath : [archive]), ...launch.modulePath];
    const units = paths.flatMap((path) => this.#add(path, seen));
    for (const agent of launch.agents) {
      this.#walk.reach(agent, { ...edge, how: 'loads as an agent' });
      for (const unit of this.#add(agent, seen))
        for (const name of unit.references.keys()) this.#use(name, { certainty: edge.certainty, from: unit.key });
    }
    const [first] = units;
    const mains = archive === undefined ? [launch.mainClass] : [first?.mainClass, first?.startClass];
    const known = mains.filter((main) => main !== undefined && this.#startClass(main, edge));
    if (known.length === 0)
      this.#walk.leaveOpen(
        'java',
        program.path,
        `has no main class that is in an archive of its class path${mains[0] === undefined ? '' : ` (${mains[0].replaceAll('/', '.')})`}`,
      );
    else this.isStarted = true;
  }

  #startClass(main: string, edge: Edge): boolean {
    const name = packageOfClass(main) ?? '';
    const found = (this.#byPackage.get(name) ?? []).filter(
      (unit) => !this.#visited.has(`${unit.key} ${name}`) || this.#reached.has(unit.key),
    );
    for (const unit of found.slice(0, 1)) {
      this.#walk.reach(unit.path, { ...edge, how: `runs ${main.replaceAll('/', '.')}` });
      this.#reach(unit, { certainty: edge.certainty, how: `has the main class ${main.replaceAll('/', '.')}` });
      this.#visit(unit, name);
    }
    return found.length > 0;
  }

  /** Puts an archive on the class path, with those inside it and those that its manifest names. */
  #add(path: string, seen: Set<string>): readonly JavaUnit[] {
    if (seen.has(path)) return [];
    seen.add(path);
    const units = readUnits(path, this.#walk.world);
    for (const unit of units) {
      if (this.#units.has(unit.key)) continue;
      this.#units.set(unit.key, unit);
      if (unit.isCut) this.#walk.leaveOpen('java', unit.key, 'could not be read whole');
      for (const name of unit.references.keys()) {
        this.#byPackage.set(name, [...(this.#byPackage.get(name) ?? []), unit]);
        const asked = this.#asked.get(name);
        if (asked !== undefined) this.#useIn(unit, name, asked);
      }
      for (const name of unit.services) this.#use(name, { certainty: 'loadable', from: unit.key });
      for (const relative of unit.classPath) {
        const place = relative.replace(/^file:(?:\/\/)?/, '');
        this.#add(normalizePath(place.startsWith('/') ? place : `${parentPath(path)}/${place}`), seen);
      }
    }
    return units;
  }

  #use(name: string, by: { readonly from: string; readonly certainty: Certainty }): void {
    if (!this.#asked.has(name)) this.#asked.set(name, by);
    for (const unit of this.#byPackage.get(name) ?? []) this.#useIn(unit, name, by);
  }

  #useIn(unit: JavaUnit, name: string, { from, certainty }: { readonly from: string; readonly certainty: Certainty }): void {
    const how = `uses ${name.replaceAll('/', '.')}`;
    this.#reach(unit, { certainty, how, ...(from === unit.key ? {} : { from }) });
    this.#visit(unit, name);
  }

  #reach(unit: JavaUnit, by: Omit<ReachedUnit, 'unit'>): void {
    const known = this.#reached.get(unit.key);
    if (known !== undefined && (known.certainty === 'loaded' || by.certainty === 'loadable')) return;
    this.#reached.set(unit.key, { unit, ...by });
    const from = by.from === undefined ? undefined : this.#units.get(by.from)?.path;
    if (from !== unit.path) this.#walk.reach(unit.path, { certainty: by.certainty, how: by.how, ...(from === undefined ? {} : { from }) });
  }

  /** Depth is that of the work, not of the stack: archives name each other in long chains. */
  #visit(unit: JavaUnit, name: string): void {
    const open = [{ unit, name }];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const key = `${at.unit.key} ${at.name}`;
      if (this.#visited.has(key)) continue;
      this.#visited.add(key);
      if (at.unit.reflective.has(at.name)) this.#reflective ??= at.unit.key;
      for (const found of at.unit.references.get(at.name) ?? []) {
        if (!this.#asked.has(found)) this.#asked.set(found, { from: at.unit.key, certainty: 'loadable' });
        for (const other of this.#byPackage.get(found) ?? []) {
          if (other !== at.unit || !this.#reached.has(other.key))
            this.#reach(other, { certainty: 'loadable', how: `uses ${found.replaceAll('/', '.')}`, from: at.unit.key });
          open.push({ unit: other, name: found });
        }
      }
    }
  }

  #stepsTo(key: string): readonly ReachStep[] {
    const steps: ReachStep[] = [];
    const seen = new Set<string>();
    for (let at = key; !seen.has(at);) {
      seen.add(at);
      const reached: ReachedUnit | undefined = this.#reached.get(at);
      if (reached === undefined) break;
      if (reached.from === undefined) {
        const own = at === reached.unit.path ? [] : [{ path: at, how: reached.how }];
        return [...this.#walk.stepsTo(reached.unit.path), ...own, ...steps];
      }
      steps.unshift({ path: at, how: reached.how });
      at = reached.from;
    }
    return steps;
  }
}
