# Processes that should not be there are ended: TERM, some grace, KILL.
params:
  pattern: { type: string, required: true, doc: regular expression over command lines }
  user: { type: string, doc: only those of this user }
  grace: { type: duration, default: 10s }

strays are gone:
  process.absent:
    - pattern: "{{ params.pattern }}"
    - user: "{{ params.user }}"
    - grace: "{{ params.grace }}"
