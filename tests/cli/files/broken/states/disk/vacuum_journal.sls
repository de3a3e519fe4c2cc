vacuum the journal:
  cmd.run:
    - name: journalctl --vacuum-size=500M
    - reqire: [nothing]
