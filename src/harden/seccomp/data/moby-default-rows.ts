/** Versions of the default profile that differ: of Docker itself up to 25.0 (unchanged to 28), then of moby/profiles. */
export const mobyVersions = ['20.10', '23.0', '24.0', '25.0', 'profiles-0.2', 'profiles-0.3'] as const;
export type MobyVersion = (typeof mobyVersions)[number];

/** What one rule of moby's default profile says of some names, from one version on and before another. */
export interface DefaultRow {
  readonly names: string;
  readonly since?: MobyVersion;
  readonly before?: MobyVersion;
  /** It refuses with this error number; without one, it allows. */
  readonly errno?: number;
  /** Argument, operator, value, and the value after the mask. */
  readonly when?: readonly [index: number, op: string, value: number, valueTwo?: number];
  /** It counts for containers that have this capability, or that lack the other. */
  readonly capability?: string;
  readonly withoutCapability?: string;
  /** In Go's names. */
  readonly architectures?: string;
  readonly exceptArchitectures?: string;
  readonly minKernel?: string;
}

/** Facts of moby's default seccomp profile, over its versions. */
export const mobyDefaultRows: readonly DefaultRow[] = [
  {
    names: `
      _llseek _newselect accept accept4 access adjtimex alarm bind brk capget capset chdir chmod chown chown32 clock_adjtime
      clock_adjtime64 clock_getres clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 close
      close_range connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait
      epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2 fadvise64
      fadvise64_64 fallocate fanotify_mark fchdir fchmod fchmodat fchown fchown32 fchownat fcntl fcntl64 fdatasync fgetxattr
      flistxattr flock fork fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64 futex
      futex_time64 futex_waitv futimesat get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid getegid32
      geteuid geteuid32 getgid getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid getppid getpriority
      getrandom getresgid getresgid32 getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday
      getuid getuid32 getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents
      io_pgetevents io_pgetevents_time64 io_setup io_submit ioctl ioprio_get ioprio_set ipc kill landlock_add_rule
      landlock_create_ruleset landlock_restrict_self lchown lchown32 lgetxattr link linkat listen listxattr llistxattr
      lremovexattr lseek lsetxattr lstat lstat64 madvise membarrier memfd_create memfd_secret mincore mkdir mkdirat mknod mknodat
      mlock mlock2 mlockall mmap mmap2 mprotect mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64
      mq_timedsend mq_timedsend_time64 mq_unlink mremap msgctl msgget msgrcv msgsnd msync munlock munlockall munmap nanosleep
      newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 poll ppoll ppoll_time64 prctl pread64 preadv
      preadv2 prlimit64 process_mrelease pselect6 pselect6_time64 pwrite64 pwritev pwritev2 read readahead readlink readlinkat
      readv recv recvfrom recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr rename renameat renameat2 restart_syscall
      rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
      rt_sigtimedwait_time64 rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr
      sched_getparam sched_getscheduler sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr
      sched_setparam sched_setscheduler sched_yield seccomp select semctl semget semop semtimedop semtimedop_time64 send sendfile
      sendfile64 sendmmsg sendmsg sendto set_robust_list set_thread_area set_tid_address setfsgid setfsgid32 setfsuid setfsuid32
      setgid setgid32 setgroups setgroups32 setitimer setpgid setpriority setregid setregid32 setresgid setresgid32 setresuid
      setresuid32 setreuid setreuid32 setrlimit setsid setsockopt setuid setuid32 setxattr shmat shmctl shmdt shmget shutdown
      sigaltstack signalfd signalfd4 sigprocmask sigreturn socketcall socketpair splice stat stat64 statfs statfs64 statx symlink
      symlinkat sync sync_file_range syncfs sysinfo tee tgkill time timer_create timer_delete timer_getoverrun timer_gettime
      timer_gettime64 timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime
      timerfd_settime64 times tkill truncate truncate64 ugetrlimit umask uname unlink unlinkat utime utimensat utimensat_time64
      utimes vfork vmsplice wait4 waitid waitpid write writev
    `,
  },
  { names: 'io_uring_enter io_uring_register io_uring_setup', before: '25.0' },
  { names: 'socket', before: '23.0' },
  { names: 'cachestat fchmodat2 futex_requeue futex_wait futex_wake map_shadow_stack', since: '23.0', before: '24.0' },
  { names: 'cachestat fchmodat2 futex_requeue futex_wait futex_wake map_shadow_stack', since: '25.0' },
  { names: 'name_to_handle_at pkey_alloc pkey_free pkey_mprotect', since: '23.0' },
  {
    names: `
      getxattrat listmount listxattrat mseal removexattrat riscv_hwprobe setxattrat statmount uretprobe
    `,
    since: 'profiles-0.2',
  },
  { names: 'ptrace', minKernel: '4.8' },
  { names: 'process_vm_readv process_vm_writev', since: '23.0', minKernel: '4.8' },
  { names: 'personality', when: [0, 'SCMP_CMP_EQ', 0] },
  { names: 'personality', when: [0, 'SCMP_CMP_EQ', 8] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 8] },
  { names: 'personality', when: [0, 'SCMP_CMP_EQ', 131072] },
  { names: 'personality', when: [0, 'SCMP_CMP_EQ', 131080] },
  { names: 'personality', when: [0, 'SCMP_CMP_EQ', 4294967295] },
  { names: 'sync_file_range2', architectures: 'ppc64le' },
  { names: 'swapcontext', since: '23.0', architectures: 'ppc64le' },
  { names: 'arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2', architectures: 'arm arm64' },
  { names: 'arch_prctl', architectures: 'amd64 x32' },
  { names: 'modify_ldt', architectures: 'amd64 x32 x86' },
  { names: 's390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr', architectures: 's390 s390x' },
  { names: 'open_by_handle_at', capability: 'CAP_DAC_READ_SEARCH' },
  {
    names: `
      bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr move_mount open_tree
      perf_event_open quotactl quotactl_fd setdomainname sethostname setns syslog umount umount2 unshare
    `,
    capability: 'CAP_SYS_ADMIN',
  },
  { names: 'name_to_handle_at', before: '23.0', capability: 'CAP_SYS_ADMIN' },
  { names: 'lsm_get_self_attr lsm_list_modules lsm_set_self_attr', since: 'profiles-0.2', capability: 'CAP_SYS_ADMIN' },
  { names: 'clone', when: [0, 'SCMP_CMP_MASKED_EQ', 2114060288], withoutCapability: 'CAP_SYS_ADMIN', exceptArchitectures: 's390 s390x' },
  { names: 'clone', when: [1, 'SCMP_CMP_MASKED_EQ', 2114060288], withoutCapability: 'CAP_SYS_ADMIN', architectures: 's390 s390x' },
  { names: 'clone3', errno: 38, withoutCapability: 'CAP_SYS_ADMIN' },
  { names: 'reboot', capability: 'CAP_SYS_BOOT' },
  { names: 'chroot', capability: 'CAP_SYS_CHROOT' },
  { names: 'delete_module finit_module init_module', capability: 'CAP_SYS_MODULE' },
  { names: 'acct', capability: 'CAP_SYS_PACCT' },
  { names: 'kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace', capability: 'CAP_SYS_PTRACE' },
  { names: 'ioperm iopl', capability: 'CAP_SYS_RAWIO' },
  { names: 'clock_settime settimeofday stime', capability: 'CAP_SYS_TIME' },
  { names: 'clock_settime64', since: '23.0', capability: 'CAP_SYS_TIME' },
  { names: 'vhangup', capability: 'CAP_SYS_TTY_CONFIG' },
  { names: 'get_mempolicy mbind set_mempolicy', capability: 'CAP_SYS_NICE' },
  { names: 'set_mempolicy_home_node', since: '23.0', before: '24.0', capability: 'CAP_SYS_NICE' },
  { names: 'set_mempolicy_home_node', since: '25.0', capability: 'CAP_SYS_NICE' },
  { names: 'syslog', capability: 'CAP_SYSLOG' },
  { names: 'socket', since: '23.0', before: 'profiles-0.2', when: [0, 'SCMP_CMP_NE', 40] },
  { names: 'riscv_flush_icache', since: '23.0', architectures: 'riscv64' },
  { names: 'bpf', since: '23.0', capability: 'CAP_BPF' },
  { names: 'perf_event_open', since: '23.0', capability: 'CAP_PERFMON' },
  { names: 'socket', since: 'profiles-0.2', before: 'profiles-0.3', when: [0, 'SCMP_CMP_LT', 38] },
  { names: 'socket', since: 'profiles-0.2', when: [0, 'SCMP_CMP_EQ', 39] },
  { names: 'socket', since: 'profiles-0.2', before: 'profiles-0.3', when: [0, 'SCMP_CMP_GT', 40] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_LT', 3] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 7] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 9] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 10] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 13] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 14] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 15] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 16] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 17] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 18] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 21] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 22] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 24] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 26] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 27] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 28] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 29] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 30] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 31] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 32] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 33] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 35] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 36] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 41] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 42] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 43] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 44] },
  { names: 'socket', since: 'profiles-0.3', when: [0, 'SCMP_CMP_EQ', 45] },
];
