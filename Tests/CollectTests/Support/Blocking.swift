import Glibc

/// Keeps a thread of the scripted server busy; never called on a task.
func blockThread(for duration: Duration) {
    usleep(UInt32(duration / .microseconds(1)))
}
