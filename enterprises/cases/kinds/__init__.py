"""One module a kind of case; `registry` finds every module here that declares `KIND`."""
