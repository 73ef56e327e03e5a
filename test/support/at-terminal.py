"""Runs a program at a pseudo-terminal and types answers: at-terminal.py '[["question", "answer"], ...]' program arg ...

What it shows is copied to standard output; the exit code is the program's.
"""

import json
import os
import pty
import select
import sys
import time

WITHIN_SECONDS = 60

answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

end = time.time() + WITHIN_SECONDS
shown = ""
while time.time() < end:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if ready:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        text = chunk.decode(errors="replace")
        shown += text
        sys.stdout.write(text)
        sys.stdout.flush()
    if answers and answers[0][0] in shown:
        shown = ""
        os.write(terminal, answers.pop(0)[1].encode())
else:
    os.kill(pid, 9)

_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) if not answers else 99)
