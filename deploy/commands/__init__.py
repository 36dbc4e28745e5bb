"""The sub-commands of `exportwatch`, one module each, loaded only when called."""
