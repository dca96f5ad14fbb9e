import { withoutEnd } from '../syntax/without-end.ts';
import { type Step } from '../build/build.ts';

/** Folders that RUN mounts and that are not kept in its layer. */
function mountTargets({ instruction }: Step): readonly string[] {
  return instruction.flags
    .filter(({ name, value }) => name === 'mount' && /(?:^|,)type=(?:cache|tmpfs)(?:,|$)/.test(value ?? ''))
    .flatMap(({ value }) => /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(value ?? '')?.[1] ?? [])
    .map((path) => withoutEnd(path.replace(/["']/g, ''), '/'));
}

/** Whether a cache or a tmpfs is mounted over the folder or one above it. */
export function isMounted(step: Step, folder: string): boolean {
  return mountTargets(step).some((target) => target !== '' && (folder === target || folder.startsWith(`${target}/`)));
}
