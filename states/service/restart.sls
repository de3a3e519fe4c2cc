# A service is started afresh, whether it ran before or not.
params:
  name: { type: string, required: true, doc: unit or init script }

service is freshly started:
  service.restarted:
    - name: "{{ params.name }}"
    - timeout: 90s
