"""A real SMTP server (aiosmtpd) on a free loopback port, with refusals by address."""
import email
import email.policy
import os
import sys

SYSTEM = "/usr/bin/python3"
try:
    from aiosmtpd.controller import Controller
except ModuleNotFoundError:  # the distribution's package belongs to the distribution's Python
    if os.path.realpath(sys.executable) == os.path.realpath(SYSTEM):
        raise
    os.execv(SYSTEM, [SYSTEM] + sys.argv)

from harness import free_port


class Mailbox:
    def __init__(self):
        self.messages = []       # (recipients, message)
        self.answers = {}        # address -> list of replies before it is accepted
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_RCPT(self, server, session, envelope, address, options):
        replies = self.answers.get(address)
        if replies:
            return replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def to(self, address):
        return [message for rcpt, message in self.messages if address in rcpt]

    def close(self):
        self.controller.stop()
