# Puts the last configuration that worked back, then starts nginx.
configuration is the last good one:
  file.managed:
    - name: "@DIR@/nginx.conf"
    - source: "@DIR@/nginx.conf.good"

nginx configuration parses:
  cmd.run:
    - argv: [nginx, -t, -e, stderr, -p, "@DIR@", -c, "@DIR@/nginx.conf"]
    - require: [configuration is the last good one]

nginx is freshly started:
  service.restarted:
    - name: "@SERVICE@"
    - provider: command
    - start: [nginx, -e, stderr, -p, "@DIR@", -c, "@DIR@/nginx.conf"]
    - pidfile: "@DIR@/nginx.pid"
    - require: [nginx configuration parses]
