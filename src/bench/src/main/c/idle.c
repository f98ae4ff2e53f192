/* A child that does nothing until its stdin ends, as that of a whole crowd does with the one that started it. */
#include <unistd.h>

int main(void) {
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    return 0;
}
