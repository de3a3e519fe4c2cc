# Starts nginx anew, if its configuration parses.
nginx configuration parses:
  cmd.run:
    - argv: [nginx, -t, -e, stderr, -p, "@DIR@", -c, "@DIR@/nginx.conf"]

nginx is freshly started:
  service.restarted:
    - name: "@SERVICE@"
    - provider: command
    - start: [nginx, -e, stderr, -p, "@DIR@", -c, "@DIR@/nginx.conf"]
    - pidfile: "@DIR@/nginx.pid"
    - require: [nginx configuration parses]
