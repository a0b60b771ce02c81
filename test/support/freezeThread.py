"""Holds one thread of a running process until this program's input ends, and leaves the others running.

    python3 freezeThread.py THREAD anywhere | asleep | at-work

`asleep` stops it in a sleep of its own choosing and nowhere else, `at-work` anywhere but there: a thread that is
stopped at work may hold a lock, and whoever waits for that lock stops as well.

Signals stop a whole process; ptrace(2) stops a thread. PTRACE_SEIZE attaches without stopping anything,
PTRACE_INTERRUPT stops that thread alone. Should this program be killed, the kernel lets the thread go.
"""

import ctypes
import os
import platform
import sys
import time

PTRACE_DETACH, PTRACE_SEIZE, PTRACE_INTERRUPT = 17, 0x4206, 0x4207
WALL = 0x40000000  # __WALL: also waits for a thread that is no child's leader

# clock_nanosleep(2), and restart_syscall(2), in which a sleep goes on that was disturbed, by machine.
SLEEP, SLEEP_ON = {"x86_64": ("230", "219"), "aarch64": ("115", "128")}[platform.machine()]
FOUND_WITHIN_SEC = 10

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request: int, thread: int) -> None:
    if libc.ptrace(request, thread, None, None) == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def freeze(thread: int) -> None:
    ptrace(PTRACE_SEIZE, thread)
    ptrace(PTRACE_INTERRUPT, thread)
    os.waitpid(thread, WALL)


def stands(thread: int, where: str) -> bool:
    if where == "anywhere":
        return True
    with open(f"/proc/{thread}/syscall", encoding="ascii") as syscall:
        call = syscall.read().split()[0]
    return call == SLEEP if where == "asleep" else call not in (SLEEP, SLEEP_ON)


thread, where = int(sys.argv[1]), sys.argv[2]
give_up_at = time.monotonic() + FOUND_WITHIN_SEC
freeze(thread)
while not stands(thread, where):
    ptrace(PTRACE_DETACH, thread)
    if time.monotonic() > give_up_at:
        sys.exit(f"thread {thread} was never found {where}")
    time.sleep(0.007)
    freeze(thread)
print("frozen", flush=True)
sys.stdin.read()
ptrace(PTRACE_DETACH, thread)
