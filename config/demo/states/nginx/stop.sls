# Ends nginx and everything it left behind.
nginx is stopped:
  service.dead:
    - name: "@SERVICE@"
    - provider: command
    - pidfile: "@DIR@/nginx.pid"
