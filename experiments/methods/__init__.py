"""Methods of the verbs beyond `compare`: pure functions on tables and arrays, which never run the model."""
