#include <stdio.h>
#include <unistd.h>

#include "ctl/ctl.h"

int main(int argc, char **argv)
{
	const struct ctl_streams streams = {STDIN_FILENO, stdout, stderr};
	enum ctl_end end = ctl_run(&streams, argc, argv);
	/* A full disk shows here at the latest: half a list must not look like a whole one. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("gongshictl: cannot write the output: make room where it goes and try again\n",
		      stderr);
		return end == CTL_DONE ? CTL_NO : (int)end;
	}
	return (int)end;
}
