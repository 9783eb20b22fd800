#include "conformance.h"

// A large directory: every name once, positions can be taken up again, names made and removed meanwhile are harmless.
int main(void) {
    char name[32];
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "entry-%03d", i);
        close((int)MUST(open(name, O_WRONLY | O_CREAT | O_EXCL, 0600)));
    }
    DIR *dir = opendir(".");
    static char seen[500];
    int count = 0;
    long middle = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strncmp(entry->d_name, "entry-", 6) != 0) continue;
        seen[atoi(entry->d_name + 6)]++;
        if (++count == 250) middle = telldir(dir);
        if (count % 10 == 0) MUST(access(entry->d_name, F_OK));
    }
    int once = 0;
    for (int i = 0; i < 500; i++) once += seen[i] == 1;
    printf("%d entries, %d once\n", count, once);
    seekdir(dir, middle);
    int rest = 0;
    while (readdir(dir) != NULL) rest++;
    printf("after seekdir %d\n", rest >= 248 && rest <= 252);
    rewinddir(dir);
    int removed = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strncmp(entry->d_name, "entry-", 6) == 0) removed += unlink(entry->d_name) == 0;
    }
    printf("removed %d\n", removed);
    closedir(dir);
    list_dir(".");
}
