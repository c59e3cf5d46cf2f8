"""What every child process needs so that none outlives the supervisor."""

import ctypes
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def death_follows_parent(how: signal.Signals | None) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends `how` when the parent dies, even of `kill -9`; None: never.

    Called after the change of account, which would reset it. The supervisor blocks its signals while it
    waits for them; a child must not inherit that.
    """

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if how is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)

    return prepare
