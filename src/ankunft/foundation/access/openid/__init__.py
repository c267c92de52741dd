"""Sign-in by an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE): it proves who somebody is, no more."""
