"""Where tasks are done: processes of this machine, a ray cluster, SLURM; each hands back one result at a time."""
