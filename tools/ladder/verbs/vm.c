/* vm.c - ladder vm: is there a virtual machine, and what to do if not. */
#include "verbs/vm.h"

#include <stdio.h>
#include <string.h>

#include "vm/images.h"

/* "     why" where message is not empty, at the first ": " a remedy. */
static void
print_missing(const char *name, const char *message)
{
    const char *remedy = strstr(message, ": ");
    int length = remedy == NULL ? (int)strlen(message)
                                : (int)(remedy - message);

    printf("  no   %s\n       why:    %.*s\n", name, length, message);
    if (remedy != NULL)
        printf("       remedy: %s\n", remedy + 2);
}

int
verb_vm(const struct options *options)
{
    struct image images[IMAGES_MAX], newest;
    struct complaint message;
    char qemu[PATH_MAX];
    int status = STATUS_DONE;

    if (options->word_count != 0) {
        fprintf(stderr, "usage: ladder vm\n");
        return STATUS_USAGE;
    }
    if (images_qemu(qemu, sizeof qemu, &message) == 0) {
        printf("  ok   QEMU: %s\n", qemu);
    } else {
        print_missing("QEMU", message.text);
        status = STATUS_FAILED;
    }
    size_t count = images_list(images);
    for (size_t i = 0; i < count; i++) {
        char name[80];
        snprintf(name, sizeof name, "Linux %.60s", images[i].version);
        if (images_check(&images[i], &message) == 0)
            printf("  ok   %s: --in=vm=%s\n", name, images[i].version);
        else
            print_missing(name, message.text);
    }
    if (images_choose(NULL, &newest, &message) == -1) {
        print_missing("a Linux kernel", message.text);
        status = STATUS_FAILED;
    } else if (images_check(&newest, &message) == -1) {
        status = STATUS_FAILED;
    }
    if (status == STATUS_DONE)
        printf("Scenes can be played in a virtual machine: --in=vm takes "
               "Linux %s.\n", newest.version);
    else
        printf("No virtual machine can be had yet.\n");
    return status;
}
