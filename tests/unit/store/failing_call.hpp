// Runs code while one system call fails, as on a full disk, an old kernel, in a sandbox or on a simple file system.
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace stripmeta {

// Runs `body` on a new thread on which the system call `number` (SYS_...) fails with `error`. Returns false, without
// running `body`, if the kernel does not support this.
template <typename Body>
[[nodiscard]] bool with_failing_call(long number, int error, Body body) {
  bool armed = false;
  std::thread thread{[&] {
    std::array<sock_filter, 4> code{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog program{.len = code.size(), .filter = code.data()};
    armed =
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    if (armed) body();
  }};
  thread.join();
  return armed;
}

}  // namespace stripmeta
