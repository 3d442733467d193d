"""One module a question: which runs it takes, and what is made of them by ``experiments.methods``."""
