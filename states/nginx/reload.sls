# nginx reads its configuration again, if it can be read. Connections are kept.
nginx configuration parses:
  cmd.run:
    - argv: [nginx, -t]
    - timeout: 20s

nginx takes its configuration:
  service.reloaded:
    - name: nginx
    - require: [nginx configuration parses]
