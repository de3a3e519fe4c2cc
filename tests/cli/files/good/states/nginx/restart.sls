# Starts nginx afresh.
nginx is freshly started:
  service.restarted:
    - name: nginx
