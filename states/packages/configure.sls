# What dpkg left half installed is configured. Files that people changed are kept as they are.
interrupted packages are configured:
  cmd.run:
    - argv: [dpkg, --force-confold, --configure, --pending]
    - env: { DEBIAN_FRONTEND: noninteractive }
    - unless: test -z "$(dpkg --audit)"
    - timeout: 9m
