"""One package per deployable service, with the same anatomy in each."""
