# Certificates that certbot looks after are renewed, and the web server takes them. Those which are not due stay.
certificates are renewed:
  cmd.run:
    - argv: [certbot, renew, --non-interactive, --quiet]
    - timeout: 4m

the web server takes them:
  service.reloaded:
    - name: nginx
    - require: [certificates are renewed]
