# Old files below a folder are gone, links and other file systems aside.
params:
  path: { type: string, required: true, doc: the folder }
  age: { type: duration, default: 7d, doc: by the time of the last change }
  pattern: { type: string, default: "*", doc: glob over file names }

old files are gone:
  file.removed_older:
    - path: "{{ params.path }}"
    - age: "{{ params.age }}"
    - pattern: "{{ params.pattern }}"
