# The nginx configuration goes back to what was last committed in /etc/nginx, and nginx is started afresh.
#
# Does nothing to hosts whose /etc/nginx is no git repository: there the second step fails, and a person is told.
params:
  folder: { type: string, default: /etc/nginx, doc: the repository that holds the configuration }

configuration is back at the last commit:
  cmd.run:
    - argv: [git, -C, "{{ params.folder }}", checkout, --, .]
    - onlyif: test -d .git
    - cwd: "{{ params.folder }}"
    - timeout: 30s

nginx configuration parses:
  cmd.run:
    - argv: [nginx, -t]
    - timeout: 20s
    - require: [configuration is back at the last commit]

nginx is freshly started:
  service.restarted:
    - name: nginx
    - require: [nginx configuration parses]
