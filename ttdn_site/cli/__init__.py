"""The command `ttdn`: each command collects its arguments, calls one function and prints what it returns."""
