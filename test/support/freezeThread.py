"""Holds one thread of a running process until this program's input ends, and leaves the others running.

Signals stop a whole process; ptrace(2) stops a thread. PTRACE_SEIZE attaches without stopping anything,
PTRACE_INTERRUPT stops that thread alone. Should this program be killed, the kernel lets the thread go.
"""

import ctypes
import os
import sys

PTRACE_DETACH, PTRACE_SEIZE, PTRACE_INTERRUPT = 17, 0x4206, 0x4207
WALL = 0x40000000  # __WALL: also waits for a thread that is no child's leader

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request: int, thread: int) -> None:
    if libc.ptrace(request, thread, None, None) == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


thread = int(sys.argv[1])
ptrace(PTRACE_SEIZE, thread)
ptrace(PTRACE_INTERRUPT, thread)
os.waitpid(thread, WALL)
print("frozen", flush=True)
sys.stdin.read()
ptrace(PTRACE_DETACH, thread)
