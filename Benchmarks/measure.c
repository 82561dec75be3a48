/* Runs a command and writes what it cost into a file, as one JSON object: measure FILE COMMAND...
 *
 * A program of its own because a process begins its peak memory with that of the process which started it: started
 * from Python, everything would seem to need Python's memory. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int count, char **arguments)
{
    if (count < 3) return 64;
    FILE *file = fopen(arguments[1], "w");
    if (file == NULL) return 73;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) return 71;
    clock_gettime(CLOCK_MONOTONIC, &end);
    double wall = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    fprintf(file, "{\"wall\":%.6f,\"cpu\":%.6f,\"rss_mb\":%.3f,\"status\":%d}\n", wall,
            seconds(usage.ru_utime) + seconds(usage.ru_stime), (double)usage.ru_maxrss * 1024 / 1e6,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(file) == 0 ? 0 : 74;
}
