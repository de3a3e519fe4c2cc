# Room is made by what nobody misses: package archives, old core dumps, temporary files, deleted logs still held open.
package archives are gone:
  cmd.run:
    - argv: [apt-get, clean]
    - onlyif: test -x /usr/bin/apt-get
    - timeout: 60s

old core dumps are gone:
  file.removed_older:
    - path: /var/lib/systemd/coredump
    - age: 3d

temporary files follow their own rules:
  cmd.run:
    - argv: [systemd-tmpfiles, --clean]
    - onlyif: command -v systemd-tmpfiles
    - timeout: 60s

deleted logs are no longer held open:
  process.signalled:
    - holding_deleted_under: /var/log
    - signal: HUP
