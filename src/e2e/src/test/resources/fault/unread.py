# Runs a command whose stderr nobody reads: a terminal whose output is stopped, or a socket that is full.
import os, socket, subprocess, sys, termios


def terminal():
    master, slave = os.openpty()
    termios.tcflow(slave, termios.TCOOFF)
    return master, slave


def full_socket():
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    for size in (4096, 1):
        try:
            while True:
                writer.send(b"x" * size)
        except BlockingIOError:
            pass
    writer.setblocking(True)
    return reader.detach(), writer.detach()


unread, stderr = terminal() if sys.argv[1] == "terminal" else full_socket()
code = subprocess.run(sys.argv[2:], stderr=stderr).returncode
if sys.argv[1] == "terminal":
    termios.tcflush(stderr, termios.TCOFLUSH)
    termios.tcflow(stderr, termios.TCOON)
sys.exit(code)
