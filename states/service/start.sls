# A service runs. One that runs already is left alone.
params:
  name: { type: string, required: true, doc: unit or init script }

service runs:
  service.running:
    - name: "{{ params.name }}"
    - timeout: 90s
