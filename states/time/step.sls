# The clock is right again: its service is started afresh, which steps the clock when it is far off.
params:
  service: { type: string, default: systemd-timesyncd, doc: "or chrony, ntpsec" }

the time service is freshly started:
  service.restarted:
    - name: "{{ params.service }}"
    - timeout: 60s
