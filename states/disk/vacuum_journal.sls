# The systemd journal shrinks to a size.
params:
  keep: { type: size, default: 500M, doc: what stays }

journal is small:
  cmd.run:
    - argv: [journalctl, "--vacuum-size={{ params.keep }}"]
    - onlyif: command -v journalctl
    - timeout: 2m
