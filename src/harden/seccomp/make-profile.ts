import { permissionOf, permissionsOf, type ProfileContext } from './permissions.ts';
import { mobyDefault } from './moby-default.ts';
import { anyContainer, type Condition, type SeccompProfile, type SeccompRule } from './seccomp-profile.ts';
import { isSyscall } from './syscall-names.ts';
import { archNames } from './vocabulary.ts';

/**
 * What runc and crun call between loading a profile and starting the program: capabilities, user, working directory, the wait for "start", and what
 * their own runtimes need meanwhile. Without these no container starts.
 */
export const runtimeCalls: readonly string[] = `
  brk capget capset chdir clone clone3 close close_range dup3 epoll_create1 epoll_ctl epoll_pwait execve exit exit_group faccessat faccessat2 fchdir
  fchown fcntl fstat fstatfs futex getcwd getdents64 getegid geteuid getgid getpid getppid getrandom gettid getuid ioctl keyctl lseek madvise mmap
  mprotect munmap nanosleep newfstatat openat openat2 pipe2 prctl pread64 prlimit64 read readlinkat restart_syscall rseq rt_sigaction
  rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield seccomp set_robust_list set_tid_address setgid setgroups setresgid setresuid setsid setuid
  sigaltstack statfs statx tgkill timer_create timer_delete timer_settime umask uname unshare write writev
`.trim().split(/\s+/); // prettier-ignore

export interface MadeProfile {
  readonly profile: SeccompProfile;
  /** Names that were asked for and that Docker's default denies in such a container: left out. */
  readonly denied: readonly string[];
}

/**
 * A profile that allows the given names and what the runtime needs to start the program, but never more than moby's default does in the same
 * container: a call that it gates by an argument stays gated.
 */
export function makeProfile(names: Iterable<string>, context: ProfileContext, isBeyondDefault = false): MadeProfile {
  const usual = permissionsOf(mobyDefault(), context);
  const plain: string[] = [];
  const denied: string[] = [];
  const rules: SeccompRule[] = [];
  for (const name of [...new Set([...names, ...runtimeCalls])].filter(isSyscall).sort()) {
    const { verdict, when } = permissionOf(usual, name);
    if (isBeyondDefault || verdict === 'allowed') plain.push(name);
    else if (verdict === 'conditional') rules.push(...when.map((conditions) => ruleOf([name], conditions)));
    else denied.push(name);
  }
  const asked = new Set(names);
  if (!isBeyondDefault && denied.includes('clone3')) rules.push({ ...ruleOf(['clone3'], []), action: 'SCMP_ACT_ERRNO', errno: 38 });
  const architectures = archNames[context.architecture === 'arm64' ? 'arm64' : 'amd64'];
  const profile: SeccompProfile = {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrno: 1,
    architectures,
    archMap: [],
    flags: [],
    rules: [ruleOf(plain, []), ...rules],
  };
  return { profile, denied: denied.filter((name) => asked.has(name) && name !== 'clone3') };
}

function ruleOf(names: readonly string[], conditions: readonly Condition[]): SeccompRule {
  return { names, action: 'SCMP_ACT_ALLOW', conditions, includes: anyContainer, excludes: anyContainer };
}
