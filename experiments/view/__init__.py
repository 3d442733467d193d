"""What the workshop page shows, without the page: a proposal, the runs behind it, and drawings of them."""
