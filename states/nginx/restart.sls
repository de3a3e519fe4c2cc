# nginx is started afresh, if its configuration can be read.
#
# A configuration that cannot be read fails the state before anything is stopped: then nginx.restore_config is the
# next rung.
nginx configuration parses:
  cmd.run:
    - argv: [nginx, -t]
    - timeout: 20s

nginx is freshly started:
  service.restarted:
    - name: nginx
    - require: [nginx configuration parses]
