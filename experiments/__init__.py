"""What we ask of the county: runs, comparisons, stored results and reports."""
